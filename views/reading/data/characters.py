"""The characters of SQuAD on the Data tab: counts, frequencies, the vocabulary."""

import streamlit as st

from engine.reading.analysis import published
from engine.reading.analysis.statistics import Characters
from ui.charts.base import figure
from ui.format import percent
from ui.palette import BRASS, TRAIN
from views.reading.data.histogram import mark


def draw(characters: Characters) -> None:
    """Draw the character vocabulary beside the post's."""
    st.subheader("Characters", anchor=False)
    st.table(
        _rows(characters),
        border="horizontal",
        hide_index=True,
        alt="The character vocabulary, ours and the original post’s",
    )
    st.markdown(
        f"The vocabulary of the original post has the characters of its answers; all "
        "others share one unknown token. Ours has those that occur at least 20 times "
        f"in answers: {len(characters.vocabulary)} characters, which cover "
        f"{percent(characters.covered)} of the text."
    )
    _draw_ranks(characters)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**In the vocabulary**")
        shown = (c for c in characters.vocabulary if not c.isspace())
        st.code(" ".join(shown), language=None, wrap_lines=True)
    with right:
        st.markdown("**Replaced by the unknown token, most frequent first**")
        shown = (c for c, _ in characters.replaced()[:160])
        st.code(" ".join(shown), language=None, wrap_lines=True)


def _rows(characters: Characters) -> list[dict[str, str]]:
    """Return how many characters there are, the original post's beside ours."""
    return [
        {
            "Distinct characters in": words,
            "Original post": f"{theirs:,}",
            "Ours": f"{ours:,}",
            "Ours, lower-cased": f"{small:,}",
        }
        for words, theirs, ours, small in (
            (
                "paragraphs and questions",
                published.POST_CHARACTERS,
                len(characters.texts),
                characters.small,
            ),
            (
                "answers",
                published.POST_ANSWER_CHARACTERS,
                len(characters.answers),
                characters.small_answers,
            ),
        )
    ]


def _draw_ranks(characters: Characters) -> None:
    """Draw the frequency of each character by its rank."""
    size = len(characters.vocabulary)
    ranks, counts = zip(*characters.ranked(100), strict=True)
    line, name = mark(f"vocabulary: {size}", size, 0, BRASS, log=True)
    trace = {
        "type": "scatter",
        "mode": "lines",
        "x": list(ranks),
        "y": list(counts),
        "line": {"color": TRAIN},
        "hovertemplate": "rank %{x:,}<br>%{y:,} occurrences<extra></extra>",
    }
    axis = {"type": "log", "dtick": 1, "showgrid": False}
    layout = {
        "xaxis": axis | {"title": {"text": "rank of the character"}},
        "yaxis": axis | {"title": {"text": "occurrences"}},
        "shapes": [line],
        "annotations": [name],
    }
    figure(
        {"data": [trace], "layout": layout},
        "reading_data_ranks",
        "Occurrences of each character by its rank, both on logarithmic axes.",
        height=320,
    )
