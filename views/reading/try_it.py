"""The Try tab: a paragraph, a question, the answer in its place."""

from dataclasses import replace

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.reading.analysis.dev_questions import AnsweredQuestion
from engine.reading.answers import Reading, to_dict
from ui.cards import draw_card
from ui.downloads import json_button
from ui.format import percent
from ui.loading import engine_ready
from ui.notices import errors_shown, plain
from views.reading import cache, candidates, form
from views.reading.request import Search, default_search

# A metric cuts what is too long for its line: an answer is not to be cut.
_WRAPPED = """<style>
.st-key-reading_answer [data-testid="stMetricValue"],
.st-key-reading_answer [data-testid="stMetricValue"] * { white-space: normal;
  overflow: visible; overflow-wrap: anywhere; line-height: 1.25; }
.st-key-reading_answer [data-testid="stMetricValue"] {
  font-size: clamp(1.5rem, 5vw, 2.25rem); }
</style>"""
_CANDIDATES = 5  # at first, as many as a worked example carries


def draw(card: Card, epoch: float | None) -> None:
    """Draw the whole tab."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        context, question = form.draw_texts()
    with right:
        # The answer comes first on a phone, and the settings are read before it.
        answer, below = st.container(), st.container()
        with below:
            count, search = form.draw_search(card, _CANDIDATES)
        with answer, errors_shown():
            reading = _answer(card, epoch, context, question, count, search)
            reading = replace(reading, candidates=reading.candidates[:count])
            draw_answer(
                reading,
                cache.references(context, question),
                calibrated=search == default_search(card),
            )
            json_button(to_dict(reading, card.name), "answer", "reading_json")
    with st.expander("The network in use", icon=":material/badge:"):
        draw_card(card)


def _answer(
    card: Card,
    epoch: float | None,
    context: str,
    question: str,
    count: int,
    search: Search,
) -> Reading:
    """Return the answer; while the engine loads, the worked example if it fits."""
    if epoch is None and count <= _CANDIDATES and not engine_ready("reading"):
        example = cache.worked_example(card)
        if example is not None and (context, question, search) == (
            example.context.text,
            example.question.text,
            default_search(card),
        ):
            st.fragment(_wait, run_every=1.0)()
            return example
    return cache.answer(card, epoch, context, question, *search)


def _wait() -> None:
    """Draw the whole page again as soon as the network can answer."""
    if engine_ready("reading"):
        st.rerun()


def draw_answer(
    reading: Reading, question: AnsweredQuestion | None, calibrated: bool
) -> None:
    """Draw the answer in its place, its confidence and the other candidates.

    Args:
        reading: The network's answer.
        question: The question with its reference answers, where it has any.
        calibrated: Whether it was searched as in evaluation: the confidence and the
            threshold of “no answer” were fitted for that search only.
    """
    if reading.candidates:
        with st.container(key="reading_answer"):
            st.html(_WRAPPED)
            st.metric(
                "Answer",
                plain(reading.answer),
                f"confidence {percent(reading.confidence)}" if calibrated else None,
                delta_color="off",
                delta_arrow="off",
                help="Confidence: the share of validation answers of this probability "
                "that were exactly right.",
            )
    else:
        st.warning(
            "The most probable end comes before the most probable start, so there is "
            "no answer. Smart span avoids this.",
            icon=":material/info:",
        )
    if question is not None:
        _draw_verdict(reading.answer, question)
    if calibrated and reading.candidates and not reading.has_answer:
        st.warning(
            "The paragraph probably does not contain the answer: the network’s "
            "confidence is as low as for questions about other paragraphs.",
            icon=":material/help:",
        )
    references = question.references if question is not None else ()
    candidates.draw(reading.context.text, reading.candidates, references)
    _draw_notes(reading)


def _draw_verdict(answer: str, question: AnsweredQuestion) -> None:
    """Say whether the answer is right, and what the reference answers are."""
    score, agreeing = question.score(answer), question.agreeing(answer)
    ours, annotators = question.number < 0, question.annotators
    if score.exact:
        why = "our answer" if ours else f"{agreeing} of {annotators} annotators agree"
        st.badge(f"Right: {why}", icon=":material/check:", color="green")
    elif score.f1:
        words = f"Partly right: F1 {percent(score.f1)}"
        st.badge(words, icon=":material/adjust:", color="orange")
    else:
        st.badge("Wrong: F1 0", icon=":material/close:", color="red")
    shown = " · ".join(
        f"“{plain(reference.text)}”"
        + ("" if ours else f" ({reference.annotators} of {annotators})")
        for reference in question.references
    )
    st.caption(f"{'Our answer' if ours else 'Annotators’ answers'}: {shown}")


def _draw_notes(reading: Reading) -> None:
    """Say what was cut off, read in windows, or has no word vector."""
    if reading.dropped:
        st.caption(
            f"The question is long: its last {reading.dropped} words were not read."
        )
    if reading.windows > 1:
        st.caption(
            f"The paragraph is long: it was read in {reading.windows} overlapping "
            "windows."
        )
    if reading.unknown:
        shown = ", ".join(plain(word) for word in reading.unknown[:12])
        st.caption(
            f"No word vector for: {shown}. Only a network with a character CNN sees "
            "what these words look like."
        )
