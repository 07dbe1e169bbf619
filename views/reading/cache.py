"""Keeps what takes time: networks' answers, dev questions, what came out for each."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from engine import ensembles
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Digests
from engine.data.sources import data_folder
from engine.errors import CheckpointError, LoupeError
from engine.reading.analysis import dev_questions as dev
from engine.reading.analysis import example, mistakes, outcomes, statistics
from engine.reading.analysis.dev_questions import AnsweredQuestion
from engine.reading.analysis.outcomes import Outcomes
from engine.reading.analysis.statistics import Statistics
from engine.reading.answers import Reading
from ui.loading import folder_with, predictor

if TYPE_CHECKING:
    from engine.reading.predict import Reader

CANDIDATES = 10  # that each answer has, where there are as many


def reader(card: Card, epoch: float | None) -> "Reader":
    """Return a network's `Reader`, as `ui.loading.predictor` does; or an ensemble's."""
    members: list[Reader] = [
        predictor("reading", name, epoch) for name in card.name.split(ensembles.JOIN)
    ]
    if len(members) == 1:
        return members[0]
    from engine.reading.ensemble import Ensemble  # which imports Keras

    return Ensemble(members)


def answer(
    card: Card,
    epoch: float | None,
    context: str,
    question: str,
    max_answer_words: int | None = None,
    joint: bool | None = None,
) -> Reading:
    """Return a network's answer; without settings, searched as its config says.

    Raises:
        TextError: Context or question is empty, or the context too long.
        CheckpointError: The checkpoint is damaged.
    """
    # Loaded outside of what is kept: a spinner would be kept, too.
    network = reader(card, epoch)
    settings = (epoch, context, question, max_answer_words, joint)
    return _answer(network, card.name, card.digests, *settings)


@st.cache_resource(max_entries=60, show_spinner=False)
def _answer(
    _network: "Reader",
    name: str,
    digests: Digests,
    epoch: float | None,
    context: str,
    question: str,
    max_answer_words: int | None,
    joint: bool | None,
) -> Reading:
    return _network.read(
        context,
        question,
        max_answer_words=max_answer_words,
        joint=joint,
        most=CANDIDATES,
    )


def worked_example(card: Card) -> Reading | None:
    """Return the answer that a checkpoint carries; None where it carries none."""
    if example.FILE not in card.files:  # a run's, or an ensemble
        return None
    try:
        return example.read(folder_with("reading", card.name, example.FILE))
    except CheckpointError:
        return None


def dev_questions() -> tuple[AnsweredQuestion, ...]:
    """Return SQuAD's dev questions in order; none without the data."""
    root = data_folder()
    return _dev_questions(str(root)) if dev.is_available(root) else ()


@st.cache_resource(max_entries=2, show_spinner=False)
def _dev_questions(root: str) -> tuple[AnsweredQuestion, ...]:
    try:
        return dev.read(data_folder())
    except LoupeError:
        return ()


def references(context: str, question: str) -> AnsweredQuestion | None:
    """Return a sample's or dev's question with its reference answers, or None."""
    return _index(len(dev_questions())).get((context, question))


@st.cache_resource(max_entries=2, show_spinner=False)
def _index(size: int) -> Mapping[tuple[str, str], AnsweredQuestion]:
    """Return all questions with reference answers by text; `size` renews them."""
    questions = (*dev.from_samples(), *dev_questions())
    return {(each.context, each.question): each for each in questions}


def outcomes_of(card: Card) -> Outcomes | None:
    """Return a network's outcomes on the dev questions; None where it has none."""
    if outcomes.FILE not in card.files:
        return None
    try:
        return _outcomes(card.name, card.files[outcomes.FILE])
    except LoupeError:
        return None


@st.cache_resource(max_entries=16, show_spinner=False)
def _outcomes(name: str, digest: str) -> Outcomes:
    return outcomes.read(checkpoint.find("reading", name))


def _statistics() -> Statistics | None:
    try:
        return statistics.load()
    except LoupeError:
        return None


def relations_of(card: Card) -> mistakes.Relations | None:
    """Return how each answer relates to the references; None where it is unknown."""
    network, squad = outcomes_of(card), _statistics()
    if network is None or squad is None or len(squad.marked) != len(network.exact):
        return None
    return _relations(card.name, card.files[outcomes.FILE], squad.digests["dev"])


@st.cache_resource(max_entries=16, show_spinner=False)
def _relations(name: str, digest: str, dev_digest: str) -> mistakes.Relations:
    return mistakes.relations(_outcomes(name, digest), statistics.load().marked)
