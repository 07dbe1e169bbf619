"""A text with a colour for each character, to point at, read out and branch from.

What a network wrote and what it thought of a text that it read are drawn alike;
the same text while it is being written is plain HTML, escaped here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

import streamlit as st

from engine.language.piece import Piece
from ui.format import percent
from ui.palette import PROBABILITY_CLASSES, UNDERLINED, Shade, shade_of
from ui.text.marks import draw_marks


@dataclass(frozen=True, slots=True)
class Branch:
    """A person's wish that the text goes on from here with another character."""

    place: int  # of the piece that was drawn
    character: str


def coloured_text(
    piece: Piece,
    key: str,
    given: str = "",
    label: str = "Text that the network wrote",
    on_branch: Callable[[Branch], None] | None = None,
) -> None:
    """Draw a piece coloured by probability, with the alternatives on pointing.

    Args:
        piece: What was written.
        key: Of the component; one for each place on a page.
        given: What stood before it: the prompt, drawn quietly and without colour.
        label: What a screen reader calls it.
        on_branch: Called before the next run of the page with the alternative
            that was chosen; without it none can be.
    """
    notes = [f"was given {percent(float(p))}" for p in piece.probability]
    choices = [[(c.character, c.before, c.after) for c in row] for row in piece.choices]
    more = {
        "choices": [_rounded(row) for row in choices],
        "given": given,
        "branch": on_branch is not None,
    }

    def branch() -> None:
        chosen = _branch(st.session_state[key].get("branch"), piece)
        if chosen and on_branch:
            on_branch(chosen)

    values = [float(p) for p in piece.probability]
    shades = PROBABILITY_CLASSES
    draw_marks(key, piece.text, values, notes, shades, label, more, branch)


def coloured_values(
    text: str,
    values: Sequence[float],
    shades: tuple[Shade, ...],
    key: str,
    notes: Sequence[str],
    label: str,
) -> None:
    """Draw a text coloured by one number for each character.

    Args:
        text: N characters.
        values: N numbers that the shades are for.
        shades: One of the palettes.
        key: Of the component.
        notes: N short texts with the numbers, shown on pointing.
        label: What a screen reader calls it.
    """
    draw_marks(key, text, values, notes, shades, label, {})


def streamed_html(piece: Piece, given: str = "") -> str:
    """Return a piece as HTML that looks as `coloured_text` will, for `st.html`."""
    marked = zip(piece.text, piece.probability, strict=True)
    shaded = [(c, shade_of(float(p), PROBABILITY_CLASSES)) for c, p in marked]
    spans = "".join(
        f'<span style="background:{shade.background};{_line(shade)}">'
        f"{_visible(''.join(c for c, _ in run))}</span>"
        for shade, run in groupby(shaded, key=lambda pair: pair[1])
    )
    return (
        "<div style=\"font-family:'Source Code Pro',monospace;font-size:0.95rem;"
        "line-height:1.75;white-space:pre-wrap;overflow-wrap:anywhere;"
        'max-width:80ch;padding:0 2px">'
        f'<span style="opacity:0.72">{escape(given)}</span>{spans}▌</div>'
    )


def _branch(chosen: Any, piece: Piece) -> Branch | None:
    """Return what a browser asks for, if it was among what it was offered."""
    match chosen:
        case {"place": int(place), "character": str(character)} if 0 <= place < len(
            piece.choices
        ) and any(c.character == character for c in piece.choices[place]):
            return Branch(place, character)
    return None


def _rounded(row: list[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    return [(character, round(b, 4), round(a, 4)) for character, b, a in row]


def _line(shade: Shade) -> str:
    if shade.name not in UNDERLINED:
        return ""
    return "text-decoration:underline dotted;text-underline-offset:0.25em"


def _visible(text: str) -> str:
    """Return escaped text with a sign at each line's end, as the component has."""
    sign = '<span style="opacity:0.45;font-size:0.8em">↵</span>\n'
    return escape(text).replace("\n", sign)
