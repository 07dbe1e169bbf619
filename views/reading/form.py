"""The fields of a request: paragraph, question, and how the span is searched."""

import random
from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.reading.analysis.dev_questions import AnsweredQuestion
from engine.reading.analysis.samples import SAMPLES
from ui.links.missing import tell_missing
from ui.links.slider import slide_bound
from ui.notices import plain
from ui.pickers import choose_one, take_number
from ui.url_state import (
    put,
    put_in_link,
    put_text,
    take_text,
    tell_not_carried,
)
from views.reading import cache, request
from views.reading.request import (
    CONTEXT,
    DEV,
    JOINT,
    MAX_ANSWER_WORDS,
    NUMBER,
    OWN,
    QUESTION,
    SOURCE,
    Search,
)

_SUGGESTED = "reading_asked"


def draw_texts() -> tuple[str, str]:
    """Draw the source, the paragraph and the question; return both texts.

    The visitor's own text is in the link, and goes before the sample there.
    """
    request.take_linked_context()
    dev_questions = cache.dev_questions()
    source = _choose_source(bool(dev_questions))
    first_question, suggested = _fill(source, dev_questions)
    take_text(QUESTION)
    context = st.text_area(
        "The paragraph (edit it as you like)",
        key=CONTEXT,
        height=190,
        on_change=request.become_own,
        persist_state="session",
    )
    question = st.text_input("Question", key=QUESTION, persist_state="session")
    if suggested:
        _draw_suggestions(suggested)
    if source == OWN:
        request.keep_own(str(context), str(question))
    if not put_in_link(CONTEXT, str(context) if source == OWN else None):
        tell_not_carried("The paragraph")
    put_text(QUESTION, str(question), "The question", default=first_question or "")
    return str(context), str(question)


def _choose_source(has_dev: bool) -> str:
    """Draw where the paragraph comes from; return an index in SAMPLES, DEV or OWN."""
    options = {str(i): sample.title for i, sample in enumerate(SAMPLES)}
    if has_dev:
        options[DEV] = "Questions from SQuAD’s dev set"
    options[OWN] = "Your own"
    return choose_one("Paragraph", options, SOURCE, default="0")


def _fill(
    source: str, dev_questions: Sequence[AnsweredQuestion]
) -> tuple[str | None, Sequence[str]]:
    """Fill the fields from a source.

    Returns:
        The question that a link need not carry, and the suggested ones.
    """
    if source == DEV:
        chosen = _choose_dev_question(dev_questions)
        request.fill_dev(chosen)
        return chosen.question, ()
    put(NUMBER, [])
    if source == OWN:
        request.fill_own()
        return None, ()
    request.fill_sample(source)
    questions = [question for question, _ in SAMPLES[int(source)].questions]
    return questions[0], questions


def _choose_dev_question(questions: Sequence[AnsweredQuestion]) -> AnsweredQuestion:
    """Draw the number of a dev question; return the question."""
    take_number(NUMBER, 1, len(questions), 1)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.number_input(
            f"Number, 1 to {len(questions):,}",
            1,
            len(questions),
            key=NUMBER,
            width=130,
            persist_state="session",
        )

        def choose_randomly() -> None:
            st.session_state[NUMBER] = random.choice(questions).number + 1

        st.button(
            "Random question",
            key="reading_random",
            icon=":material/casino:",
            on_click=choose_randomly,
        )
    put(NUMBER, [str(int(number))])
    tell_missing(NUMBER, [str(int(number))], {})
    chosen = questions[int(number) - 1]
    st.caption(
        f"From the article “{plain(chosen.title)}”. No network was trained on it."
    )
    return chosen


def _draw_suggestions(questions: Sequence[str]) -> None:
    """Draw the questions of a sample; a click asks one."""

    def ask() -> None:
        if picked := st.session_state.get(_SUGGESTED):
            st.session_state[QUESTION] = picked

    st.pills(
        "Suggested questions",
        questions,
        key=_SUGGESTED,
        on_change=ask,
        label_visibility="collapsed",
        wrap=True,
    )


def draw_search(card: Card, most_candidates: int) -> tuple[int, Search]:
    """Draw the settings of the search; return the number of candidates and those."""
    default = request.reset_search(card)
    first, second, third = st.columns(3, gap="medium", vertical_alignment="center")
    request.take_linked_search(default)
    with first:
        count = slide_bound(
            "Candidates", 1, cache.CANDIDATES, most_candidates, key="reading_top"
        )
    max_answer_words = second.slider(
        "Longest answer, in words",
        1,
        request.LONGEST_ANSWER,
        key=MAX_ANSWER_WORDS,
        help="Counted in tokens: a comma or a full stop is a word, too.",
        persist_state="session",
    )
    joint = third.toggle(
        "Smart span",
        key=JOINT,
        persist_state="session",
        help="Chooses start and end together. Without it, the most probable start and "
        "the most probable end are chosen separately: the end can then come before "
        "the start, and there is at most one candidate.",
    )
    chosen = Search(int(max_answer_words), bool(joint))
    request.put_search(chosen, default)
    return int(count), chosen
