"""Input reduction: the question gets shorter as long as its answer stays the same."""

from typing import cast

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.reading.analysis import reduction
from engine.reading.analysis.reduction import Reduction
from engine.reading.answers import Reading
from ui.format import percent
from ui.notices import plain
from views.reading.cache import reader
from views.reading.request import Search

_KEPT, _CACHED = "reading_reduced", 8  # results kept in a session


def draw(card: Card, epoch: float | None, reading: Reading, search: Search) -> None:
    """Draw the reduced question, or the button that computes it."""
    st.subheader("How much of the question is needed?", anchor=False)
    if len(reading.question) < 2 or not reading.candidates:
        st.caption("The question has a single word, or there is no answer.")
        return
    st.markdown(
        "*Input reduction* leaves out the word that matters least, again and again, as "
        "long as the answer stays the same."
    )
    reduced = _reduce(card, epoch, reading, search)
    if reduced is None:
        return
    rows = [
        {
            "Question": plain(" ".join(step.question)),
            "Probability of the answer": percent(step.probability),
        }
        for step in reduced.steps
    ]
    st.table(rows, border="horizontal", hide_index=True, alt="The reduced question")
    shortest = plain(" ".join(reduced.shortest.question))
    end = (
        f" With one word fewer, the answer is “{plain(reduced.ended)}”."
        if reduced.ended
        else ""
    )
    st.markdown(f"**{shortest}** is enough for the same answer.{end}")
    st.caption(
        "If you could not answer what remains, the network does not understand the "
        "question as you do (Feng et al. 2018)."
    )


def _reduce(
    card: Card, epoch: float | None, reading: Reading, search: Search
) -> Reduction | None:
    """Return the reduction, or draw the button that computes it."""
    kept = st.session_state.setdefault(_KEPT, [])
    request = (card, epoch, reading.context.text, reading.question.text, search)
    for earlier, result in kept:
        if earlier == request:
            return cast(Reduction, result)
    slot = st.empty()
    clicked = slot.button("Reduce the question", key="reading_reduce")
    if not clicked:
        return None
    slot.empty()
    most = reduction.most_passes(reading)
    with st.spinner(f"Reading up to {most:,} times …"):
        result = reduction.reduce(reader(card, epoch), reading, **search._asdict())
    kept.insert(0, (request, result))
    del kept[_CACHED:]
    return result
