"""The Look inside tab: attention, start and end, occlusion."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from ui.format import percent
from ui.notices import errors_shown, plain
from views.reading import cache, request
from views.reading.look_inside import attention, occlusion, span_surface

_ATTENTION, _SPAN = "Attention", "Start and end"
_WHY = "Is it an explanation?"


def draw(card: Card, epoch: float | None) -> None:
    """Draw the whole tab, for the current question."""
    context, question = request.current()
    with errors_shown():
        search = request.search(card)
        reading = cache.answer(card, epoch, context, question, *search)
        answer = plain(reading.answer) or "no answer"
        sure = (
            f", {percent(reading.candidates[0].probability)}" if reading.answer else ""
        )
        st.markdown(f"**{plain(question)}** → **{answer}**{sure}")
        view = st.segmented_control(
            "View",
            [_ATTENTION, _SPAN, _WHY],
            default=_ATTENTION,
            required=True,
            key="reading_view",
            label_visibility="collapsed",
            bind="query-params",
            persist_state="session",
        )
        if view == _SPAN:
            span_surface.draw(reading, search.max_answer_words)
        elif view == _WHY:
            occlusion.draw(card, epoch, reading)
        else:
            attention.draw(reading)
