"""Keeps the memory of one batch for the next one."""

import ctypes

# From glibc's malloc.h.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX = -1, -2, -4
_MUCH = 2**31 - 1  # bytes


def keep() -> None:
    """Have this process keep memory that it has freed; call it once, early.

    Each batch needs the same large blocks. glibc returns such a block to the system
    when it is freed, so that on PyTorch the next batch pays for every page fault
    again. No Python package sets these options, and an environment variable is read
    only before the process starts: hence ctypes. It is worth it: a reading network
    takes 1.08 s per step with it and 1.48 s without (`benchmarks/memory.py`, PyTorch,
    one core, 2026-11-28). Without glibc nothing changes; TensorFlow manages its
    memory itself.

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
