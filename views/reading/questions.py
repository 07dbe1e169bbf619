"""The chosen dev questions: each with the reference answers and the network's."""

from collections.abc import Sequence
from itertools import zip_longest

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.reading.analysis import mistakes
from engine.reading.analysis.dev_questions import AnsweredQuestion
from engine.reading.analysis.outcomes import Outcomes
from ui.format import percent
from ui.notices import plain
from ui.url_state import put, put_state
from views.reading import cache, candidates
from views.reading.request import AS_EVALUATED, open_in_try

_SIZE = 8  # questions on a page


def draw(card: Card, outcomes: Outcomes, indices: Sequence[int], key: str) -> None:
    """Draw some questions, page by page.

    Args:
        card: Of the network.
        outcomes: Its outcomes on all questions.
        indices: The questions to draw, in order.
        key: Of this selection; a new selection starts at page 1.
    """
    many = "question" if len(indices) == 1 else "questions"
    first = ", most probable answer first" if indices[1:] else ""
    st.subheader(f"{len(indices):,} {many}{first}", anchor=False)
    questions = cache.dev_questions()
    if len(questions) != len(outcomes.exact):
        st.info(
            "SQuAD is not on this machine, so the questions cannot be shown. Download "
            "it with `./loupe fetch reading`.",
            icon=":material/info:",
        )
        return
    if not indices:
        st.caption("No questions match this filter.")
        return
    st.caption(
        "Blue: the network’s answer. Framed: the annotators’ answers. Near misses are "
        "of two kinds, as in the original blog post (2016–2018): almost the right "
        "answer, or a good answer where the annotators marked something odd."
    )
    pages = mistakes.page_count(indices, _SIZE)
    page = st.session_state.get(f"reading_mistakes_page_{key}", 1)
    shown = mistakes.page_of(indices, min(int(page), pages), _SIZE)
    for pair in zip_longest(shown[::2], shown[1::2]):
        for column, i in zip(st.columns(2, gap="medium"), pair, strict=True):
            if i is not None:
                with column:
                    _draw_question(card, outcomes, questions[i])
    if pages > 1:
        st.pagination(pages, key=f"reading_mistakes_page_{key}")


def _draw_question(card: Card, outcomes: Outcomes, question: AnsweredQuestion) -> None:
    """Draw one question with the excerpt of its context around the answers."""
    i = question.number
    start, end = int(outcomes.starts[i]), int(outcomes.ends[i])
    references = [(each.start, each.end) for each in question.references]
    text, moved = mistakes.excerpt(question.context, [(start, end), *references])
    f1 = float(outcomes.f1[i])
    score = "right" if outcomes.exact[i] else f"F1 {percent(f1) if f1 else 0}"
    with st.container(border=True):
        st.markdown(f"**{plain(question.question.strip())}**")
        candidates.draw_fixed(text, moved[0], moved[1:], "The answers in the paragraph")
        answer = plain(question.context[start:end]) or "no answer"
        st.caption(
            f"{plain(card.name)}: **{answer}** ({score}, probability "
            f"{percent(float(outcomes.probability[i]))}) · annotators: "
            + " · ".join(
                f"{plain(each.text)} ({each.annotators})"
                for each in question.references
            )
        )
        st.button(
            "Open in Try",
            key=f"reading_open_{i}",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=_open,
            args=(card.name, question),
        )


def _open(name: str, question: AnsweredQuestion) -> None:
    """Open a question in Try, with the network of these outcomes."""
    st.session_state["reading_network"] = name
    put("reading_network", [name])
    put_state(AS_EVALUATED)
    open_in_try(question)
