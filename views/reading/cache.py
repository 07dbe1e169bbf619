"""Questions whose answers are known, and what a network made of dev: kept in memory."""

from collections.abc import Mapping

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.errors import LoupeError
from engine.reading.analysis import dev_questions, mistakes, outcomes, statistics
from engine.reading.analysis.dev_questions import Asked
from engine.reading.analysis.outcomes import Outcomes
from engine.reading.analysis.statistics import Statistics


def dev() -> tuple[Asked, ...]:
    """Return SQuAD's dev questions in order; none where the data is not here."""
    root = data_folder()
    return _dev(str(root)) if dev_questions.is_here(root) else ()


@st.cache_resource(max_entries=2, show_spinner=False)
def _dev(root: str) -> tuple[Asked, ...]:
    try:
        return dev_questions.read(data_folder())
    except LoupeError:
        return ()


def known(context: str, question: str) -> Asked | None:
    """Return a question of ours, or of dev, with its answers; None for any other."""
    return _index(len(dev())).get((context, question))


@st.cache_resource(max_entries=2, show_spinner=False)
def _index(size: int) -> Mapping[tuple[str, str], Asked]:
    """Return all known questions by their text; `size` renews them."""
    everything = (*dev_questions.of_samples(), *dev())
    return {(one.context, one.question): one for one in everything}


def outcomes_of(card: Card) -> Outcomes | None:
    """Return what became of the dev questions; None where it carries nothing."""
    if outcomes.FILE not in card.files:
        return None
    try:
        return _outcomes(card.name, card.files[outcomes.FILE])
    except LoupeError:
        return None


@st.cache_resource(max_entries=16, show_spinner=False)
def _outcomes(name: str, digest: str) -> Outcomes:
    return outcomes.read(checkpoint.find("reading", name))


def squad() -> Statistics | None:
    """Return the shared statistics of SQuAD; None where they cannot be read."""
    try:
        return statistics.load()
    except LoupeError:
        return None


def related(card: Card) -> mistakes.Related | None:
    """Return how each answer lies to what people marked; None where it is unknown."""
    found, counted = outcomes_of(card), squad()
    if found is None or counted is None or len(counted.marked) != len(found.exact):
        return None
    return _related(card.name, card.files[outcomes.FILE], counted.digests["dev"])


@st.cache_resource(max_entries=16, show_spinner=False)
def _related(name: str, digest: str, dev_digest: str) -> mistakes.Related:
    return mistakes.relations(_outcomes(name, digest), statistics.load().marked)
