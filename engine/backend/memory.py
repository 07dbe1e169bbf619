"""Keeps the memory of one batch for the next one."""

import ctypes

# From glibc's malloc.h.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX = -1, -2, -4
_MUCH = 2**31 - 1  # bytes


def keep() -> None:
    """Have this process keep memory that it has freed; call it once, early.

    Each batch asks for the same large blocks. glibc gives such a block back to the
    system when it is freed, so that on PyTorch the next batch pays for every page
    again: `benchmarks/memory.py` measures what that costs. Without glibc nothing
    changes, and TensorFlow looks after its memory itself.

    Source:
        mallopt(3).
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):  # another system, another malloc
        return
    mallopt(_MMAP_MAX, 0)
    mallopt(_TRIM_THRESHOLD, _MUCH)
    mallopt(_TOP_PAD, 2**28)
