"""Models and cards from disk, kept between reruns and shared by all visitors."""

import time
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import streamlit as st

from engine import checkpoint, registry
from engine.checkpoint import Card
from engine.errors import LoupeError
from engine.sources import digest

if TYPE_CHECKING:
    from engine.language.ngram_writer import NGramWriter
    from engine.language.predict import Writer

_PRESETS = ("best", "post", "quick")  # in the order of a picker


def warm_engine() -> None:
    """Begin to import Keras and to load the default network, once per server."""
    _warming()


def engine_ready() -> bool:
    """Return whether the warming has ended, so that a page need not wait."""
    return not _warming().is_alive()


@st.cache_resource(show_spinner=False)
def _warming() -> Thread:
    thread = Thread(target=_warm, name="warm-engine", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    """Load what the language page shows first; without any, only import."""
    # An import holds the interpreter for seconds: the first page is drawn before.
    time.sleep(1.5)
    import keras  # noqa: F401

    names = list(known_cards("language", "lstm"))
    try:
        if names:
            card = checkpoint.find("language", names[0]) / "card.json"
            _writer(names[0], digest(card), None)
    except (LoupeError, OSError):
        pass  # the page that asks for it says so


def known_cards(experiment: str, kind: str = "lstm") -> dict[str, Card]:
    """Return the readable cards of one kind: shipped ones first, then own runs.

    Args:
        experiment: Whose checkpoints.
        kind: "lstm" for networks, "ngrams" for counted tables.
    """
    found: dict[str, Card] = {}
    for name, folder in checkpoint.names(experiment).items():
        try:
            changed = (folder / "card.json").stat().st_mtime_ns
        except OSError:
            continue  # deleted at this moment
        card = _card(str(folder), changed, experiment)
        if card is not None and (card.preset == "ngrams") == (kind == "ngrams"):
            found[name] = card
    places = {name: place for place, name in enumerate(found)}
    order = sorted(found, key=lambda n: _place(experiment, found[n], places[n], n))
    return {name: found[name] for name in order}


def _place(
    experiment: str, card: Card, place: int, name: str
) -> tuple[bool, int, int, int]:
    """Return where a card stands: shipped first, by source, best before post."""
    sources = [source.name for source in registry.get(experiment).sources]
    own = is_own_run(card)
    source = next((s for s in sources if s in card.sources), "")
    by_source = sources.index(source) if source else len(sources)
    preset = _PRESETS.index(card.preset) if card.preset in _PRESETS else 9
    return (own, 0, 0, place) if own else (own, by_source, preset, place)


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


def writer(name: str, epoch: float | None = None) -> "Writer":
    """Return the loaded network of a checkpoint, compiled and warmed.

    Args:
        name: A checkpoint's name, or a run's id.
        epoch: An epoch of the time machine; None for the final weights.

    Raises:
        UnknownNameError: There is no such checkpoint.
        CheckpointError: It is damaged, or has no such epoch.
    """
    folder = checkpoint.find("language", name)
    # The spinner is here and not at the cache: the warming thread has no page.
    with st.spinner("Loading the network …"):
        return _writer(name, digest(folder / "card.json"), epoch)


@st.cache_resource(max_entries=8, show_spinner=False)
def _writer(name: str, card_digest: str, epoch: float | None) -> "Writer":
    from engine.language.predict import Writer
    from engine.sampling import SamplingSettings

    loaded = Writer(checkpoint.find("language", name), epoch)
    for _ in loaded.write("L" * 273, 32, SamplingSettings()):
        pass  # compiles the loops that write, and that read in all three sizes
    return loaded


def ngram_writer(name: str) -> "NGramWriter":
    """Return the counted n-grams of a checkpoint.

    Raises:
        UnknownNameError: There is no such checkpoint.
        CheckpointError: It is damaged.
    """
    folder = checkpoint.find("language", name)
    return _ngram_writer(name, digest(folder / "card.json"))


@st.cache_resource(max_entries=3, show_spinner="Loading the n-grams …")
def _ngram_writer(name: str, card_digest: str) -> "NGramWriter":
    from engine.language.ngram_writer import NGramWriter

    return NGramWriter(checkpoint.find("language", name))
