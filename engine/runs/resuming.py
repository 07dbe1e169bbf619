"""The command that resumes a run or a sweep, for a new process and for a reader."""

import sys
from collections.abc import Sequence


def run_words(experiment: str, run_id: str) -> tuple[str, ...]:
    """Return the words after `./loupe` that train a new run, or resume it."""
    return ("train", experiment, "--resume", run_id)


def sweep_words(name: str) -> tuple[str, ...]:
    """Return the words after `./loupe` that train what is left of a sweep."""
    return ("sweep", "--resume", name)


def in_process(words: Sequence[str]) -> tuple[str, ...]:
    """Return the command that starts these words in a process of this Python."""
    return (sys.executable, "-m", "engine", *words)


def in_shell(words: Sequence[str]) -> str:
    """Return the command as it is typed; ids and names need no quotes.

    Example:
        >>> in_shell(sweep_words("bag-or-lstm"))
        './loupe sweep --resume bag-or-lstm'
    """
    return " ".join(("./loupe", *words))
