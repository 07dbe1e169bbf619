"""Answers of several networks to one question, kept between reruns."""

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.reading.answers import Reading
from views.reading.networks import reader


def ask(card: Card, epoch: float | None, context: str, question: str) -> Reading:
    """Return a network's answer, searched as its own config says.

    Raises:
        TextError: Context or question is empty, or the context too long.
        CheckpointError: The checkpoint is damaged.
    """
    return _ask(card, card.digests, epoch, context, question)


@st.cache_resource(
    max_entries=60, show_spinner=False, hash_funcs={Card: lambda card: card.name}
)
def _ask(
    card: Card,
    digests: Digests,
    epoch: float | None,
    context: str,
    question: str,
) -> Reading:
    return reader(card, epoch).read(context, question)
