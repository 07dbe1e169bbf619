"""The networks of the sentiment page: their names and answers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.errors import CheckpointError
from engine.runs.store import Run
from engine.sentiment.analysis import example
from engine.sentiment.analysis.example import Example
from engine.sentiment.answers import Reading
from ui.cards import by_hand, own_run
from ui.links.bound import choose_several_bound
from ui.loading import cards_of, folder_with, predictor
from ui.networks import choose_epoch

if TYPE_CHECKING:
    from engine.sentiment.predict import Reviewer

NAMES = {
    "glove_dnn": "Bag of word vectors",
    "char_cnn": "Character CNN",
    "lstm": "LSTM",
    "best": "Bidirectional LSTM with attention",
    "word_counts": "Word counts (baseline)",
    "quick": "Small bag of word vectors",
}
MOST = 6  # compared at once
_ASIDE = ("quick", "word_counts")
MISSING = (
    "No trained network on this machine yet. Train one in two minutes on the "
    "Train tab, or with `./loupe train sentiment --preset quick`."
)


def name_of(card: Card) -> str:
    """Return a network's name, without figures: it is also used in the URL."""
    name = NAMES.get(card.preset, card.preset)
    own = own_run(card)
    return f"{name}, {own}{by_hand(card)}" if own else name


def reviewer(name: str, epoch: float | None = None) -> "Reviewer":
    """Return a network's `Reviewer`, as `ui.loading.predictor` does."""
    network: Reviewer = predictor("sentiment", name, epoch)
    return network


def contenders() -> dict[str, Card]:
    """Return one network per preset: the included one, else your newest run.

    The small one and the baseline are offered only if there is no other.
    """
    first: dict[str, Card] = {}
    for card in cards_of("sentiment").values():
        first.setdefault(card.preset, card)
    chosen = [first[preset] for preset in NAMES if preset in first]
    larger = [card for card in chosen if card.preset not in _ASIDE]
    return {card.name: card for card in larger or chosen}


def choose_networks(key: str) -> list[Card]:
    """Draw the choice of networks to compare; return their cards."""
    cards = {name_of(card): card for card in cards_of("sentiment").values()}
    chosen = choose_several_bound(
        st.multiselect,
        "Networks",
        list(cards),
        default=[name_of(card) for card in contenders().values()],
        key=key,
        max_selections=MOST,
        wrap=True,
        persist_state="session",
    )
    return [cards[name] for name in chosen if name in cards]


def choose_common_epoch(cards: Sequence[Card]) -> float | None:
    """Draw the time machine for several networks; return the chosen epoch or None.

    Offers the epochs that all of them have snapshots of; draws nothing without any.
    """
    first, *others = cards
    common = tuple(
        snapshot
        for snapshot in first.snapshots
        if all(_has_epoch(card, snapshot.epoch) for card in others)
    )
    return choose_epoch(replace(first, snapshots=common), "sentiment_epoch")


def _has_epoch(card: Card, epoch: float) -> bool:
    return any(snapshot.epoch == epoch for snapshot in card.snapshots)


def read(card: Card, text: str, epoch: float | None = None) -> Reading:
    """Return a network's answer on a review.

    The answer on a sample review is stored in the checkpoint: no network is loaded.

    Raises:
        TextError: The review is empty.
        CheckpointError: The checkpoint is damaged.
    """
    if example := stored_example(card, text, epoch):
        return example.reading
    return reviewer(card.name, epoch).read(text)


@st.cache_resource(max_entries=2 * MOST, show_spinner="Reading …")
def read_many(
    name: str,
    digests: Digests,
    epoch: float | None,
    texts: tuple[str, ...],
) -> list[Reading]:
    """Return a network's answers on several reviews.

    `digests`, of the checkpoint's files, is part of the cache key.
    """
    return reviewer(name, epoch).read_many(texts)


def stored_example(card: Card, text: str, epoch: float | None) -> Example | None:
    """Return the stored answer on a sample review, of the final weights only."""
    matching = (e for e in worked(card) if e.reading.text == text)
    return next(matching, None) if epoch is None else None


def worked(card: Card) -> tuple[Example, ...]:
    """Return the answers stored in a checkpoint; your own runs have none."""
    if example.FILE not in card.files:
        return ()
    try:
        return _worked(card.name, card.files[example.FILE])
    except CheckpointError:
        return ()


@st.cache_resource(max_entries=30, show_spinner=False)
def _worked(name: str, digest: str) -> tuple[Example, ...]:
    return example.read(folder_with("sentiment", name, example.FILE))


def add_own_run(run: Run) -> None:
    """Choose a run's network on the Try tab, before those that are chosen there."""
    cards = cards_of("sentiment")
    if run.id not in cards:
        return
    own = name_of(cards[run.id])
    key = "sentiment_networks"
    usual = [name_of(card) for card in contenders().values()]
    chosen = [name for name in st.session_state.get(key, usual) if name != own]
    st.session_state[key] = [own, *chosen][:MOST]
