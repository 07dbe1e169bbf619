"""The Look inside tab: attention of two kinds, start and end, occlusion."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.english import NOT_ENGLISH
from engine.reading.answers import Reading
from ui.format import percent
from ui.notices import errors_shown, plain
from ui.tabs import choose_view
from ui.url_state import renamed
from views.reading import cache, request
from views.reading.look_inside import (
    attention,
    occlusion,
    self_attention,
    similarity,
    span_surface,
)

_ATTENTION, _BY_HAND, _SPAN = "Attention", "One similarity", "Start and end"
_SELF, _WHY = "Self-attention", "Occlusion"
_LABELS_OF_LINKS = {"Is it an explanation?": _WHY}


def draw(card: Card, epoch: float | None) -> None:
    """Draw the whole tab, for the current question."""
    context, question = request.current()
    with errors_shown():
        request.check_link()
        search = request.search(card)
        reading = cache.answer(card, epoch, context, question, *search)
        answer = plain(reading.answer) or "no answer"
        st.markdown(f"**{plain(question)}** → **{answer}**{_how_sure(reading)}")
        if not reading.english:
            st.warning(NOT_ENGLISH, icon=":material/translate:")
        renamed("reading_view", _LABELS_OF_LINKS)
        view = choose_view([_ATTENTION, _BY_HAND, _SELF, _SPAN, _WHY], "reading_view")
        if not reading.english and view in (_SPAN, _WHY):
            st.caption("This view is about probabilities: it is not drawn.")
        elif view == _BY_HAND:
            similarity.draw(card, epoch, reading)
        elif view == _SELF:
            self_attention.draw(card, epoch, reading)
        elif view == _SPAN:
            span_surface.draw(reading, search.max_answer_words)
        elif view == _WHY:
            occlusion.draw(card, epoch, reading, search)
        else:
            attention.draw(reading)


def _how_sure(reading: Reading) -> str:
    """Return what is said behind the answer; "" where its probability means nothing."""
    if not reading.english:
        return ""
    if not reading.has_answer:
        return ", but the paragraph probably does not contain the answer"
    return f", {percent(reading.candidates[0].probability)}" if reading.answer else ""
