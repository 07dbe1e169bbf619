"""What each character does to the answer: the review without it."""

import streamlit as st

from engine.checkpoint import Card
from engine.sentiment import inside
from engine.sentiment.reading import Reading
from pages.parts.sentiment_models import reviewer
from ui.coloured import coloured_values
from ui.highlight import relative
from ui.marks import legend
from ui.palette import CONTRIBUTION_CLASSES
from ui.saying import signed


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw the review with a colour for each character's worth in stars.

    Args:
        card: Of the network.
        epoch: Of the time machine.
        reading: The network's answer on the review.
    """
    st.markdown(
        "The review is read again without each character in turn. A network of words "
        "loses the whole word, or finds another one; the network of characters loses "
        "a character."
    )
    with st.spinner("Reading it once for each character …"):
        network = reviewer(card.name, epoch)
        word_effects = inside.stars_without_characters(network, reading.text).tolist()
    coloured_values(
        reading.text,
        relative(word_effects),
        CONTRIBUTION_CLASSES,
        "sentiment_characters_map",
        [f"{signed(value)} stars" for value in word_effects],
        "The review, coloured by what each character is worth",
    )
    legend(CONTRIBUTION_CLASSES, "Against the strongest character:")
