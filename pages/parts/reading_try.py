"""The Try tab: a paragraph, a question, the answer in its place."""

import streamlit as st

from engine import checkpoint
from engine.checkpoint import Card
from engine.errors import CheckpointError
from engine.reading import example
from engine.reading.answers import Candidate, Reading
from engine.reading.answers import told as figures
from pages.parts.reading_models import JOINT, LONGEST, reader
from pages.parts.reading_request import draw_request
from ui.downloads import json_button
from ui.highlight import Span, highlighted
from ui.loading import engine_ready
from ui.notices import plain, told
from ui.saying import percent


def draw(card: Card, epoch: float | None) -> None:
    """Draw the whole tab."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        passage, question = draw_request()
        longest, joint = _settings(card)
    with right, told():
        kept = _worked(card, passage, question, longest, joint)
        if kept is not None and epoch is None and not engine_ready("reading"):
            reading = kept
            st.fragment(_wait, run_every=1.0)()
        else:
            reading = reader(card, epoch).read(
                passage, question, longest=longest, joint=joint
            )
        draw_answer(reading)
        json_button(figures(reading, card.name), "answer", "reading_json")


def _wait() -> None:
    """Draw the whole page again as soon as the network can answer."""
    if engine_ready("reading"):
        st.rerun()


def _settings(card: Card) -> tuple[int, bool]:
    """Draw the settings of the search; return the longest span and the switch."""
    longest = st.slider(
        "Longest answer, in words",
        1,
        40,
        int(card.config.get("longest_span", 17)),
        key=LONGEST,
        persist_state="session",
    )
    joint = st.toggle(
        "Smart span: choose beginning and end together",
        value=card.config.get("span_search") != "separate",
        key=JOINT,
        persist_state="session",
        help="Without it the likeliest beginning and the likeliest end are taken each "
        "by itself, and the end may lie before the beginning.",
    )
    return int(longest), bool(joint)


def _worked(
    card: Card, passage: str, question: str, longest: int, joint: bool
) -> Reading | None:
    """Return the checkpoint's worked example if it is just what is asked."""
    try:
        kept = example.read(checkpoint.find("reading", card.name))
    except CheckpointError:
        return None
    asked = (passage, question, longest, joint)
    search = (card.config["longest_span"], card.config["span_search"] == "joint")
    return kept if asked == (kept.passage.text, kept.question.text, *search) else None


def draw_answer(reading: Reading) -> None:
    """Draw the answer in its place, how sure it is, and what else it may be."""
    if not reading.candidates:
        st.warning(
            "The likeliest end lies before the likeliest beginning, so there is no "
            "answer. Smart span mends that.",
            icon=":material/info:",
        )
        highlighted(reading.passage.text, [], "The paragraph")
        return
    st.metric(
        "Answer",
        reading.answer,
        f"right in about {percent(reading.confidence)} of such cases",
        delta_color="off",
        delta_arrow="off",
    )
    if not reading.has_answer:
        st.warning(
            "The paragraph probably holds no answer to this: the network is less sure "
            "than it is of questions that were never asked of their paragraph.",
            icon=":material/help:",
        )
    best = reading.candidates[0]
    highlighted(
        reading.passage.text,
        [Span(*best.characters, percent(best.probability))],
        "The paragraph with the answer marked",
    )
    _draw_notes(reading)
    st.caption("What else it may be")
    for candidate in reading.candidates[1:]:
        _draw_candidate(candidate)


def _draw_candidate(candidate: Candidate) -> None:
    """Draw one further answer with its probability."""
    st.progress(
        min(1.0, candidate.probability),
        text=f"{percent(candidate.probability)} · {plain(candidate.text)}",
    )


def _draw_notes(reading: Reading) -> None:
    """Say what was read otherwise than it stands there."""
    if reading.dropped:
        st.caption(
            f"The question is long: its last {reading.dropped} words were not read."
        )
    if reading.windows > 1:
        st.caption(
            f"The passage is long: it was read in {reading.windows} overlapping pieces."
        )
    if reading.unknown:
        shown = ", ".join(plain(word) for word in reading.unknown[:12])
        st.caption(
            f"Words it has no vector for, known by their letters at most: {shown}"
        )
