"""The language experiment: a network that writes, to try and to take apart."""

from collections.abc import Callable

import streamlit as st

from engine.checkpoint import Card
from pages.parts import (
    language_inside,
    language_method,
    language_results,
    language_writing,
)
from ui import training
from ui.cards import choose_checkpoint, choose_epoch
from ui.frame import open_page
from ui.loading import find_card
from ui.notices import told

open_page("language")

TABS = ("Try", "Look inside", "Train", "Results", "How it works")


def with_network(draw: Callable[[Card, float | None], None]) -> None:
    """Draw the pickers of network and epoch, and under them a tab that uses them."""
    left, right = st.columns([3, 2], gap="large", vertical_alignment="top")
    with left:
        name = choose_checkpoint("language", "language_network")
    if name is None:
        return
    with told():
        card = find_card("language", name)
        with right:
            epoch = choose_epoch(card, "language_epoch")
        draw(card, epoch)


tabs = st.tabs(TABS, key="language_tab", on_change="rerun", bind="query-params")
writing, inside, train, results, method = tabs
if writing.open:
    with writing:
        with_network(language_writing.draw)
if inside.open:
    with inside:
        with_network(language_inside.draw)
if train.open:
    with train:
        training.panel("language")
if results.open:
    with results:
        language_results.draw()
if method.open:
    with method:
        language_method.draw()
