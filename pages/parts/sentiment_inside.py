"""Look inside: what each word and character does to one network's answer."""

import streamlit as st

from engine.checkpoint import Card
from engine.sentiment.config import CharacterConfig, config_of
from pages.parts import (
    sentiment_after,
    sentiment_characters,
    sentiment_filters,
    sentiment_words,
)
from pages.parts.sentiment_models import read
from pages.parts.sentiment_review import choose_example, review
from pages.parts.sentiment_try import bars
from ui.bars import class_bars

_WORDS, _CHARACTERS = "Words", "Characters"
_AFTER, _FILTERS = "After each word", "Filters"


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    view = st.segmented_control(
        "View",
        _views(card),
        default=_WORDS,
        required=True,
        # One for each kind: a view that this network has not would be an error.
        key=f"sentiment_view_{'characters' if _sees_characters(card) else 'words'}",
        label_visibility="collapsed",
        bind="query-params",
        persist_state="session",
    )
    if view == _FILTERS:
        sentiment_filters.draw(card, epoch)
        return
    choose_example()
    text = review()
    left, right = st.columns([7, 4], gap="large")
    reading = read(card, text, epoch)
    with right:
        class_bars(bars(card, reading), ranked=False)
    with left:
        if view == _CHARACTERS:
            sentiment_characters.draw(card, epoch, reading)
        elif view == _AFTER:
            sentiment_after.draw(card, epoch, reading)
        else:
            sentiment_words.draw(card, epoch, reading)


def _views(card: Card) -> list[str]:
    """Return what can be seen of a network."""
    views = [_WORDS, _CHARACTERS, _AFTER]
    return [*views, _FILTERS] if _sees_characters(card) else views


def _sees_characters(card: Card) -> bool:
    return isinstance(config_of(card.preset, card.config), CharacterConfig)
