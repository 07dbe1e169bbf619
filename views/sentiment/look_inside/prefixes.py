"""The opinion after each word: how it forms, and where it turns."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment.analysis import occlusion
from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS
from ui.downloads import csv_button
from views.sentiment.charts import opinion_chart
from views.sentiment.networks import reviewer, worked


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw the expected stars after the first word, the first two, and so on.

    Args:
        card: Of the network.
        epoch: Of the time machine.
        reading: The network's answer on the review.
    """
    st.markdown(
        "The network reads the first word, then the first two, and so on. A forward "
        "LSTM reads a review just this way; a bidirectional LSTM or a bag of words "
        "classifies each beginning as if it were the whole review."
    )
    known = [e for e in worked(card) if e.reading.text == reading.text]
    if known and epoch is None:
        shares = known[0].prefix_probabilities
    else:
        words = [token.word for token in reading.tokens]
        shares = occlusion.after_each_word(reviewer(card.name, epoch), words)
    words = [reading.text[t.start : t.end] for t in reading.tokens]
    stars = occlusion.stars(shares).tolist()
    st.echarts_chart(
        opinion_chart(words, stars),
        key="sentiment_after_chart",
        height=340,
        alt=f"Expected stars after each word, from {stars[0]:.1f} to {stars[-1]:.1f}",
    )
    rows = zip(words, stars, shares.tolist(), strict=True)
    csv_button(
        [
            {"word": word, "stars": round(star, 4)}
            | dict(zip(LABELS, row, strict=True))
            for word, star, row in rows
        ],
        "after-each-word",
        "sentiment_after_csv",
    )
