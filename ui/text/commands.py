"""Commands as they are typed into a shell, to be copied."""

import shlex

import streamlit as st

_MOST = 40  # characters of a command in one line
_NEXT_LINE = " \\\n  "  # the shell reads on


def draw(*commands: str) -> None:
    """Draw commands; of a long one, each option has a line of its own.

    In a narrow column a browser would cut “--batch-size” at a hyphen.

    Args:
        commands: Quoted for a shell.
    """
    shown = "\n".join(map(in_lines, commands))
    st.code(shown, language="bash", wrap_lines=True)


def in_lines(command: str) -> str:
    r"""Return a command that a shell reads as the same words, in short lines.

    Example:
        >>> print(in_lines("./loupe train reading --preset best --source squad "
        ...                "--epochs 6 --distillation-weight 0.7"))
        ./loupe train reading \
          --preset best \
          --source squad \
          --epochs 6 \
          --distillation-weight 0.7
    """
    if len(command) <= _MOST:
        return command
    lines: list[list[str]] = [[]]
    for word in shlex.split(command):
        if word.startswith("--"):
            lines.append([])
        lines[-1].append(word)
    return _NEXT_LINE.join(map(shlex.join, lines))
