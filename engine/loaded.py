"""Loaded networks, shared by all visitors of a server and bounded in memory.

A visitor can ask for every network and every snapshot in turn. The ones that were asked
least recently go as soon as all together would exceed the limit.

What is loaded is frozen for Python's garbage collector. Streamlit collects after every
run of a page, and going through all that Keras and TensorFlow keep took 0.28 s with the
interpreter's lock held: more than drawing a page, while every other visitor waited.
What else is alive at a load is frozen with it; cycles of it, as in a session that has
ended, are freed when the next network is dropped.
"""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from engine.checkpoints.checkpoint import Card

# An estimate. Ten networks loaded one after the other made a process grow by up to
# 99 MB each, some by nothing because freed memory was used again. A parameter is there
# in float32 twice, in the model and in what writes or answers.
_COMPILED_MEGABYTES = 40.0
_BYTES_PER_PARAMETER = 10


def megabytes_of(card: Card) -> float:
    """Return about how much memory a checkpoint takes once it is loaded and warm."""
    return _COMPILED_MEGABYTES + card.parameters * _BYTES_PER_PARAMETER / 2**20


class Loaded:
    """Values by key, up to a limit; safe to share between threads."""

    def __init__(self, limit_megabytes: float) -> None:
        """Begin empty. One value is kept even where it alone exceeds the limit."""
        self._limit = limit_megabytes
        self._kept: OrderedDict[Hashable, tuple[Any, float]] = OrderedDict()
        self._turns: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, megabytes: float, load: Callable[[], Any]) -> Any:
        """Return the value of a key, loaded once however many ask at one moment.

        Args:
            key: Of the value.
            megabytes: About how much memory it takes.
            load: Makes it; what it raises is passed on and nothing is kept.
        """
        with self._lock:
            turn = self._turns.setdefault(key, Lock())
        with turn:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key][0]
            try:
                value = load()
            finally:
                with self._lock:
                    self._turns.pop(key, None)
            self._keep(key, value, megabytes)
        return value

    def _keep(self, key: Hashable, value: Any, megabytes: float) -> None:
        """Add a value; drop the least recently used ones beyond the limit."""
        with self._lock:
            self._kept[key] = value, megabytes
            before = len(self._kept)
            while len(self._kept) > 1 and self.megabytes > self._limit:
                self._kept.popitem(last=False)
            has_dropped = len(self._kept) < before
        if has_dropped:
            gc.unfreeze()  # what was dropped is frozen, and a Keras model has cycles
        gc.collect()
        gc.freeze()

    @property
    def megabytes(self) -> float:
        """About how much memory all values take."""
        return sum(size for _, size in self._kept.values())

    @property
    def keys(self) -> list[Hashable]:
        """The keys that are kept, the least recently used first."""
        return list(self._kept)
