"""Keeps the memory of one batch for the next one, and frees that of old graphs."""

import ctypes
import gc
import sys

# From glibc's malloc.h.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX = -1, -2, -4
_MUCH = 2**31 - 1  # bytes
# Objects made until Python looks for cycles among the youngest, and collections until
# it looks among those that survived; its own are 700, 10 and 10.
_COLLECTION_THRESHOLDS = 100_000, 50, 100


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


def collect_rarely() -> None:
    """Have Python look for cycles of objects less often; call it once, early.

    Importing Keras and tracing a network make millions of objects that stay, and with
    its own thresholds Python walks them again and again: a twelfth of the processor
    time of training, saving and loading a small network (reading `best`).
    """
    gc.set_threshold(*_COLLECTION_THRESHOLDS)


def release_graphs() -> None:
    """Let TensorFlow free the graphs of networks that are gone; call it after tracing.

    For each graph, a `tensorflow.custom_gradient` registers a function under a new
    name. It holds the graph for ever: a server that loads networks in turn would grow
    by each, and so does Keras with each training. Only `tensorflow.gradients` and the
    gradients of nested functions look there; a `GradientTape` does not.
    """
    if "tensorflow" not in sys.modules:
        return
    from tensorflow.python.framework import ops  # no public name

    registered = ops.gradient_registry._registry
    for name in [name for name in registered if name.startswith("CustomGradient-")]:
        registered.pop(name, None)  # another thread may have been faster
