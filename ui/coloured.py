"""A text with a colour for each character, to point at, read out and branch from.

One component draws what a network wrote and what it thought of a text that it
read. Text reaches the browser as data and enters the page as text, never as
markup; the same text while it is being written is plain HTML, escaped here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import streamlit as st

from engine.language.text import Piece
from ui.palette import (
    DIFFERENCE_CLASSES,
    PROBABILITY_CLASSES,
    SURPRISE_CLASSES,
    Shade,
    shade_of,
    styles,
)

_HERE = Path(__file__).parent
_UNLIKELY = 0.05  # below it a character is underlined too, not by colour alone

_TRACE_LEAST = (-2.0, -0.6, -0.3, -0.1, 0.1, 0.3, 0.6)
_TRACE_WORDS = (
    "under −0.6",
    "−0.6 to −0.3",
    "−0.3 to −0.1",
    "about 0",
    "0.1 to 0.3",
    "0.3 to 0.6",
    "over 0.6",
)
# What a unit says, −1 to 1: the blue and orange of a difference.
TRACE_CLASSES = tuple(
    replace(shade, least=least, name=f"t{place}", words=words)
    for place, (shade, least, words) in enumerate(
        zip(DIFFERENCE_CLASSES, _TRACE_LEAST, _TRACE_WORDS, strict=True)
    )
)
_ALL = (*PROBABILITY_CLASSES, *SURPRISE_CLASSES, *DIFFERENCE_CLASSES, *TRACE_CLASSES)

_COMPONENT = st.components.v2.component(
    "loupe_coloured_text",
    html='<div class="frame">\n<div class="text" role="group"></div>\n'
    '<div class="card" tabindex="-1" hidden></div>\n</div>',
    css=(_HERE / "coloured.css").read_text(encoding="utf-8") + styles(_ALL),
    js=(_HERE / "coloured.js").read_text(encoding="utf-8"),
)


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
    notes = [f"had {percent(float(p))}" for p in piece.probability]
    choices = [[(c.character, c.before, c.after) for c in row] for row in piece.choices]
    more = {
        "notes": notes,
        "choices": [_rounded(row) for row in choices],
        "given": given,
        "label": label,
        "branch": on_branch is not None,
    }

    def branch() -> None:
        chosen = _branch(st.session_state[key].get("branch"), piece)
        if chosen and on_branch:
            on_branch(chosen)

    values = [float(p) for p in piece.probability]
    _draw(key, piece.text, values, PROBABILITY_CLASSES, more, branch)


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
        shades: One of the palettes, or `TRACE_CLASSES`.
        key: Of the component.
        notes: N short texts with the numbers, shown on pointing.
        label: What a screen reader calls it.
    """
    _draw(key, text, values, shades, {"notes": list(notes), "label": label})


def legend(shades: tuple[Shade, ...], title: str) -> None:
    """Draw what the colours of a text mean, in words."""
    samples = "".join(
        f'<span style="white-space:nowrap"><span style="display:inline-block;'
        f"width:1.4em;height:1.1em;vertical-align:-0.2em;border-radius:2px;"
        f"border:1px solid rgba(128,128,128,.45);background:{shade.background}"
        f'"></span>&nbsp;{escape(shade.words)}'
        f"{' (dotted underline)' if _is_low(shade, shades) else ''}</span>"
        for shade in shades
    )
    st.html(
        '<div style="display:flex;flex-wrap:wrap;gap:0.15rem 0.9rem;'
        f'font-size:0.8rem;opacity:0.9"><span>{escape(title)}</span>{samples}</div>'
    )


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


def percent(share: float) -> str:
    """Return a probability as a person reads it.

    Example:
        >>> [percent(p) for p in (0.5, 0.0312, 0.0001)]
        ['50 %', '3.1 %', '< 0.1 %']
    """
    if 0 <= share < 0.001:
        return "< 0.1 %"
    return f"{share:.0%}".replace("%", " %") if share >= 0.1 else f"{share * 100:.1f} %"


def _draw(
    key: str,
    text: str,
    values: Sequence[float],
    shades: tuple[Shade, ...],
    more: dict[str, Any],
    on_branch: Callable[[], None] = lambda: None,
) -> None:
    """Mount the component."""
    places = {shade.name: place for place, shade in enumerate(shades)}
    data = {
        "text": text,
        "classes": [places[shade_of(value, shades).name] for value in values],
        "shades": [{"name": s.name, "low": _is_low(s, shades)} for s in shades],
        **more,
    }
    _COMPONENT(key=key, data=data, on_branch_change=on_branch)


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


def _is_low(shade: Shade, shades: tuple[Shade, ...]) -> bool:
    """Return whether a shade gets an underline: unlikely, or very surprising."""
    if shades is PROBABILITY_CLASSES:
        return shade.least < _UNLIKELY
    return shades is SURPRISE_CLASSES and shade in SURPRISE_CLASSES[-2:]


def _line(shade: Shade) -> str:
    if not _is_low(shade, PROBABILITY_CLASSES):
        return ""
    return "text-decoration:underline dotted;text-underline-offset:0.25em"


def _visible(text: str) -> str:
    """Return escaped text with a sign at each line's end, as the component has."""
    sign = '<span style="opacity:0.45;font-size:0.8em">↵</span>\n'
    return escape(text).replace("\n", sign)
