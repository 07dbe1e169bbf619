"""The chosen dev questions: each with what people and the network answered."""

from collections.abc import Sequence
from itertools import zip_longest

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.reading.analysis import mistakes
from engine.reading.analysis.dev_questions import Asked
from engine.reading.analysis.outcomes import Outcomes
from ui.format import percent
from ui.networks import FINAL
from ui.notices import plain
from ui.url_state import put
from views.reading import candidates
from views.reading.cache import dev
from views.reading.dev_choice import open_in_try

_SIZE = 8  # questions on a page


def draw(card: Card, found: Outcomes, places: Sequence[int], key: str) -> None:
    """Draw some questions, page by page.

    Args:
        card: Of the network that was asked.
        found: What became of all questions.
        places: Of those to draw, in order.
        key: Says which they are: another choice begins at its first page.
    """
    many = "question" if len(places) == 1 else "questions"
    first = ", most probable answer first" if places[1:] else ""
    st.subheader(f"{len(places):,} {many}{first}", anchor=False)
    questions = dev()
    if len(questions) != len(found.exact):
        st.info(
            "SQuAD is not on this machine, so the questions cannot be shown. Download "
            "it with `./loupe fetch reading`.",
            icon=":material/info:",
        )
        return
    if not places:
        st.caption("No questions match this filter.")
        return
    st.caption(
        "Blue: the network’s answer. Framed: the annotators’ answers. Near misses are "
        "of two kinds, as in the original blog post (2016–2018): almost the right "
        "answer, or a good answer where the annotators marked something odd."
    )
    pages = mistakes.page_count(places, _SIZE)
    page = st.session_state.get(f"reading_mistakes_page_{key}", 1)
    shown = mistakes.page_of(places, min(int(page), pages), _SIZE)
    for pair in zip_longest(shown[::2], shown[1::2]):
        for column, place in zip(st.columns(2, gap="medium"), pair, strict=True):
            if place is not None:
                with column:
                    _draw_question(card, found, questions[place])
    if pages > 1:
        st.pagination(pages, key=f"reading_mistakes_page_{key}")


def _draw_question(card: Card, found: Outcomes, asked: Asked) -> None:
    """Draw one question with the piece of its context that matters."""
    place = asked.number
    start, end = int(found.starts[place]), int(found.ends[place])
    marked = [(one.start, one.end) for one in asked.given]
    text, moved = mistakes.excerpt(asked.context, [(start, end), *marked])
    f1 = float(found.f1[place])
    worth = "right" if found.exact[place] else f"F1 {percent(f1) if f1 else 0}"
    with st.container(border=True):
        st.markdown(f"**{plain(asked.question.strip())}**")
        candidates.draw_fixed(text, moved[0], moved[1:], "The answers in the paragraph")
        answer = plain(asked.context[start:end]) or "no answer"
        st.caption(
            f"{plain(card.name)}: **{answer}** ({worth}, probability "
            f"{percent(float(found.probability[place]))}) · annotators: "
            + " · ".join(f"{plain(one.text)} ({one.people})" for one in asked.given)
        )
        st.button(
            "Open in Try",
            key=f"reading_open_{place}",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=_open,
            args=(card.name, asked),
        )


def _open(name: str, asked: Asked) -> None:
    """Put the question into Try, with the network that was asked."""
    st.session_state["reading_network"] = name
    put("reading_network", [name])
    st.session_state["reading_epoch"] = FINAL  # which the mistakes are of
    open_in_try(asked)
