"""The answer after each word: how it develops, and where it changes."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment.analysis import occlusion
from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS
from ui.downloads import csv_button
from views.sentiment.charts import opinion_chart
from views.sentiment.networks import reviewer, stored_example


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw the expected stars after the first word, the first two, and so on.

    Args:
        card: Of the network.
        epoch: Chosen in the time machine; None for the final weights.
        reading: The network's answer on the review.
    """
    st.markdown(
        "The network reads the first word, then the first two, and so on. A forward "
        "LSTM reads a review just this way; a bidirectional LSTM or a bag of words "
        "classifies each beginning as if it were the whole review."
    )
    if example := stored_example(card, reading.text, epoch):
        probabilities = example.prefix_probabilities
    else:
        tokens = [token.word for token in reading.tokens]
        probabilities = occlusion.after_each_word(reviewer(card.name, epoch), tokens)
    words = [reading.text[t.start : t.end] for t in reading.tokens]
    stars = occlusion.stars(probabilities).tolist()
    st.echarts_chart(
        opinion_chart(words, stars),
        key="sentiment_after_chart",
        height=340,
        alt=f"Expected stars after each word, from {stars[0]:.1f} to {stars[-1]:.1f}",
    )
    rows = zip(words, stars, probabilities.tolist(), strict=True)
    csv_button(
        [
            {"word": word, "stars": round(star, 4)}
            | dict(zip(LABELS, row, strict=True))
            for word, star, row in rows
        ],
        "after-each-word",
        "sentiment_after_csv",
    )
