"""Why a training failed, in words for the person who started it."""

import traceback

from engine.errors import LoupeError

# What the frameworks say where memory ends: TensorFlow and JAX, PyTorch on a graphics
# processor, and on a processor. None of them raises Python's own MemoryError.
_OUT_OF_MEMORY = (
    *("MemoryError", "ResourceExhausted", "RESOURCE_EXHAUSTED"),
    *("OutOfMemory", "not enough memory"),
)


def reason_of(error: Exception) -> str:
    """Return why a training failed; pages show the last line of it.

    Of a defect of ours that is the whole trace, for the log.
    """
    if isinstance(error, LoupeError):
        return str(error)
    told = f"{type(error).__name__}: {error}"
    if any(words in told for words in _OUT_OF_MEMORY):
        return "Out of memory. Try a smaller batch size or fewer units."
    if isinstance(error, OSError):
        return f"Cannot read or write: {error}."
    # A framework's message may have many lines, and say in the first what happened.
    trace = traceback.format_exception(error, limit=-3)
    return "".join([*trace, told.splitlines()[0]])
