"""The Try tab: how likely is a letter?"""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from ui.loading import predictor


def draw(card: Card, epoch: float | None) -> None:
    """Draw the letter and its probability."""
    letter = st.text_input("Letter", "e", key="toy_letter", bind="query-params")
    model = predictor("toy", card.name, epoch)
    st.metric("Probability", f"{model.probabilities.get(letter, 0.0):.3f}")
