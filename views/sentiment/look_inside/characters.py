"""The effect of each character on the answer, by occlusion."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment.analysis import occlusion
from engine.sentiment.answers import Reading
from ui.format import signed
from ui.palette import CONTRIBUTION_CLASSES
from ui.text.coloured import coloured_values
from ui.text.highlight import relative
from ui.text.marks import legend
from views.sentiment.networks import reviewer


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw the review, each character coloured by its effect in stars.

    Args:
        card: Of the network.
        epoch: Chosen in the time machine; None for the final weights.
        reading: The network's answer on the review.
    """
    st.markdown(
        "Occlusion: the network reads the review again without each character in turn. "
        "A word network then sees another word or an unknown one; the character CNN "
        "loses one character."
    )
    with st.spinner("Reading the review once per character …"):
        network = reviewer(card.name, epoch)
        effects = occlusion.stars_without_characters(network, reading.text).tolist()
    coloured_values(
        reading.text,
        relative(effects),
        CONTRIBUTION_CLASSES,
        "sentiment_characters_map",
        [f"{signed(value)} stars" for value in effects],
        "The review, each character coloured by its effect",
    )
    legend(CONTRIBUTION_CLASSES, "Relative to the strongest character:")
