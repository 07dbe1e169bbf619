"""Models and cards from disk, kept between reruns and shared by all visitors."""

import math
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st

from engine import registry
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Metric
from engine.data.sources import digest
from engine.errors import LoupeError

Wanted = Callable[[Card], bool]


def every_card(card: Card) -> bool:
    """Return True: the choice where a page wants all checkpoints."""
    return True


def warm_engine(experiment: str) -> None:
    """Begin to import Keras and to load an experiment's first checkpoint.

    Once per server and experiment, when the first of its pages is opened.
    """
    _warming(experiment)


def engine_ready(experiment: str) -> bool:
    """Return whether the warming has ended, so that a page need not wait."""
    return not _warming(experiment).is_alive()


@st.cache_resource(show_spinner=False)
def _warming(experiment: str) -> Thread:
    name = f"warm-{experiment}"
    thread = Thread(target=_warm, args=(experiment,), name=name, daemon=True)
    thread.start()
    return thread


def _warm(experiment: str) -> None:
    """Load what the page shows first; without any, only import."""
    # An import holds the interpreter for seconds: the first page is drawn before.
    time.sleep(1.5)
    from engine.backend import compiled  # noqa: F401 - brings Keras

    try:
        names = list(known_cards(experiment))
        if names:
            card = checkpoint.find(experiment, names[0]) / "card.json"
            _predictor(experiment, names[0], digest(card), None)
    except (LoupeError, OSError):
        pass  # the page that asks for it says so


def known_cards(experiment: str, wanted: Wanted = every_card) -> dict[str, Card]:
    """Return the readable cards by name: shipped ones first, then own runs.

    Args:
        experiment: Whose checkpoints.
        wanted: Which of them.
    """
    found = {
        name: card
        for name, card in _cards(experiment).items()
        if card is not None and wanted(card)
    }
    places = {name: place for place, name in enumerate(found)}
    order = sorted(found, key=lambda n: _place(experiment, found[n], places[n]))
    return {name: found[name] for name in order}


def damaged(experiment: str) -> list[str]:
    """Return the names of the checkpoints whose cards cannot be read."""
    return [name for name, card in _cards(experiment).items() if card is None]


def _cards(experiment: str) -> dict[str, Card | None]:
    """Return all cards by name, None for one that cannot be read."""
    found: dict[str, Card | None] = {}
    for name, folder in checkpoint.names(experiment).items():
        try:
            changed = (folder / "card.json").stat().st_mtime_ns
        except OSError:
            continue  # deleted at this moment
        found[name] = _card(str(folder), changed, experiment)
    return found


def _place(experiment: str, card: Card, place: int) -> tuple[float, ...]:
    """Return where a card stands: shipped first, by source, the best figure first."""
    if is_own_run(card):
        return (1, place)
    known = registry.get(experiment)
    sources = [source.name for source in known.sources]
    source = next((s for s in sources if s in card.sources), "")
    return (
        0,
        sources.index(source) if source else len(sources),
        # The quick one is there to be watched, and is asked last.
        card.preset == "quick",
        _behind(card),
        place,
    )


def _behind(card: Card) -> float:
    """Return a number that is the smaller the better a card's headline is."""
    figure = headline(card)
    if figure is None:
        return math.inf
    kind = registry.get(card.experiment).figures.get(figure.name)
    return -figure.value if kind and kind.higher_is_better else figure.value


def headline(card: Card) -> Metric | None:
    """Return the figure that stands for a card.

    The first of its experiment's figures that it has, else its first metric.
    """
    for name in registry.get(card.experiment).figures:
        metric = card.metric(name)
        if metric is not None:
            return metric
    return card.metrics[0] if card.metrics else None


def is_own_run(card: Card) -> bool:
    """Return whether the card belongs to a run and not to a shipped checkpoint."""
    return card.name[:8].isdigit()


@st.cache_resource(max_entries=500, show_spinner=False)
def _card(folder: str, changed: int, experiment: str) -> Card | None:
    """Return a card; None where it cannot be read. `changed` renews the entry."""
    try:
        return checkpoint.read_card(Path(folder), experiment)
    except LoupeError:
        return None


def find_card(experiment: str, name: str) -> Card:
    """Return the card of a checkpoint by its name or run id.

    Raises:
        UnknownNameError: There is none of that name.
        CheckpointError: Its card cannot be read.
    """
    return checkpoint.read_card(checkpoint.find(experiment, name), experiment)


def predictor(experiment: str, name: str, epoch: float | None = None) -> Any:
    """Return the loaded model of a checkpoint, compiled and warmed.

    Args:
        experiment: Whose checkpoint.
        name: A checkpoint's name, or a run's id.
        epoch: An epoch of the time machine; None for the final weights.

    Returns:
        What the experiment's `load` returns, shared by all visitors.

    Raises:
        UnknownNameError: There is no such checkpoint.
        CheckpointError: It is damaged, or has no such epoch.
    """
    folder = checkpoint.find(experiment, name)
    # The spinner is here and not at the cache: the warming thread has no page.
    with st.spinner("Loading …"):
        return _predictor(experiment, name, digest(folder / "card.json"), epoch)


@st.cache_resource(max_entries=16, show_spinner=False)
def _predictor(
    experiment: str, name: str, card_digest: str, epoch: float | None
) -> Any:
    from engine.backend import compiled

    compiled.share_session()
    folder = checkpoint.find(experiment, name)
    loaded = registry.get(experiment).load(folder, epoch)
    loaded.warm()
    return loaded
