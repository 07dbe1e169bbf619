"""Dev questions that only one of several networks gets right."""

from collections.abc import Mapping

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.reading.analysis import ablations
from engine.reading.analysis.ablations import Row
from engine.reading.analysis.dev_questions import Asked
from engine.reading.analysis.outcomes import Outcomes
from ui.format import percent
from ui.notices import errors_shown, plain
from ui.pickers import choose_one
from views.reading import candidates
from views.reading.cache import dev, outcomes_of
from views.reading.dev_choice import open_in_try

_NETWORK, _QUESTION = "reading_only_network", "reading_only_question"


def draw(cards: Mapping[str, Card]) -> None:
    """Draw how many questions each network alone gets right, and which.

    Args:
        cards: What a network is called -> its card.
    """
    st.subheader("Answered correctly by only one network", anchor=False)
    found = {
        title: outcomes
        for title, card in cards.items()
        if (outcomes := outcomes_of(card)) is not None
    }
    if len(found) < 2:
        st.caption(
            "This needs at least two published networks: `./loupe publish reading` "
            "evaluates a run’s network on all of SQuAD’s dev questions once and stores "
            "every outcome."
        )
        return
    with errors_shown():
        rows = ablations.rows(found)
        _draw_counts(rows, ablations.agreement(found))
        _draw_questions(rows, found)


def _draw_counts(rows: list[Row], agreement: list[int]) -> None:
    """Draw how many questions each gets right, and it alone."""
    st.table(
        [
            {
                "Network": row.name,
                "Right": f"{row.right:,} ({percent(row.share)})",
                "Only this one": f"{len(row.only):,}",
            }
            for row in rows
        ],
        border="horizontal",
        hide_index=True,
    )
    st.caption(
        f"Of {sum(agreement):,} dev questions, all {len(rows)} networks get "
        f"{agreement[-1]:,} right; none gets {agreement[0]:,} of them right. Right "
        "means an exact match with one annotator’s answer."
    )


def _draw_questions(rows: list[Row], found: Mapping[str, Outcomes]) -> None:
    """Draw one of the questions that one network alone gets right."""
    questions = dev()
    if len(questions) != sum(ablations.agreement(found)):
        st.info(
            "SQuAD is not on this machine, so the questions cannot be shown. Download "
            "it with `./loupe fetch reading`.",
            icon=":material/info:",
        )
        return
    alone = {row.name: row.only for row in rows if row.only}
    if not alone:
        st.caption("No question is answered correctly by exactly one network.")
        return
    left, right = st.columns([1, 2], gap="medium")
    with left:
        labels = {name: f"{name} ({len(only):,})" for name, only in alone.items()}
        name = choose_one("Right only with", labels, _NETWORK, next(iter(labels)))
    with right:
        asked = {str(place): questions[place].question for place in alone[name]}
        number = choose_one("Question", asked, _QUESTION, next(iter(asked)))
    _draw_question(questions[int(number)], name, found)


def _draw_question(asked: Asked, name: str, found: Mapping[str, Outcomes]) -> None:
    """Draw a question with its context and what every network answered."""
    places = {
        title: (int(one.starts[asked.number]), int(one.ends[asked.number]))
        for title, one in found.items()
    }
    st.markdown(f"**{plain(asked.question)}**")
    candidates.draw_fixed(
        asked.context,
        places[name],
        [(one.start, one.end) for one in asked.given],
        "The paragraph with the right answer marked",
    )
    st.caption(f"Blue: the answer of {plain(name)}. Framed: the annotators’ answers.")
    rows = [
        {
            "Network": title,
            "Answer": plain(asked.context[start:end]) or "no answer",
            "Probability": percent(float(found[title].probability[asked.number])),
            "F1": f"{100 * float(found[title].f1[asked.number]):.0f}%",
        }
        for title, (start, end) in places.items()
    ]
    st.table(rows, border="horizontal", hide_index=True)
    st.button(
        "Open in Try",
        key="reading_only_open",
        type="tertiary",
        icon=":material/arrow_forward:",
        on_click=open_in_try,
        args=(asked,),
    )
