"""The Try tab: a paragraph, a question, the answer in its place."""

from dataclasses import replace

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.english import NOT_ENGLISH
from engine.reading.analysis.dev_questions import AnsweredQuestion
from engine.reading.answers import Reading, to_dict
from engine.reading.calibration import FALSE_ALARMS
from ui import classroom
from ui.cards import draw_in_use
from ui.downloads import json_button
from ui.format import percent
from ui.loading import engine_ready
from ui.notices import announce, errors_shown, plain
from views.reading import cache, candidates, form, request
from views.reading.request import Search, default_search

# A metric cuts what is too long for its line: an answer is not to be cut.
_WRAPPED = """<style>
:is(.st-key-reading_answer, .st-key-reading_doubtful) [data-testid="stMetricValue"],
:is(.st-key-reading_answer, .st-key-reading_doubtful) [data-testid="stMetricValue"] * {
  white-space: normal; overflow: visible; overflow-wrap: anywhere; line-height: 1.25; }
:is(.st-key-reading_answer, .st-key-reading_doubtful) [data-testid="stMetricValue"] {
  font-size: clamp(1.5rem, 5vw, 2.25rem); }
.st-key-reading_doubtful [data-testid="stMetricValue"] { opacity: 0.65; }
</style>"""
_CANDIDATES = 5  # at first, as many as a worked example carries


def draw(card: Card, epoch: float | None) -> None:
    """Draw the whole tab."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        context, question = form.draw_texts()
    with right:
        # The answer comes first on a phone, and the settings are read before it.
        answer, below = st.container(key="around_answer"), st.container()
        with below, classroom.settings("reading"):
            count, search = form.draw_search(card, _CANDIDATES)
        with answer, errors_shown():
            request.check_link()
            reading = _answer(card, epoch, context, question, count, search)
            reading = replace(reading, candidates=reading.candidates[:count])
            draw_answer(
                reading,
                cache.references(context, question),
                calibrated=search == default_search(card) and reading.english,
            )
            said = reading.answer if reading.has_answer else "probably not there"
            announce(f"Answer: {said}", "reading")
            json_button(to_dict(reading, card.name), "answer", "reading_json")
    draw_in_use("reading", {card.name: card})


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
        calibrated: Whether it was searched as in evaluation: the confidence was fitted
            for that search only.
    """
    if not reading.english:
        st.warning(NOT_ENGLISH, icon=":material/translate:")
    doubtful = reading.english and bool(reading.candidates) and not reading.has_answer
    if doubtful:
        st.warning(
            "**The paragraph probably does not contain the answer.** By its best start "
            "and end logits, and by the words of the question that it contains, it "
            f"fits worse than {percent(1 - FALSE_ALARMS)} of the paragraphs that do. "
            "If the answer is there after all, it is most likely this:",
            icon=":material/help:",
        )
    if reading.candidates:
        _draw_best(reading, calibrated, doubtful)
    else:
        st.warning(
            "The most probable end comes before the most probable start, so there is "
            "no answer. Smart span avoids this.",
            icon=":material/info:",
        )
    if question is not None:
        _draw_verdict(reading.answer, question)
    references = question.references if question is not None else ()
    if reading.english:
        candidates.draw(
            reading.context.text, reading.candidates, references, faint=doubtful
        )
    else:
        best = reading.candidates[0].characters if reading.candidates else (0, 0)
        candidates.draw_fixed(
            reading.context.text,
            best,
            [(each.start, each.end) for each in references],
            "The paragraph with the network’s answer marked",
        )
    _draw_notes(reading)


def _draw_best(reading: Reading, calibrated: bool, doubtful: bool) -> None:
    """Draw the answer, in grey where there is probably none, and its confidence."""
    look = "reading_doubtful" if doubtful else "reading_answer"
    with st.container(key="answer_in_view_reading"), st.container(key=look):
        st.html(_WRAPPED)
        # It is the share of right answers where there is one: not said against doubt.
        sure = reading.confidence if calibrated and not doubtful else None
        st.metric(
            "Best guess" if doubtful else "Answer",
            plain(reading.answer),
            None
            if sure is None
            else f"confidence {percent(sure)}, if the paragraph contains the answer",
            delta_color="off",
            delta_arrow="off",
            help="Confidence: of the validation answers of this probability, the share "
            "that equal the reference answer of the one annotator. All of these "
            "questions have an answer in their paragraph.",
        )


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
