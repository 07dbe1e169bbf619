"""Commands in short lines are the same words to a shell."""

from __future__ import annotations

import shlex

from ui.text.commands import in_lines


def test_shell_reads_the_same_words_from_several_lines() -> None:
    words = ["./loupe", "predict", "language", "--checkpoint", "shakespeare-best"]
    words += ["--prompt=To be --or not\nto 'be'", "--top-n", "5"]
    shown = in_lines(shlex.join(words))
    assert shlex.split(shown.replace("\\\n", "")) == words
    assert "--top-n 5" in shown.splitlines()[-1]


def test_short_command_stays_in_one_line() -> None:
    assert in_lines("./loupe fetch --all") == "./loupe fetch --all"
