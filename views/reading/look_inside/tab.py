"""The Look inside tab: attention, beginning and end, and what deleting words does."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from ui.format import percent
from ui.notices import errors_shown, plain
from views.reading.look_inside import attention, occlusion, span_surface
from views.reading.networks import JOINT, LONGEST, reader, usual_search
from views.reading.request import asked

_ATTENTION, _PLACES = "Attention", "Start and end"
_WHY = "Is it an explanation?"
_SEARCH = "reading_search"  # what the Try tab's settings are for


def draw(card: Card, epoch: float | None) -> None:
    """Draw the whole tab, for what was asked on the Try tab."""
    context, question = asked()
    with errors_shown():
        max_answer_words, joint = _search(card)
        reading = reader(card, epoch).read(
            context, question, max_answer_words=max_answer_words, joint=joint
        )
        answer = plain(reading.answer) or "no answer"
        sure = (
            f", {percent(reading.candidates[0].probability)}" if reading.answer else ""
        )
        st.markdown(f"**{plain(question)}** → **{answer}**{sure}")
        view = st.segmented_control(
            "View",
            [_ATTENTION, _PLACES, _WHY],
            default=_ATTENTION,
            required=True,
            key="reading_view",
            label_visibility="collapsed",
            bind="query-params",
            persist_state="session",
        )
        if view == _PLACES:
            span_surface.draw(reading, max_answer_words)
        elif view == _WHY:
            occlusion.draw(card, epoch, reading)
        else:
            attention.draw(reading)


def _search(card: Card) -> tuple[int, bool]:
    """Return how answers are searched: as on the Try tab if it was for this network."""
    own = usual_search(card)
    if st.session_state.get(_SEARCH) != own:
        return own
    max_answer_words = st.session_state.get(LONGEST, own[0])
    return int(max_answer_words), bool(st.session_state.get(JOINT, own[1]))
