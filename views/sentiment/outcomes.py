"""Predictions on a whole split: by length, negation, calibration, confusion."""

import streamlit as st

from engine.calibration import bins
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.errors import CheckpointError, LoupeError
from engine.sentiment import outcomes
from engine.sentiment.analysis import phrases
from engine.sentiment.data import LABELS
from engine.sentiment.outcomes import Outcomes
from ui.charts.confusion import confusion
from ui.charts.reliability import reliability
from ui.downloads import csv_button
from ui.format import percent
from ui.notices import plain
from ui.pickers import choose_one
from views.sentiment.charts import groups_chart
from views.sentiment.networks import name_of

_MOST = 6  # networks in one chart: as many as there are colours


def draw(cards: list[Card], split: str) -> None:
    """Draw how the networks' predictions on a split came out.

    Args:
        cards: Of the networks; those without predictions are left out.
        split: Its name on the cards.
    """
    predictions = {name_of(card): o for card in cards if (o := _read(card, split))}
    if not predictions:
        st.caption("These checkpoints have no stored predictions on this split.")
        return
    _draw_groups(dict(list(predictions.items())[:_MOST]))
    _draw_confusion(predictions, split)


def _read(card: Card, split: str) -> Outcomes | None:
    """Return a network's predictions, if its checkpoint has them."""
    try:
        return outcomes.read(checkpoint.find("sentiment", card.name), split)
    except CheckpointError:
        return None


def _draw_groups(predictions: dict[str, Outcomes]) -> None:
    """Draw accuracy by length and negation, and calibration."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Accuracy by phrase length", anchor=False)
        lengths = {name: outcomes.by_length(o) for name, o in predictions.items()}
        st.echarts_chart(
            groups_chart(lengths, "words in the phrase"),
            key="sentiment_results_lengths",
            height=430,
            alt="Accuracy of each network by the length of the phrase.",
        )
        st.caption("Most short phrases are neutral, which is easy to predict.")
    with right:
        st.subheader("Calibration", anchor=False)
        reliability(
            {name: bins(*outcomes.confidences(o)) for name, o in predictions.items()},
            "sentiment_results_reliability",
        )
    st.subheader("Phrases with and without negation", anchor=False)
    rows = []
    for name, outcome in predictions.items():
        row = {"Model": plain(name)}
        for group in outcomes.by_negation(outcome):
            row[group.name.capitalize()] = f"{percent(group.accuracy)} of {group.n:,}"
        rows.append(row)
    st.table(
        rows,
        border="horizontal",
        hide_index=True,
        alt="Accuracy on phrases with and without negation",
    )
    st.caption("Only phrases of two or more words: a negation alone negates nothing.")


def _draw_confusion(predictions: dict[str, Outcomes], split: str) -> None:
    """Draw the confusion matrix; a click opens a cell's phrases."""
    st.subheader("Confusion matrix", anchor=False)
    left, right = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    with left:
        name = choose_one(
            "Model",
            {name: name for name in predictions},
            "sentiment_results_model",
            next(iter(predictions)),
        )
    sentences_only = right.toggle(
        "Whole sentences only",
        key="sentiment_results_sentences",
        bind="query-params",
        persist_state="session",
    )
    counts = outcomes.confusion(predictions[name], bool(sentences_only)).tolist()
    cell = confusion(counts, LABELS, "sentiment_results_confusion")
    if cell is None:
        st.caption("Click a cell, or choose its two classes, to read its phrases.")
        return
    draw_cell(predictions[name], cell, split, bool(sentences_only))


def draw_cell(
    predictions: Outcomes,
    cell: tuple[int, int],
    split: str,
    sentences_only: bool = False,
) -> None:
    """Draw the phrases of a cell, the most confident predictions first.

    Args:
        predictions: The network's.
        cell: True and predicted class, 0 to 4.
        split: Name of the split that they are on.
        sentences_only: Leave out phrases that are not whole sentences.
    """
    truth, predicted = cell
    count = outcomes.confusion(predictions, sentences_only).tolist()[truth][predicted]
    st.markdown(f"**{LABELS[truth]}, classified as {LABELS[predicted]}**: {count:,}.")
    try:
        texts = phrases.texts(split, data_folder())
    except LoupeError:
        st.markdown(
            "Loupe does not ship the phrases: `./loupe fetch sentiment` downloads the "
            "treebank, and they appear here."
        )
        return
    judged = phrases.of_cell(predictions, truth, predicted, texts, whole=sentences_only)
    st.caption("Most confident first.")
    rows = [{"Phrase": p.text, "Confidence": round(p.share, 3)} for p in judged]
    st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        alt="Phrases of the cell, most confident first",
    )
    csv_button(rows, f"{LABELS[truth]}-as-{LABELS[predicted]}", "sentiment_cell_csv")
