"""A text with a colour for each character, to point at, read out and branch from.

Text that a network wrote and text that it read are drawn alike; text that is still
being written is plain HTML, escaped here.
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
from ui.text.marks import chosen_place, draw_marks


@dataclass(frozen=True, slots=True)
class Branch:
    """The choice to continue from here with another character."""

    position: int  # in the piece that was drawn
    character: str


def coloured_text(
    piece: Piece,
    key: str,
    given: str = "",
    label: str = "Text that the network wrote",
    writer: str = "network",
    on_branch: Callable[[Branch], None] | None = None,
    framed: int | None = None,
) -> None:
    """Draw a piece coloured by probability; pointing shows the alternatives.

    Args:
        piece: What was written.
        key: Of the component; unique on a page.
        given: The prompt before it, drawn quietly and without colour.
        label: The text's name for screen readers.
        writer: Heading of the probabilities before the sampling settings.
        on_branch: Called before the next run of the page with the alternative
            that was chosen; None if none can be chosen.
        framed: Place of a character that gets a frame.
    """
    values = [float(p) for p in piece.probability]
    notes = [f"was given {percent(p)}" for p in values]
    choices = [[(c.character, c.before, c.after) for c in row] for row in piece.choices]
    more = {
        "choices": [_rounded(row) for row in choices],
        "given": given,
        "writer": writer,
        "branch": on_branch is not None,
        "framed": framed,
    }

    def branch() -> None:
        chosen = _branch(st.session_state[key].get("branch"), piece)
        if chosen and on_branch:
            on_branch(chosen)

    shades = PROBABILITY_CLASSES
    draw_marks(key, piece.text, values, notes, shades, label, more, branch)


def coloured_values(
    text: str,
    values: Sequence[float],
    shades: tuple[Shade, ...],
    key: str,
    notes: Sequence[str],
    label: str,
    underlined: Sequence[bool] = (),
    on_span: Callable[[range], None] | None = None,
    on_place: Callable[[int], None] | None = None,
    framed: int | None = None,
) -> None:
    """Draw a text coloured by one number for each character.

    Args:
        text: N characters.
        values: N numbers that determine the shades.
        shades: One of the palettes.
        key: Of the component; unique on a page.
        notes: N short texts with the numbers, shown on pointing.
        label: The text's name for screen readers.
        underlined: N, whether to underline each; empty for no one.
        on_span: Called before the next run of the page with the span that was chosen
            by dragging over the text; None if none can be chosen.
        on_place: Called before the next run of the page with the index of the character
            that was chosen by a click; None if none can be chosen.
        framed: Index of a character that gets a frame.
    """
    more = {
        "underlined": list(underlined),
        "spans": on_span is not None,
        "places": on_place is not None,
        "framed": framed,
    }

    def span() -> None:
        chosen = _span(st.session_state[key].get("span"), len(text))
        if chosen and on_span:
            on_span(chosen)

    draw_marks(
        key,
        text,
        values,
        notes,
        shades,
        label,
        more,
        on_span=span,
        on_place=chosen_place(key, len(text), on_place),
    )


def streamed_html(coloured: str, given: str = "", grows: bool = True) -> str:
    """Return a text as HTML for `st.html` that looks like `coloured_text`.

    Args:
        coloured: What has been written so far, as `shaded_html` of its parts.
        given: The prompt before it.
        grows: Whether more follows; a cursor says so.
    """
    return (
        f'<div class="{"grows" if grows else "grown"}" style="'
        "font-family:'Source Code Pro',monospace;font-size:0.95rem;"
        "line-height:1.75;white-space:pre-wrap;overflow-wrap:anywhere;"
        'max-width:80ch;padding:0 2px">'
        f'<span style="opacity:0.72">{escape(given)}</span>{coloured}'
        f"{'▌' if grows else ''}</div>"
    )


def shaded_html(piece: Piece, start: int = 0) -> str:
    """Return the characters of a piece as HTML, coloured by probability.

    Args:
        piece: The text.
        start: Index of the first of its characters.
    """
    characters = zip(piece.text[start:], piece.probability[start:], strict=True)
    shaded = [(c, shade_of(float(p), PROBABILITY_CLASSES)) for c, p in characters]
    return "".join(
        f'<span style="background:{shade.background};{_line(shade)}">'
        f"{_visible(''.join(c for c, _ in run))}</span>"
        for shade, run in groupby(shaded, key=lambda pair: pair[1])
    )


def _branch(chosen: Any, piece: Piece) -> Branch | None:
    """Return the alternative that a browser sends, if it was really offered."""
    match chosen:
        case {"place": int(position), "character": str(character)}:
            if 0 <= position < len(piece.choices) and any(
                choice.character == character for choice in piece.choices[position]
            ):
                return Branch(position, character)
    return None


def _span(chosen: Any, length: int) -> range | None:
    """Return the span that a browser sends, if it lies in the text."""
    match chosen:
        case {"start": int(start), "end": int(end)}:
            if 0 <= start < end <= length:
                return range(start, end)
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
