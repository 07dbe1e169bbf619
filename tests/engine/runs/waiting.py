"""Waiting for another process."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_SECONDS = 240  # for a process that imports Keras on a busy machine


def until(condition: Callable[[], object], what: str) -> None:
    """Return as soon as `condition` holds; fail after a long while."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, f"never happened: {what}"
        time.sleep(0.05)  # between looks at another process, which cannot wake this one
