"""Answers of several networks to one question, kept between reruns."""

import streamlit as st

from engine.checkpoint import Card, Digests
from engine.reading.answers import Reading
from pages.parts.reading_models import reader


def ask(card: Card, epoch: float | None, passage: str, question: str) -> Reading:
    """Return a network's answer, searched as its own config says.

    Raises:
        TextError: Passage or question is empty, or the passage too long.
        CheckpointError: The checkpoint is damaged.
    """
    return _ask(card, card.digests, epoch, passage, question)


@st.cache_resource(
    max_entries=60, show_spinner=False, hash_funcs={Card: lambda card: card.name}
)
def _ask(
    card: Card,
    digests: Digests,
    epoch: float | None,
    passage: str,
    question: str,
) -> Reading:
    return reader(card, epoch).read(passage, question)
