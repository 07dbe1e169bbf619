"""The Results tab: all networks in one table, and where each of them goes wrong.

Everything is read from cards and from the answers that checkpoints carry; nothing
is measured when a page is drawn.
"""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment.analysis.published import BINARY, OTHER_SPLITS, PHRASES, SENTENCES
from ui import results
from ui.cards import exactly, figure_kind
from ui.downloads import csv_button
from views.sentiment import outcomes
from views.sentiment.networks import MISSING, name_of

HEADS = {
    PHRASES: "Phrases",
    SENTENCES: "Sentences",
    BINARY: "Binary",
    "phrase_macro_f1": "Macro-F1",
    "phrase_mean_absolute_error": "MAE",
}
_WHO = {"samr, README": "Kaggle", "the original post, part 2": "Original post"}
_FLOORS = {
    PHRASES: "majority_phrase_accuracy",
    SENTENCES: "majority_sentence_accuracy",
    BINARY: "majority_binary_accuracy",
}


def draw() -> None:
    """Draw the whole tab."""
    cards = results.choose_cards("sentiment")
    splits = list(dict.fromkeys(m.split for card in cards for m in card.metrics))
    if not splits:
        st.info(MISSING, icon=":material/info:")
        return
    splits.sort(key=lambda split: split != "test")
    split = splits[0]
    if len(splits) > 1:
        chosen = st.segmented_control(
            "Measured on",
            splits,
            default=split,
            required=True,
            key="sentiment_results_split",
            persist_state="session",
        )
        split = str(chosen)
    _draw_table(cards, split)
    outcomes.draw(cards, split)
    results.draw_learned("sentiment", cards)
    st.subheader("Every figure and the command that reproduces it", anchor=False)
    results.draw_figures("sentiment", cards)


def _draw_table(cards: list[Card], split: str) -> None:
    """Draw the networks beside the post's figures and the floors."""
    st.subheader(f"All networks compared: {split}", anchor=False)
    found = rows(cards, split)
    st.dataframe(
        found,
        hide_index=True,
        width="stretch",
        height="content",
        column_config={
            "Model": st.column_config.TextColumn(width=250),
            **{
                head: st.column_config.TextColumn(width=90, alignment="right")
                for head in HEADS.values()
            },
        },
    )
    st.caption(
        "Phrases: accuracy on unique phrases, five classes. Half of them are neutral, "
        "so always answering “neutral” is a strong baseline; macro-F1 weights all "
        "classes equally, and MAE is the mean absolute error in classes. Sentences: "
        "accuracy on whole sentences, five classes. Binary: positive or negative, "
        "without the neutral sentences. The original blog post (2016–2018) and "
        "Kaggle’s contest measured phrases on splits that are not public: their "
        "figures are not strictly comparable."
    )
    csv_button(found, "sentiment-results", "sentiment_results_csv")


def rows(cards: list[Card], split: str) -> list[dict[str, str]]:
    """Return one row for each network measured on a split, each floor, the post's."""
    found = [
        (card.metric(PHRASES, split), _row(name_of(card), card, split))
        for card in cards
        if any(metric.split == split for metric in card.metrics)
    ]
    found.sort(key=lambda pair: -(pair[0].value if pair[0] else 0.0))
    listed = [row for _, row in found]
    floor = next((c for c in cards if c.metric(_FLOORS[PHRASES], split)), None)
    if floor is not None:
        listed.append(_floor(floor, split))
    for figure in OTHER_SPLITS:
        shown = exactly(figure_kind("sentiment", PHRASES), figure.value)
        others = {head: "–" for name, head in HEADS.items() if name != PHRASES}
        name = f"{_WHO.get(figure.citation, figure.citation)}: {figure.system}"
        listed.append({"Model": name, HEADS[PHRASES]: shown, **others})
    return listed


def _row(name: str, card: Card, split: str) -> dict[str, str]:
    return {"Model": name} | {
        head: _said(card, figure, split) for figure, head in HEADS.items()
    }


def _floor(card: Card, split: str) -> dict[str, str]:
    """Return what saying the same always would reach, from a card that has it."""
    return {"Model": "Baseline: the most frequent class"} | {
        head: _said(card, _FLOORS.get(figure, ""), split)
        for figure, head in HEADS.items()
    }


def _said(card: Card, figure: str, split: str) -> str:
    metric = card.metric(figure, split)
    return exactly(figure_kind("sentiment", figure), metric.value) if metric else "–"
