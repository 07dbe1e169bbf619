"""A text with a colour for each word, or with marked spans and labels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from ui.palette import Shade, strength
from ui.text.marks import chosen_place, draw_marks


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, with the value that colours it."""

    start: int  # characters [start, end) of the text
    end: int
    value: float
    note: str  # shown on hover


@dataclass(frozen=True, slots=True)
class Span:
    """A marked span: characters [start, end)."""

    start: int
    end: int
    label: str = ""  # small, after the span: “83%”
    strength: float = 1.0  # 0 to 1
    framed: bool = False  # with an outline


def coloured_tokens(
    text: str,
    tokens: Sequence[Token],
    shades: tuple[Shade, ...],
    key: str,
    label: str,
    on_place: Callable[[int], None] | None = None,
    framed: int | None = None,
) -> None:
    """Draw a text with a colour for each word, for mouse and keyboard.

    Args:
        text: The text; what is between the tokens has no colour.
        tokens: In order, without overlaps.
        shades: `palette.CONTRIBUTION_CLASSES` for −1 to 1, `STRENGTH_CLASSES` or
            `PROBABILITY_CLASSES` for 0 to 1; draw `marks.legend` below.
        key: Of the component.
        label: For screen readers.
        on_place: Called before the next run of the page with the index of the word that
            was chosen by a click; None if none can be chosen.
        framed: Index of a word that gets a frame.
    """
    ends = [0, *(token.end for token in tokens)]
    starts = [*(token.start for token in tokens), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    draw_marks(
        key,
        [text[token.start : token.end] for token in tokens],
        [token.value for token in tokens],
        [token.note for token in tokens],
        shades,
        label,
        {
            "gaps": gaps,
            "prose": True,
            "places": on_place is not None,
            "framed": framed,
        },
        on_place=chosen_place(key, len(tokens), on_place),
    )


def relative(values: Sequence[float]) -> list[float]:
    """Return the values divided by the largest magnitude, −1 to 1.

    Example:
        >>> relative([2.0, -4.0, 0.0])
        [0.5, -1.0, 0.0]
    """
    most = max((abs(value) for value in values), default=0.0)
    return [value / most if most else 0.0 for value in values]


def highlighted(text: str, spans: Sequence[Span], label: str) -> None:
    """Draw a text with marked spans, each followed by its label.

    Args:
        text: The text.
        spans: Of overlapping ones, only the first is drawn.
        label: For screen readers.
    """
    st.html(
        f'<div role="group" aria-label="{escape(label)}" style="line-height:1.75;'
        "white-space:pre-wrap;overflow-wrap:anywhere;max-width:70ch;"
        f'font-size:1.05rem">{highlighted_html(text, spans)}</div>'
    )


def highlighted_html(text: str, spans: Sequence[Span]) -> str:
    """Return the text as escaped HTML, with a `mark` for each span."""
    parts, end = [], 0
    for span in _without_overlaps(spans):
        words = escape(text[span.start : span.end])
        outline = "outline:2px solid;outline-offset:1px;" if span.framed else ""
        label = (
            '<span style="font-size:0.78em;opacity:0.85;margin-left:0.3em;'
            f'white-space:nowrap">{escape(span.label)}</span>'
            if span.label
            else ""
        )
        parts += [
            escape(text[end : span.start]),
            f'<mark style="color:inherit;background:{strength(span.strength)};{outline}'
            "border-radius:2px;padding:0.1em 0.15em;text-decoration:underline;"
            f'text-underline-offset:0.25em">{words}</mark>{label}',
        ]
        end = span.end
    return "".join([*parts, escape(text[end:])])


def _without_overlaps(spans: Sequence[Span]) -> list[Span]:
    """Return the spans that do not overlap an earlier one, in order of the text."""
    disjoint: list[Span] = []
    for span in spans:
        if span.start < span.end and all(
            span.end <= earlier.start or span.start >= earlier.end
            for earlier in disjoint
        ):
            disjoint.append(span)
    return sorted(disjoint, key=lambda span: span.start)
