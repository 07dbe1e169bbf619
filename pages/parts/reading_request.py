"""The passage and the question that all tabs of the page share."""

import random

import streamlit as st

from engine.reading.dev_questions import Asked
from engine.reading.samples import SAMPLES, Sample
from pages.parts.reading_known import dev, known
from pages.parts.reading_models import PASSAGE, QUESTION
from ui.choosing import choose_one
from ui.notices import plain

_OWN, _DEV = "own", "dev"
_SAMPLE, _NUMBER, _DRAWN = "reading_sample", "reading_number", "reading_drawn"
_IN_URL = "_reading_number_in_url"
_KEPT = "_reading_own"  # one's own paragraph and question, while others are looked at


def draw_request() -> tuple[str, str]:
    """Draw the examples, the passage and the question; return both texts."""
    questions = dev()
    options = {str(place): sample.title for place, sample in enumerate(SAMPLES)}
    if questions:
        options[_DEV] = "Questions of SQuAD’s dev set"
    options[_OWN] = "My own"
    chosen = choose_one("Paragraph", options, _SAMPLE, default="0")
    if chosen == _DEV:
        _begin_dev(questions)
    else:
        st.query_params.pop(_NUMBER, None)
        if st.session_state.get(_DRAWN) != chosen:
            st.session_state[_DRAWN] = chosen
            _begin(None if chosen == _OWN else SAMPLES[int(chosen)])
    passage = st.text_area(
        "The paragraph, to be changed as you like",
        key=PASSAGE,
        height=190,
        on_change=_now_own,
        persist_state="session",
    )
    if chosen not in (_OWN, _DEV):
        _draw_questions(SAMPLES[int(chosen)])
    question = st.text_input("Question", key=QUESTION, persist_state="session")
    if chosen == _OWN:
        st.session_state[_KEPT] = (str(passage), str(question))
    return str(passage), str(question)


def _now_own() -> None:
    """Call a paragraph that was changed one's own, so that examples can be chosen."""
    st.session_state[_SAMPLE] = st.session_state[_DRAWN] = _OWN


def open_in_try(question: Asked) -> None:
    """Put a dev question into the fields and open the Try tab; for callbacks."""
    st.session_state[_SAMPLE] = _DEV
    st.session_state[_NUMBER] = question.number + 1
    st.session_state[_DRAWN] = f"{_DEV} {question.number + 1}"
    st.session_state[PASSAGE] = question.passage
    st.session_state[QUESTION] = question.question
    # The number in the URL is an older one and does not count any more.
    st.session_state[_IN_URL] = st.query_params.get(_NUMBER)
    st.session_state["reading_tab"] = "Try"


def _begin(sample: Sample | None) -> None:
    """Put a paragraph and its first question into the fields, or one's own again."""
    if sample is not None:
        st.session_state[PASSAGE] = sample.passage
        st.session_state[QUESTION] = sample.questions[0][0]
    elif _KEPT in st.session_state:
        st.session_state[PASSAGE], st.session_state[QUESTION] = st.session_state[_KEPT]
    else:
        st.session_state.setdefault(PASSAGE, "")
        st.session_state.setdefault(QUESTION, "")


def _begin_dev(questions: tuple[Asked, ...]) -> None:
    """Draw which dev question is asked; put it into the fields when it changes."""
    _number_from_url(len(questions))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.number_input(
            f"One of {len(questions):,}",
            1,
            len(questions),
            key=_NUMBER,
            width=130,
            persist_state="session",
        )

        def draw_lots() -> None:
            st.session_state[_NUMBER] = random.choice(questions).number + 1

        st.button(
            "At random",
            key="reading_random",
            icon=":material/casino:",
            on_click=draw_lots,
        )
    st.query_params[_NUMBER] = st.session_state[_IN_URL] = str(int(number))
    question = questions[int(number) - 1]
    drawn = f"{_DEV} {int(number)}"
    if st.session_state.get(_DRAWN) != drawn:
        st.session_state[_DRAWN] = drawn
        st.session_state[PASSAGE] = question.passage
        st.session_state[QUESTION] = question.question
    st.caption(f"From the article “{plain(question.title)}”. No network learned of it.")


def _number_from_url(count: int) -> None:
    """Take over the number that a link asks for.

    `bind="query-params"` would not write what `open_in_try` chose into the URL.
    """
    asked = str(st.query_params.get(_NUMBER, ""))
    if asked != st.session_state.get(_IN_URL) and asked.isdecimal():
        st.session_state[_NUMBER] = min(max(int(asked[:9]), 1), count)
    elif not 1 <= int(st.session_state.get(_NUMBER, 1)) <= count:
        st.session_state[_NUMBER] = 1


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


def answers_of(passage: str, question: str) -> Asked | None:
    """Return the question with what people answered, where that is known."""
    return known(passage, question)
