"""Dev questions that exactly one of several networks answers correctly."""

from collections.abc import Mapping

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.reading.analysis import ablations
from engine.reading.analysis.ablations import Row
from engine.reading.analysis.dev_questions import AnsweredQuestion
from engine.reading.analysis.outcomes import Outcomes
from ui.format import percent
from ui.notices import errors_shown, plain
from ui.pickers import choose_one
from views.reading import cache, candidates
from views.reading.request import open_in_try

_NETWORK, _QUESTION = "reading_only_network", "reading_only_question"


def draw(cards: Mapping[str, Card]) -> None:
    """Draw how many questions each network alone gets right, and which.

    Args:
        cards: Title of a network -> its card.
    """
    st.subheader("Answered correctly by only one network", anchor=False)
    all_outcomes = {
        title: outcomes
        for title, card in cards.items()
        if (outcomes := cache.outcomes_of(card)) is not None
    }
    if len(all_outcomes) < 2:
        st.caption(
            "This needs stored outcomes of two networks: `./loupe publish reading` "
            "evaluates a run’s network on all of SQuAD’s dev questions once and stores "
            "every outcome."
        )
        return
    with errors_shown():
        rows = ablations.rows(all_outcomes)
        _draw_counts(rows, ablations.agreement(all_outcomes))
        _draw_questions(rows, all_outcomes)


def _draw_counts(rows: list[Row], agreement: list[int]) -> None:
    """Draw how many questions each network gets right, and only it."""
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
        alt="Questions that each network answers correctly, and only it",
    )
    st.caption(
        f"Of {sum(agreement):,} dev questions, all {len(rows)} networks get "
        f"{agreement[-1]:,} right; none gets {agreement[0]:,} of them right. Right "
        "means an exact match with one annotator’s answer."
    )


def _draw_questions(rows: list[Row], all_outcomes: Mapping[str, Outcomes]) -> None:
    """Draw one of the questions that only one network gets right."""
    questions = cache.dev_questions()
    if len(questions) != sum(ablations.agreement(all_outcomes)):
        st.info(
            "SQuAD is not on this machine, so the questions cannot be shown. Download "
            "it with `./loupe fetch reading`.",
            icon=":material/info:",
        )
        return
    only = {row.name: row.only for row in rows if row.only}
    if not only:
        st.caption("No question is answered correctly by exactly one network.")
        return
    left, right = st.columns([1, 2], gap="medium")
    with left:
        labels = {name: f"{name} ({len(right):,})" for name, right in only.items()}
        name = choose_one("Right only with", labels, _NETWORK, next(iter(labels)))
    with right:
        options = {str(i): questions[i].question for i in only[name]}
        number = choose_one("Question", options, _QUESTION, next(iter(options)))
    _draw_question(questions[int(number)], name, all_outcomes)


def _draw_question(
    question: AnsweredQuestion, name: str, all_outcomes: Mapping[str, Outcomes]
) -> None:
    """Draw a question with its context and every network's answer.

    Args:
        question: The question.
        name: The network that answers it correctly.
        all_outcomes: Title of a network -> its outcomes.
    """
    i = question.number
    spans = {
        title: (int(outcomes.starts[i]), int(outcomes.ends[i]))
        for title, outcomes in all_outcomes.items()
    }
    st.markdown(f"**{plain(question.question)}**")
    candidates.draw_fixed(
        question.context,
        spans[name],
        [(each.start, each.end) for each in question.references],
        "The paragraph with the right answer marked",
    )
    st.caption(f"Blue: the answer of {plain(name)}. Framed: the annotators’ answers.")
    rows = [
        {
            "Network": title,
            "Answer": plain(question.context[start:end]) or "no answer",
            "Probability": percent(float(all_outcomes[title].probability[i])),
            "F1": f"{100 * float(all_outcomes[title].f1[i]):.0f}%",
        }
        for title, (start, end) in spans.items()
    ]
    st.table(
        rows,
        border="horizontal",
        hide_index=True,
        alt="Each network’s answer to the question",
    )
    st.button(
        "Open in Try",
        key="reading_only_open",
        type="tertiary",
        icon=":material/arrow_forward:",
        on_click=open_in_try,
        args=(question,),
    )
