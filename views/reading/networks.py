"""The pickers of reading: a network and an epoch, and others to average it with."""

from collections.abc import Callable

import streamlit as st

from engine import ensembles
from engine.checkpoints.checkpoint import Card
from ui import classroom
from ui.links.missing import keep_missing, tell_missing
from ui.loading import cards_of
from ui.networks import with_network
from ui.notices import plain
from ui.url_state import brought, put
from views.reading.request import network_label

_KEY = "reading_together"
_MOST = 3  # besides the first: each takes its own time and memory


def with_networks(draw: Callable[[Card, float | None], None]) -> None:
    """Draw the pickers, and under them what uses the network or the ensemble.

    Args:
        draw: Called with the card and the epoch; for an ensemble with a card that
            stands for all members, and None.
    """

    def together(card: Card, epoch: float | None) -> None:
        others = _choose_others(card)
        if others:
            st.caption(
                f"Their start and end probabilities are averaged: {plain(card.name)}, "
                f"{plain(', '.join(other.name for other in others))}, each with its "
                "final weights. Confidence and “no answer” are fitted for single "
                "networks only."
            )
            draw(ensembles.card([card, *others]), None)
        else:
            draw(card, epoch)

    with_network("reading", together, label_of=network_label)


def _choose_others(card: Card) -> list[Card]:
    """Draw the choice of networks to average with; return their cards."""
    cards = cards_of("reading")
    options = [name for name in cards if name != card.name]
    if not options:
        return []
    linked = [name for name in brought(_KEY) if name in options]
    keep_missing(_KEY, options)
    before = linked or st.session_state.get(_KEY, [])
    st.session_state[_KEY] = [name for name in before if name in options][:_MOST]
    with (
        classroom.settings("reading_together"),
        st.popover("Average with others", icon=":material/group_work:"),
    ):
        chosen = st.multiselect(
            "Networks to average with",
            options,
            format_func=lambda name: network_label(cards[name]),
            max_selections=_MOST,
            key=_KEY,
            persist_state="session",
            help="An *ensemble*: networks trained independently make different "
            "mistakes, so the mean of their probabilities is often better than each.",
        )
    put(_KEY, list(chosen))
    tell_missing(_KEY, chosen, {})
    return [cards[name] for name in chosen]
