"""The context and the question that all tabs of the page share."""

import streamlit as st

from engine.reading.analysis.dev_questions import Asked
from engine.reading.analysis.samples import SAMPLES
from ui.pickers import choose_one
from ui.url_state import linked, put, put_in_link
from views.reading.cache import dev, known
from views.reading.dev_choice import DEV, DRAWN, NUMBER, SAMPLE, begin_dev, number_of
from views.reading.networks import CONTEXT, QUESTION

_OWN = "own"
_KEPT = "_reading_own"  # one's own paragraph and question, while others are looked at


def draw_request() -> tuple[str, str]:
    """Draw the examples, the context and the question; return both texts.

    A text of one's own stands in the address, and goes before the example there.
    """
    _take_linked_passage()
    questions = dev()
    options = {str(place): sample.title for place, sample in enumerate(SAMPLES)}
    if questions:
        options[DEV] = "Questions from SQuAD’s dev set"
    options[_OWN] = "Your own"
    chosen = choose_one("Paragraph", options, SAMPLE, default="0")
    given = begin_dev(questions) if chosen == DEV else _begin(chosen)
    if text := linked(QUESTION):
        st.session_state[QUESTION] = text
    context = st.text_area(
        "The paragraph (edit it as you like)",
        key=CONTEXT,
        height=190,
        on_change=_now_own,
        persist_state="session",
    )
    if chosen not in (_OWN, DEV):
        _draw_questions(given)
    question = st.text_input("Question", key=QUESTION, persist_state="session")
    if chosen == _OWN:
        st.session_state[_KEPT] = (str(context), str(question))
    put_in_link(CONTEXT, str(context) if chosen == _OWN else None)
    put_in_link(QUESTION, None if question in given[:1] else str(question))
    return str(context), str(question)


def _take_linked_passage() -> None:
    """Make the paragraph that a link brings, and its question, one's own."""
    if text := linked(CONTEXT):
        st.session_state[_KEPT] = (text, st.query_params.get(QUESTION, ""))
        st.session_state.pop(DRAWN, None)
        st.session_state[SAMPLE] = _OWN
        st.query_params.pop(SAMPLE, None)


def _now_own() -> None:
    """Call a paragraph that was changed one's own, so that examples can be chosen."""
    st.session_state[SAMPLE] = st.session_state[DRAWN] = _OWN


def _begin(chosen: str) -> list[str]:
    """Put a paragraph and its first question into the fields, or one's own again.

    Nothing changes until another is chosen.

    Returns:
        The questions that are offered.
    """
    put(NUMBER, [])
    sample = None if chosen == _OWN else SAMPLES[int(chosen)]
    questions = [question for question, _ in sample.questions] if sample else []
    if st.session_state.get(DRAWN) == chosen:
        return questions
    st.session_state[DRAWN] = chosen
    if sample:
        texts = (sample.context, questions[0])
    else:
        now = (st.session_state.get(key, "") for key in (CONTEXT, QUESTION))
        texts = st.session_state.get(_KEPT, tuple(now))
    st.session_state[CONTEXT], st.session_state[QUESTION] = texts
    return questions


def _draw_questions(questions: list[str]) -> None:
    """Draw our questions on a paragraph; a click asks one."""

    def ask() -> None:
        picked = st.session_state.get("reading_asked")
        if picked:
            st.session_state[QUESTION] = picked

    st.pills(
        "Suggested questions",
        questions,
        key="reading_asked",
        on_change=ask,
        label_visibility="collapsed",
    )


def asked() -> tuple[str, str]:
    """Return the context and the question last asked on any tab, or of a link."""
    context, question = _of_link()
    return (
        str(st.session_state.get(CONTEXT, context)),
        str(st.session_state.get(QUESTION, question)),
    )


def _of_link() -> tuple[str, str]:
    """Return what the Try tab would ask at first."""
    chosen, questions = st.query_params.get(SAMPLE, "0"), dev()
    question = str(st.query_params.get(QUESTION, ""))
    if chosen == _OWN or CONTEXT in st.query_params:
        return str(st.query_params.get(CONTEXT, "")), question
    if chosen == DEV and questions:
        number = number_of(str(st.query_params.get(NUMBER, "")), len(questions))
        one = questions[number - 1]
        return one.context, question or one.question
    samples = {str(place): sample for place, sample in enumerate(SAMPLES)}
    sample = samples.get(chosen, SAMPLES[0])
    return sample.context, question or sample.questions[0][0]


def answers_of(context: str, question: str) -> Asked | None:
    """Return the question with what people answered, where that is known."""
    return known(context, question)
