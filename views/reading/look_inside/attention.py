"""Attention of the context to the question: a heat map of the words one chooses."""

from collections.abc import Sequence

import streamlit as st

from engine.reading.analysis.excerpt import around, centre, nearest
from engine.reading.answers import Reading
from ui.charts.heatmap import Heat, heatmap
from ui.notices import plain

_ANSWER, _MORE, _ALL = "Sentence of the answer", "One more each side", "Whole paragraph"
_MOST_WORDS = 400  # of a context that is drawn


def draw(reading: Reading) -> None:
    """Draw how each context word shares its attention among the question's words."""
    st.markdown(
        "Each column is a word of the paragraph, and shares one whole attention among "
        "the words of the question: the bluer, the more that word of the question "
        "told it."
    )
    first, last = _choose_part(reading)
    left, right = st.columns(2)
    with left:
        rows = _choose_words("question", reading.question.words, "reading_rows")
    with right:
        words = reading.context.words[first:last]
        columns = _choose_words("context", words, "reading_columns")
    heat = Heat(
        reading.context_to_query[first:last].T,
        reading.question.words,
        words,
        "question",
        "context",
        "attention",
    )
    heatmap(
        heat.chosen(rows, columns),
        "reading_attention",
        "Attention of each paragraph word to each word of the question.",
    )


def _choose_part(reading: Reading) -> tuple[int, int]:
    """Draw the choice of sentences; return the words [start, end) of the context."""
    size, span = len(reading.context), centre(reading)
    part = st.segmented_control(
        "Part of the paragraph",
        [_ANSWER, _MORE, _ALL],
        default=_ANSWER,
        required=True,
        key="reading_part",
        bind="query-params",
        persist_state="session",
    )
    first, last = nearest(size, span, _MOST_WORDS)
    if part != _ALL:
        start, end = around(reading.context, span, 1 if part == _MORE else 0)
        first, last = max(first, start), min(last, end)
    st.caption(f"Words {first + 1:,} to {last:,} of {size:,}.")
    return first, last


def _choose_words(text: str, words: Sequence[str], key: str) -> list[int]:
    """Draw a field that filters words by their beginnings; return their places.

    Args:
        text: "question" or "context".
        words: Those to choose from.
        key: Of the field, and the parameter in the URL.
    """
    typed = st.text_input(
        f"Only these words of the {text}",
        key=key,
        placeholder="all",
        help="Words, or how they begin, with spaces between them. Empty: all.",
        bind="query-params",
        persist_state="session",
    )
    wanted = tuple(str(typed or "").casefold().split())
    small = [word.casefold() for word in words]
    missing = [w for w in wanted if not any(word.startswith(w) for word in small)]
    if missing:
        shown = ", ".join(f"“{plain(word)}”" for word in missing)
        st.caption(f"Not among these words: {shown}.")
    return [k for k, word in enumerate(small) if not wanted or word.startswith(wanted)]
