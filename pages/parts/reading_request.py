"""The passage and the question that all tabs of the page share."""

import streamlit as st

from engine.reading.samples import SAMPLES, Sample
from pages.parts.reading_models import PASSAGE, QUESTION
from ui.choosing import choose_one

_OWN = "own"


def draw_request() -> tuple[str, str]:
    """Draw the examples, the passage and the question; return both texts."""
    titles = {str(place): sample.title for place, sample in enumerate(SAMPLES)}
    chosen = choose_one(
        "Paragraph", {**titles, _OWN: "My own"}, "reading_sample", default="0"
    )
    if st.session_state.get("reading_drawn") != chosen:
        st.session_state["reading_drawn"] = chosen
        _begin(None if chosen == _OWN else SAMPLES[int(chosen)])
    passage = st.text_area(
        "The paragraph, to be changed as you like",
        key=PASSAGE,
        height=190,
        persist_state="session",
    )
    if chosen != _OWN:
        _draw_questions(SAMPLES[int(chosen)])
    question = st.text_input("Question", key=QUESTION, persist_state="session")
    return str(passage), str(question)


def _begin(sample: Sample | None) -> None:
    """Put a paragraph and its first question into the fields, or empty them."""
    if sample is not None:
        st.session_state[PASSAGE] = sample.passage
        st.session_state[QUESTION] = sample.questions[0][0]
    else:
        st.session_state.setdefault(PASSAGE, "")
        st.session_state.setdefault(QUESTION, "")


def _draw_questions(sample: Sample) -> None:
    """Draw our questions on a paragraph; a click asks one."""
    questions = [question for question, _ in sample.questions]

    def ask() -> None:
        picked = st.session_state.get("reading_asked")
        if picked:
            st.session_state[QUESTION] = picked

    st.pills(
        "Ask",
        questions,
        key="reading_asked",
        on_change=ask,
        label_visibility="collapsed",
    )


def asked() -> tuple[str, str]:
    """Return the passage and the question that were last asked on any tab."""
    sample = SAMPLES[0]
    passage = st.session_state.get(PASSAGE, sample.passage)
    question = st.session_state.get(QUESTION, sample.questions[0][0])
    return str(passage), str(question)
