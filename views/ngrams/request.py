"""Choosing a training text, and with it a network and the n-grams of that text."""

from dataclasses import dataclass

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.language.analysis import figures
from ui import classroom
from ui.cards import label_of
from ui.notices import plain
from ui.pickers import choose_one
from views.language.networks import networks, tables


@dataclass(frozen=True, slots=True)
class Chosen:
    """The models that compete: the cards of their checkpoints, or None."""

    text: str
    network: Card | None
    table: Card | None

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards that exist, the table's first: it has the list of words."""
        return tuple(card for card in (self.table, self.network) if card is not None)


def draw() -> Chosen | None:
    """Draw the pickers; without any checkpoint, draw a notice and return None."""
    network_cards, table_cards = networks(), tables()
    texts = _texts([*table_cards.values(), *network_cards.values()])
    if not texts:
        st.info(
            "Nothing has been counted or trained on this machine yet. Count a text "
            "with `./loupe train language --preset ngrams`, or train a network on "
            "the Language page.",
            icon=":material/info:",
        )
        return None
    with classroom.settings("ngrams_models"):
        left, right = st.columns([2, 3])
    with left:
        titles = {text: figures.title_of(text) for text in texts}
        text = choose_one("Training text", titles, "ngrams_text", default=texts[0])
    with right:
        network = _choose(network_cards, text, "Network", "ngrams_network")
    table = next((c for c in table_cards.values() if figures.text_of(c) == text), None)
    return Chosen(text, network_cards.get(network or ""), table)


def _texts(cards: list[Card]) -> list[str]:
    """Return the distinct texts, in the order of their cards."""
    return [t for t in dict.fromkeys(figures.text_of(card) for card in cards) if t]


def _choose(cards: dict[str, Card], text: str, label: str, key: str) -> str | None:
    """Draw the picker of the checkpoints of one text."""
    fitting = [name for name, card in cards.items() if figures.text_of(card) == text]
    if not fitting:
        title = plain(figures.title_of(text))
        st.caption(f"No network has been trained on {title} yet: n-grams only.")
        return None
    labels = {name: label_of(cards[name]) for name in fitting}
    return choose_one(label, labels, key, default=fitting[0])


def orders_key(highest: int) -> str:
    """Return the key of the slider of orders, for tables up to order `highest`."""
    return "ngrams_orders" if highest == 10 else f"ngrams_orders_{highest}"
