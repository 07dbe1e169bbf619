"""Context-to-query attention as a heat map, for the words you choose."""

from collections.abc import Sequence

import streamlit as st

from engine.reading.analysis.excerpt import around, centre, nearest
from engine.reading.answers import Reading
from ui.charts.heatmap import Heat, heatmap
from ui.format import percent
from ui.links.bound import choose_bound
from ui.notices import plain
from ui.url_state import renamed

_ANSWER, _ALL = "Sentence of the answer", "Whole paragraph"
_MORE = "And the sentences beside it"
_LABELS_OF_LINKS = {"One more each side": _MORE}
_NAMED = 6  # columns with the largest weights
_MOST_WORDS = 400  # of a context that is drawn


def draw(reading: Reading) -> None:
    """Draw the attention weights of each context word over the question's words."""
    st.markdown(
        "Each column is a word of the paragraph. Its attention weights over the words "
        "of the question sum to 1: the stronger the blue, the more of that question "
        "word the network adds to it (*context-to-query attention*)."
    )
    start, end = _choose_part(reading)
    left, right = st.columns(2)
    with left:
        rows = _choose_words("question", reading.question.words, "reading_rows")
    with right:
        words = reading.context.words[start:end]
        columns = _choose_words("paragraph", words, "reading_columns")
    heat = Heat(
        reading.context_to_query[start:end].T,
        reading.question.words,
        words,
        "question",
        "paragraph",
        "attention weight",
    )
    shown = heat.chosen(rows, columns)
    heatmap(
        shown,
        "reading_attention",
        "Attention weight of each paragraph word for each word of the question.",
    )
    # A phone has no room to name every column.
    if strongest := shown.strongest(_NAMED):
        listed = ", ".join(
            f"{plain(column)} → {plain(row)} {percent(weight)}"
            for column, row, weight in strongest
        )
        st.caption(f"Columns with the largest weights: {listed}.")


def _choose_part(reading: Reading) -> tuple[int, int]:
    """Draw the choice of sentences; return the words [start, end) of the context."""
    size, span = len(reading.context), centre(reading)
    renamed("reading_part", _LABELS_OF_LINKS)
    part = choose_bound(
        st.segmented_control,
        "Part of the paragraph",
        [_ANSWER, _MORE, _ALL],
        default=_ANSWER,
        required=True,
        key="reading_part",
        persist_state="session",
    )
    start, end = nearest(size, span, _MOST_WORDS)
    if part != _ALL:
        first, last = around(reading.context, span, 1 if part == _MORE else 0)
        start, end = max(start, first), min(end, last)
    st.caption(f"Words {start + 1:,} to {end:,} of {size:,}.")
    return start, end


def _choose_words(text: str, words: Sequence[str], key: str) -> list[int]:
    """Draw a field that filters words by prefix; return their indices.

    Args:
        text: "question" or "paragraph".
        words: To choose from.
        key: Of the field, and the parameter in the URL.
    """
    typed = st.text_input(
        f"Only these words of the {text}",
        key=key,
        placeholder="all",
        help="Words or prefixes, separated by spaces. Leave empty for all.",
        bind="query-params",
        persist_state="session",
    )
    prefixes = tuple(str(typed or "").casefold().split())
    small = [word.casefold() for word in words]
    missing = [p for p in prefixes if not any(word.startswith(p) for word in small)]
    if missing:
        shown = ", ".join(f"“{plain(word)}”" for word in missing)
        st.caption(f"Not among these words: {shown}.")
    return [
        index
        for index, word in enumerate(small)
        if not prefixes or word.startswith(prefixes)
    ]
