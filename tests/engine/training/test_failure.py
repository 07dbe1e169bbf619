"""A training that fails says why, in its last line."""

from __future__ import annotations

import pytest

from engine import registry
from engine.errors import TextError
from tests.contract.tiny import create, work


class ResourceExhaustedError(Exception):
    """As TensorFlow names it; it is no MemoryError."""


@pytest.mark.parametrize(
    ("error", "last_line"),
    [
        (ResourceExhaustedError("OOM when allocating\n [Op:f]"), "Out of memory. Try"),
        (TextError("Too short."), "Too short."),
        (OSError(28, "No space left"), "Cannot read or write: [Errno 28] No space"),
        (MemoryError(), "Out of memory. Try a smaller batch size"),
        (
            RuntimeError("A leak.\n\nDetected at node x\n [Op:f]"),
            "RuntimeError: A leak",
        ),
    ],
)
def test_failure_ends_with_the_line_that_says_what_happened(
    home, monkeypatch, error, last_line
):
    def fail(self, job):
        raise error

    monkeypatch.setattr(type(registry.get("language")), "train", fail)
    run = create("language", "ngrams")
    assert work(run) == "failed"
    assert run.events[-1].reason.splitlines()[-1].startswith(last_line)
