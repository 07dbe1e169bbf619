"""Models and cards from disk, cached between reruns and shared by all visitors."""

import math
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st

from engine import registry, settings
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Metric
from engine.data.sources import digest
from engine.errors import LoupeError
from engine.loaded import Loaded, megabytes_of

Wanted = Callable[[Card], bool]


def every_card(card: Card) -> bool:
    """Return True: the filter of a page that shows all checkpoints."""
    return True


def warm_engine(experiment: str) -> None:
    """Import Keras and load an experiment's first checkpoint, in the background.

    Once per server and experiment, when the first of its pages is opened.
    """
    _warming(experiment)


def engine_ready(experiment: str) -> bool:
    """Return whether the warm-up has ended."""
    return not _warming(experiment).is_alive()


@st.cache_resource(max_entries=len(registry.NAMES), show_spinner=False)
def _warming(experiment: str) -> Thread:
    name = f"warm-{experiment}"
    thread = Thread(target=_warm, args=(experiment,), name=name, daemon=True)
    thread.start()
    return thread


def _warm(experiment: str) -> None:
    """Load the first checkpoint; without one, import Keras only."""
    # The import blocks the interpreter for seconds: let the first page be drawn before.
    time.sleep(1.5)
    from engine.backend import compiled  # noqa: F401 - imports Keras

    try:
        names = list(cards_of(experiment))
        if names:
            card = checkpoint.find(experiment, names[0]) / "card.json"
            _predictor(experiment, names[0], digest(card), None)
    except (LoupeError, OSError):
        pass  # the page that loads it shows the error


def cards_of(experiment: str, wanted: Wanted = every_card) -> dict[str, Card]:
    """Return the readable cards by name: published ones first, then own runs.

    Args:
        experiment: Its name.
        wanted: Which checkpoints.
    """
    cards = {
        name: card
        for name, card in _cards(experiment).items()
        if card is not None and wanted(card)
    }
    index = {name: i for i, name in enumerate(cards)}
    order = sorted(cards, key=lambda n: _rank(experiment, cards[n], index[n]))
    return {name: cards[name] for name in order}


def damaged(experiment: str) -> list[str]:
    """Return the names of the checkpoints whose cards cannot be read."""
    return [name for name, card in _cards(experiment).items() if card is None]


def _cards(experiment: str) -> dict[str, Card | None]:
    """Return all cards by name, None for one that cannot be read."""
    cards: dict[str, Card | None] = {}
    for name, folder in checkpoint.names(experiment).items():
        try:
            changed = (folder / "card.json").stat().st_mtime_ns
        except OSError:
            continue  # deleted at this moment
        cards[name] = _card(str(folder), changed, experiment)
    return cards


def _rank(name: str, card: Card, index: int) -> tuple[float, ...]:
    """Return the sort key of a card: published first, by source, the best first."""
    if is_own_run(card):
        return (1, index)
    experiment = registry.get(name)
    sources = [source.name for source in experiment.sources]
    source = next((s for s in sources if s in card.sources), "")
    return (
        0,
        card.name != experiment.default_checkpoint,
        sources.index(source) if source else len(sources),
        # One to watch in training and one to look inside: they come last.
        card.preset in ("quick", "tiny"),
        _badness(card),
        index,
    )


def _badness(card: Card) -> float:
    """Return a number that is smaller for a better headline metric."""
    figure = headline(card)
    if figure is None:
        return math.inf
    kind = registry.get(card.experiment).figures.get(figure.name)
    return -figure.value if kind and kind.higher_is_better else figure.value


def headline(card: Card) -> Metric | None:
    """Return a card's headline metric.

    The first of its experiment's metrics that it has, else its own first one.
    """
    for name in registry.get(card.experiment).figures:
        metric = card.metric(name)
        if metric is not None:
            return metric
    return card.metrics[0] if card.metrics else None


def is_own_run(card: Card) -> bool:
    """Return whether the card belongs to a run and not to a published checkpoint."""
    return card.name[:8].isdigit()


# Not Streamlit's cache, whose key takes longer than the rest: pages ask for every card,
# several times in each run.
@lru_cache(maxsize=500)
def _card(folder: str, changed: int, experiment: str) -> Card | None:
    """Return a card; None where it cannot be read. `changed` renews the entry."""
    try:
        return checkpoint.read_card(Path(folder), experiment)
    except LoupeError:
        return None


def find_card(experiment: str, name: str) -> Card:
    """Return the card of a checkpoint by its name or run id.

    Raises:
        UnknownNameError: There is no such checkpoint.
        CheckpointError: Its card cannot be read.
    """
    return checkpoint.read_card(checkpoint.find(experiment, name), experiment)


def folder_with(experiment: str, name: str, file: str) -> Path:
    """Return the folder of a checkpoint after checking the digest of one file in it.

    Raises:
        UnknownNameError: There is no such checkpoint.
        CheckpointError: Its card is damaged; or the file is missing or was changed.
    """
    folder = checkpoint.find(experiment, name)
    card = checkpoint.read_card(folder, experiment)
    checkpoint.check_file(folder, file, card.files.get(file, ""))
    return folder


def predictor(experiment: str, name: str, epoch: float | None = None) -> Any:
    """Return the loaded model of a checkpoint, compiled and warmed.

    Args:
        experiment: Whose checkpoint.
        name: A checkpoint's name, or a run's id.
        epoch: Of an earlier snapshot; None for the final weights.

    Returns:
        What the experiment's `load` returns, shared by all visitors.

    Raises:
        UnknownNameError: There is no such checkpoint.
        CheckpointError: It is damaged, or has no such epoch.
    """
    folder = checkpoint.find(experiment, name)
    # The spinner is here and not at the cache: the warm-up thread has no page.
    with st.spinner("Loading …"):
        return _predictor(experiment, name, digest(folder / "card.json"), epoch)


def _predictor(
    experiment: str, name: str, card_digest: str, epoch: float | None
) -> Any:
    """Return a loaded model; a changed card renews it."""
    folder = checkpoint.find(experiment, name)
    changed = (folder / "card.json").stat().st_mtime_ns
    card = _card(str(folder), changed, experiment)
    size = megabytes_of(card or checkpoint.read_card(folder, experiment))

    def load() -> Any:
        from engine.backend import compiled

        compiled.share_session()
        loaded = registry.get(experiment).load(folder, epoch)
        loaded.warm()
        return loaded

    # Wherever it lies: the card has its name and the digests of all its files.
    key = (experiment, card_digest, epoch)
    return _loaded().get(key, size, load)


@st.cache_resource(max_entries=1, show_spinner=False)
def _loaded() -> Loaded:
    """Return the loaded networks of this server."""
    return Loaded(settings.memory_megabytes())
