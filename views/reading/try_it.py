"""The Try tab: a paragraph, a question, the answer in its place."""

from dataclasses import replace

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.reading.analysis import example
from engine.reading.analysis.dev_questions import Asked
from engine.reading.answers import Reading
from engine.reading.answers import told as figures
from ui.cards import draw_card
from ui.downloads import json_button
from ui.format import percent
from ui.loading import engine_ready
from ui.notices import errors_shown, plain
from views.reading import candidates
from views.reading.networks import JOINT, LONGEST, reader, usual_search
from views.reading.request import answers_of, draw_request

_TOP, _SEARCH = "reading_top", "reading_search"
# A metric cuts what is too long for its line: an answer is not to be cut.
_WRAPPED = """<style>
.st-key-reading_answer [data-testid="stMetricValue"],
.st-key-reading_answer [data-testid="stMetricValue"] * { white-space: normal;
  overflow: visible; overflow-wrap: anywhere; line-height: 1.25; }
.st-key-reading_answer [data-testid="stMetricValue"] {
  font-size: clamp(1.5rem, 5vw, 2.25rem); }
</style>"""
_MOST = 5  # candidates at first, as many as a worked example carries


def draw(card: Card, epoch: float | None) -> None:
    """Draw the whole tab."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        context, question = draw_request()
    with right:
        # The answer comes first on a phone, and the settings are read before it.
        answer, below = st.container(), st.container()
        with below:
            settings = _settings(card)
        with answer, errors_shown():
            reading = _answer(card, epoch, context, question, *settings)
            usual = settings[1:] == usual_search(card)
            draw_answer(reading, answers_of(context, question), usual)
            json_button(figures(reading, card.name), "answer", "reading_json")
    with st.expander("The network in use", icon=":material/badge:"):
        draw_card(card)


def _settings(card: Card) -> tuple[int, int, bool]:
    """Draw the settings; return the candidates, the longest span, the switch."""
    own = usual_search(card)
    if st.session_state.get(_SEARCH, own) != own:  # another network searches otherwise
        st.session_state[LONGEST], st.session_state[JOINT] = own
    st.session_state[_SEARCH] = own
    first, second, third = st.columns(3, gap="medium", vertical_alignment="center")
    most = first.slider(
        "Candidates",
        1,
        10,
        _MOST,
        key=_TOP,
        bind="query-params",
        persist_state="session",
    )
    max_answer_words = second.slider(
        "Longest answer, in words",
        1,
        40,
        own[0],
        key=LONGEST,
        help="Counted in tokens: a comma or a full stop is a word, too.",
        persist_state="session",
    )
    joint = third.toggle(
        "Smart span",
        value=own[1],
        key=JOINT,
        persist_state="session",
        help="Chooses start and end together. Without it, the most probable start and "
        "the most probable end are chosen separately: the end can then come before "
        "the start, and there is at most one candidate.",
    )
    return int(most), int(max_answer_words), bool(joint)


def _answer(
    card: Card,
    epoch: float | None,
    context: str,
    question: str,
    most: int,
    max_answer_words: int,
    joint: bool,
) -> Reading:
    """Return the answer; while the engine loads, the worked example if it fits."""
    kept = None
    if epoch is None and most <= _MOST and not engine_ready("reading"):
        kept = _worked(card, context, question, max_answer_words, joint)
    if kept is not None:
        st.fragment(_wait, run_every=1.0)()
        return replace(kept, candidates=kept.candidates[:most])
    return reader(card, epoch).read(
        context, question, max_answer_words=max_answer_words, joint=joint, most=most
    )


def _wait() -> None:
    """Draw the whole page again as soon as the network can answer."""
    if engine_ready("reading"):
        st.rerun()


def _worked(
    card: Card, context: str, question: str, max_answer_words: int, joint: bool
) -> Reading | None:
    """Return the checkpoint's worked example if it is just what is asked."""
    try:
        kept = example.read(checkpoint.find("reading", card.name))
    except CheckpointError:
        return None
    asked = (context, question, max_answer_words, joint)
    usual = (kept.context.text, kept.question.text, *usual_search(card))
    return kept if asked == usual else None


def draw_answer(reading: Reading, asked: Asked | None, usual: bool) -> None:
    """Draw the answer in its place, how sure it is, and what else it may be.

    Args:
        reading: What the network made of it.
        asked: The question with what people answered, where that is known.
        usual: Whether it was searched as the network is measured: how sure it is and
            whether there is an answer are known for that alone.
    """
    if reading.candidates:
        with st.container(key="reading_answer"):
            st.html(_WRAPPED)
            st.metric(
                "Answer",
                plain(reading.answer),
                f"confidence {percent(reading.confidence)}" if usual else None,
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
    if asked is not None:
        _draw_verdict(reading.answer, asked)
    if usual and reading.candidates and not reading.has_answer:
        st.warning(
            "The paragraph probably does not contain the answer: the network’s "
            "confidence is as low as for questions about other paragraphs.",
            icon=":material/help:",
        )
    given = asked.given if asked is not None else ()
    candidates.draw(reading.context.text, reading.candidates, given)
    _draw_notes(reading)


def _draw_verdict(answer: str, asked: Asked) -> None:
    """Say whether the answer is right, and what people answered."""
    worth, agreed = asked.score(answer), asked.agreed(answer)
    own = asked.number < 0
    if worth.exact:
        words = "our answer" if own else f"{agreed} of {asked.people} annotators agree"
        st.badge(f"Right: {words}", icon=":material/check:", color="green")
    elif worth.f1:
        words = f"Partly right: F1 {percent(worth.f1)}"
        st.badge(words, icon=":material/adjust:", color="orange")
    else:
        st.badge("Wrong: F1 0", icon=":material/close:", color="red")
    shown = " · ".join(
        f"“{plain(one.text)}”" + ("" if own else f" ({one.people} of {asked.people})")
        for one in asked.given
    )
    st.caption(f"{'Our answer' if own else 'Annotators’ answers'}: {shown}")


def _draw_notes(reading: Reading) -> None:
    """Say what was read otherwise than it stands there."""
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
