"""Why a training failed, in words for the user who started it."""

import traceback

from engine.errors import LoupeError

# In the frameworks' errors when memory runs out: TensorFlow and JAX, PyTorch on a GPU
# and on a CPU. None of them raises Python's own MemoryError.
_OUT_OF_MEMORY = (
    *("MemoryError", "ResourceExhausted", "RESOURCE_EXHAUSTED"),
    *("OutOfMemory", "not enough memory"),
)


def reason_of(error: Exception) -> str:
    """Return why a training failed; pages show its last line.

    For a bug that is the whole traceback, for the log.
    """
    if isinstance(error, LoupeError):
        return str(error)
    message = f"{type(error).__name__}: {error}"
    if any(words in message for words in _OUT_OF_MEMORY):
        return "Out of memory. Try a smaller batch size or fewer units."
    if isinstance(error, OSError):
        return f"Cannot read or write: {error}."
    # A framework's message can have many lines; the first says what happened.
    trace = traceback.format_exception(error, limit=-3)
    return "".join([*trace, message.splitlines()[0]])
