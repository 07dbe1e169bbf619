"""A short text that a network reads with every value kept, for two views."""

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.language.analysis.trace import Trace, trace
from ui.text.characters import tell_replaced
from views.language.look_inside.passage import passage
from views.language.networks import writer

MOST = 400  # characters: every value of each takes 50 kB in the largest network


def draw(card: Card, epoch: float | None, key: str) -> Trace | None:
    """Draw the field for the text; return all values of the network that reads it."""
    with st.expander("Text that the network reads", icon=":material/edit_note:"):
        text = passage(key, "Text", MOST)
    if not text:
        return None
    tell_replaced(writer(card.name, epoch).vocabulary.encode(text).replaced)
    return of(card, epoch, text)


def of(card: Card, epoch: float | None, text: str) -> Trace:
    """Return all values of a network that reads a text."""
    with st.spinner("Reading …", show_time=False):
        return _traced(card.name, card.digests, epoch, text)


@st.cache_resource(max_entries=4, show_spinner=False)
def _traced(name: str, digests: Digests, epoch: float | None, text: str) -> Trace:
    """Read the text; `digests` renews the entry when the checkpoint changes."""
    return trace(writer(name, epoch), text)
