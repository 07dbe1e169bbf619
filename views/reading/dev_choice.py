"""Which of SQuAD's dev questions is asked; the address has its number."""

import random

import streamlit as st

from engine.reading.analysis.dev_questions import Asked
from ui.notices import plain
from ui.url_state import brought, put
from views.reading.networks import CONTEXT, QUESTION

SAMPLE, NUMBER = "reading_sample", "reading_number"  # what is chosen, and which of dev
DRAWN = "reading_drawn"  # what was last put into the fields
DEV = "dev"


def open_in_try(question: Asked) -> None:
    """Put a dev question into the fields and open the Try tab; for callbacks."""
    st.session_state[SAMPLE] = DEV
    st.session_state[NUMBER] = question.number + 1
    st.session_state[DRAWN] = f"{DEV} {question.number + 1}"
    st.session_state[CONTEXT] = question.context
    st.session_state[QUESTION] = question.question
    put(SAMPLE, [DEV])
    put(NUMBER, [str(question.number + 1)])
    for key in (CONTEXT, QUESTION):
        put(key, [])
    st.session_state["reading_tab"] = "Try"


def begin_dev(questions: tuple[Asked, ...]) -> list[str]:
    """Draw which dev question is asked; put it into the fields when it changes.

    Returns:
        The question.
    """
    _number_from_url(len(questions))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.number_input(
            f"Number, 1 to {len(questions):,}",
            1,
            len(questions),
            key=NUMBER,
            width=130,
            persist_state="session",
        )

        def draw_lots() -> None:
            st.session_state[NUMBER] = random.choice(questions).number + 1

        st.button(
            "Random question",
            key="reading_random",
            icon=":material/casino:",
            on_click=draw_lots,
        )
    put(NUMBER, [str(int(number))])
    question = questions[int(number) - 1]
    drawn = f"{DEV} {int(number)}"
    if st.session_state.get(DRAWN) != drawn:
        st.session_state[DRAWN] = drawn
        st.session_state[CONTEXT] = question.context
        st.session_state[QUESTION] = question.question
    st.caption(
        f"From the article “{plain(question.title)}”. No network was trained on it."
    )
    return [question.question]


def _number_from_url(count: int) -> None:
    """Take over the number that a link asks for.

    `bind="query-params"` would not write what `open_in_try` chose into the URL.
    """
    asked = brought(NUMBER)
    if asked or not 1 <= int(st.session_state.get(NUMBER, 1)) <= count:
        st.session_state[NUMBER] = number_of(asked[0] if asked else "", count)


def number_of(text: str, count: int) -> int:
    """Return the number of a question, 1 to `count`, from an address."""
    return min(max(int(text[:9]), 1), count) if text.isdecimal() else 1
