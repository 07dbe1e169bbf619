"""The Look inside tab: why one network answers as it does."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.english import NOT_ENGLISH
from engine.sentiment.config import CharacterConfig, config_of
from ui.charts.bars import class_bars
from ui.tabs import choose_view
from views.sentiment.look_inside import (
    by_hand,
    characters,
    difference,
    filters,
    prefixes,
    words,
)
from views.sentiment.networks import read
from views.sentiment.request import check_link, choose_example, review
from views.sentiment.try_it import bars

_WORDS, _CHARACTERS = "Words", "Characters"
_AFTER, _FILTERS = "After each word", "Filters"
_HAND, _TWO = "By hand", "Two classes"
_DRAW = {
    _WORDS: words.draw,
    _CHARACTERS: characters.draw,
    _AFTER: prefixes.draw,
    _TWO: difference.draw,
}


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights).

    Raises:
        TextError: The review is empty, or the link could not carry it.
        CheckpointError: The checkpoint is damaged.
    """
    # One key per list of views: a stored view that is not listed is an error.
    kind = "characters" if _is_character_cnn(card) else "words"
    view = choose_view(_views(card), f"sentiment_view_{kind}")
    if view == _FILTERS:
        filters.draw(card, epoch)
        return
    choose_example()
    text = review()
    check_link()
    reading = read(card, text, epoch)
    if not reading.english:
        st.warning(NOT_ENGLISH, icon=":material/translate:")
        return
    if view == _HAND:  # its tables take the whole width
        by_hand.draw(card, epoch, reading)
        return
    left, right = st.columns([7, 4], gap="large")
    with right:
        class_bars(bars(card, reading), ranked=False)
    with left:
        _DRAW[view](card, epoch, reading)


def _views(card: Card) -> list[str]:
    """Return the views of a network."""
    views = [*_DRAW, _HAND]
    return [*views, _FILTERS] if _is_character_cnn(card) else views


def _is_character_cnn(card: Card) -> bool:
    return isinstance(config_of(card.preset, card.config), CharacterConfig)
