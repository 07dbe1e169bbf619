"""A text that was read: a colour for each word, or marked places with a label."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from ui.palette import Shade, strength
from ui.text.marks import draw_marks


@dataclass(frozen=True, slots=True)
class Token:
    """A word at its place in the text, with the number that colours it."""

    start: int  # first character
    end: int  # after the last
    value: float
    note: str  # the number in words, shown on pointing


@dataclass(frozen=True, slots=True)
class Span:
    """A marked place: half-open, in characters."""

    start: int
    end: int
    label: str = ""  # set small behind the place: “83 %”
    strength: float = 1.0  # 0 to 1
    framed: bool = False  # with a line around it: the right answer


def coloured_tokens(
    text: str,
    tokens: Sequence[Token],
    shades: tuple[Shade, ...],
    key: str,
    label: str,
) -> None:
    """Draw a text with a colour for each word, to point at and to step through.

    Args:
        text: What was read; between the tokens it is drawn as it is.
        tokens: In order, none over another.
        shades: `palette.CONTRIBUTION_CLASSES` for −1 to 1, `STRENGTH_CLASSES` or
            `PROBABILITY_CLASSES` for 0 to 1; draw `marks.legend` below.
        key: Of the component.
        label: What a screen reader calls it.
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
        {"gaps": gaps, "prose": True},
    )


def relative(values: Sequence[float]) -> list[float]:
    """Return the values as shares of the strongest, −1 to 1; zeros stay zeros.

    Example:
        >>> relative([2.0, -4.0, 0.0])
        [0.5, -1.0, 0.0]
    """
    most = max((abs(value) for value in values), default=0.0)
    return [value / most if most else 0.0 for value in values]


def highlighted(text: str, spans: Sequence[Span], label: str) -> None:
    """Draw a text with marked places, each with its label behind it.

    Args:
        text: What was read.
        spans: The first ones go before those that overlap them.
        label: What a screen reader calls it.
    """
    st.html(
        f'<div role="group" aria-label="{escape(label)}" style="line-height:1.75;'
        "white-space:pre-wrap;overflow-wrap:anywhere;max-width:70ch;"
        f'font-size:1.05rem">{highlighted_html(text, spans)}</div>'
    )


def highlighted_html(text: str, spans: Sequence[Span]) -> str:
    """Return the text as HTML, escaped, with a `mark` for each place."""
    parts, at = [], 0
    for span in _apart(spans):
        words = escape(text[span.start : span.end])
        line = "outline:2px solid;outline-offset:1px;" if span.framed else ""
        small = (
            '<span style="font-size:0.78em;opacity:0.85;margin-left:0.3em;'
            f'white-space:nowrap">{escape(span.label)}</span>'
            if span.label
            else ""
        )
        parts += [
            escape(text[at : span.start]),
            f'<mark style="color:inherit;background:{strength(span.strength)};{line}'
            "border-radius:2px;padding:0.1em 0.15em;text-decoration:underline;"
            f'text-underline-offset:0.25em">{words}</mark>{small}',
        ]
        at = span.end
    return "".join([*parts, escape(text[at:])])


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Return the spans that overlap no earlier one, in the text's order."""
    kept: list[Span] = []
    for span in spans:
        if span.start < span.end and all(
            span.end <= other.start or span.start >= other.end for other in kept
        ):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
