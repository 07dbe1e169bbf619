"""What networks answered on a whole split: lengths, negation, honesty, confusion."""

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.errors import CheckpointError, LoupeError
from engine.sentiment import outcomes
from engine.sentiment.analysis import phrases
from engine.sentiment.data import LABELS
from engine.sentiment.outcomes import Outcomes
from ui.charts.confusion import confusion
from ui.charts.reliability import bins, reliability
from ui.downloads import csv_button
from ui.format import percent
from views.sentiment.charts import groups_chart
from views.sentiment.networks import name_of

_MOST = 6  # networks in one chart: as many as there are colours


def draw(cards: list[Card], split: str) -> None:
    """Draw all that can be said of the networks' answers on a split.

    Args:
        cards: Of the networks; those that carry no answers are left out.
        split: Its name on the cards.
    """
    found = {name_of(card): kept for card in cards if (kept := _read(card, split))}
    if not found:
        st.caption("These checkpoints carry no answers on this split to draw.")
        return
    _draw_groups(dict(list(found.items())[:_MOST]))
    _draw_confusion(found, split)


def _read(card: Card, split: str) -> Outcomes | None:
    """Return a network's answers, if its checkpoint has them."""
    try:
        return outcomes.read(checkpoint.find("sentiment", card.name), split)
    except CheckpointError:
        return None


def _draw_groups(found: dict[str, Outcomes]) -> None:
    """Draw accuracy by length and negation, and the reliability diagram."""
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Short phrases and long ones", anchor=False)
        lengths = {name: outcomes.by_length(one) for name, one in found.items()}
        st.echarts_chart(
            groups_chart(lengths, "words in the phrase"),
            key="sentiment_results_lengths",
            height=340,
            alt="Share of phrases that each network judges right, by their length.",
        )
        st.caption("Most short phrases are neutral, and easy for it.")
    with right:
        st.subheader("Do they mean what they say?", anchor=False)
        reliability(
            {name: bins(*phrases.sureness(one)) for name, one in found.items()},
            "sentiment_results_reliability",
        )
    st.subheader("With a negation and without", anchor=False)
    rows = []
    for name, one in found.items():
        groups = {group.name: group for group in outcomes.by_negation(one)}
        row = {"Model": name}
        for group in groups.values():
            row[group.name.capitalize()] = f"{percent(group.accuracy)} of {group.n:,}"
        rows.append(row)
    st.table(
        rows,
        border="horizontal",
        hide_index=True,
        alt="Share of phrases judged right, with a negation and without",
    )
    st.caption("Phrases of two words and more: a negation alone turns nothing.")


def _draw_confusion(found: dict[str, Outcomes], split: str) -> None:
    """Draw which class was taken for which; a click opens a cell's phrases."""
    st.subheader("Which class is taken for which", anchor=False)
    left, right = st.columns([3, 2], gap="large", vertical_alignment="bottom")
    chosen = left.selectbox(
        "Model", list(found), key="sentiment_results_model", persist_state="session"
    )
    whole = right.toggle(
        "Whole sentences only",
        key="sentiment_results_sentences",
        persist_state="session",
    )
    name = chosen if chosen in found else next(iter(found))
    counts = outcomes.confusion(found[name], bool(whole)).tolist()
    cell = confusion(counts, LABELS, "sentiment_results_confusion")
    if cell is None:
        st.caption("Click a cell to read its phrases.")
        return
    draw_cell(found[name], cell, split, bool(whole))


def draw_cell(
    found: Outcomes, cell: tuple[int, int], split: str, whole: bool = False
) -> None:
    """Draw the phrases of a cell, those first of which the network was surest.

    Args:
        found: The network's answers.
        cell: True class and answer, 0 to 4.
        split: What they are on.
        whole: Only whole sentences.
    """
    truth, answer = cell
    count = outcomes.confusion(found, whole).tolist()[truth][answer]
    st.markdown(f"**{LABELS[truth]}, taken for {LABELS[answer]}**: {count:,} in all.")
    try:
        known = phrases.texts(split, data_folder())
    except LoupeError:
        st.markdown(
            "The phrases are not passed on with Loupe; `./loupe fetch sentiment` gets "
            "the treebank, and then they stand here."
        )
        return
    judged = phrases.of_cell(found, truth, answer, known, whole=whole)
    st.caption("The one it was surest of stands first.")
    rows = [{"Phrase": one.text, "Its share": round(one.share, 3)} for one in judged]
    st.dataframe(rows, hide_index=True, width="stretch")
    csv_button(rows, f"{LABELS[truth]}-as-{LABELS[answer]}", "sentiment_cell_csv")
