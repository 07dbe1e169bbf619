"""The Results tab: all networks in one table, and their mistakes.

Everything is read from cards and from the answers stored in checkpoints; nothing is
measured while the page is drawn.
"""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment.analysis.published import (
    BINARY,
    OTHER_SPLITS,
    PHRASES,
    SENTENCES,
    UNSEEN,
)
from ui import results
from ui.cards import exactly, figure_kind
from ui.downloads import csv_button
from ui.links.bound import choose_bound
from ui.notices import plain
from views.sentiment import outcomes
from views.sentiment.networks import MISSING, name_of

HEADS = {
    SENTENCES: "Sentences",
    BINARY: "Binary",
    UNSEEN: "Unseen",
    PHRASES: "Phrases",
    "phrase_macro_f1": "Macro-F1",
    "phrase_mean_absolute_error": "MAE",
}
_SYSTEMS = {"samr, README": "Kaggle", "the original post, part 2": "Original post"}
_MAJORITY = {
    PHRASES: "majority_phrase_accuracy",
    SENTENCES: "majority_sentence_accuracy",
    BINARY: "majority_binary_accuracy",
}
_LOOKUP = {PHRASES: "lookup_phrase_accuracy"}
_LOOKUP_AND_BEST = {PHRASES: "lookup_network_phrase_accuracy"}


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
        chosen = choose_bound(
            st.segmented_control,
            "Measured on",
            splits,
            title=str,
            default=split,
            required=True,
            key="sentiment_results_split",
            persist_state="session",
        )
        split = str(chosen)
    _draw_table(cards, split)
    outcomes.draw(cards, split)
    results.draw_learning_curves("sentiment", cards)
    st.subheader("Every figure and the command that reproduces it", anchor=False)
    results.draw_figures("sentiment", cards)


def _draw_table(cards: list[Card], split: str) -> None:
    """Draw the networks, the majority baseline and the original post's figures."""
    st.subheader(f"All networks compared: {plain(split)}", anchor=False)
    table = rows(cards, split)
    st.dataframe(
        table,
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
        alt=f"All networks compared: {split}",
    )
    st.caption(
        "Sentences: accuracy on whole sentences, five classes. Binary: positive or "
        "negative, without the neutral sentences. Phrases: accuracy on unique "
        "phrases, five classes; unseen: on those that are not in the training set. "
        "Half of the phrases are neutral, so always answering “neutral” is a strong "
        "baseline, and many are in the training set, nearly always with the same "
        "label: a lookup table of them improves every network. Macro-F1 weights all "
        "classes equally, and MAE is the mean absolute error in classes. The original "
        "blog post (2016–2018) and Kaggle’s contest measured phrases on splits that "
        "are not public: their figures are not strictly comparable."
    )
    csv_button(table, "sentiment-results", "sentiment_results_csv")


def rows(cards: list[Card], split: str) -> list[dict[str, str]]:
    """Return a row per network on a split, the baseline and published figures."""
    measured = [card for card in cards if any(m.split == split for m in card.metrics)]
    measured.sort(key=lambda card: -_accuracy(card, split))
    table = [_row(name_of(card), card, split) for card in measured]
    if measured:
        table += _baselines(measured[0], split)
    for figure in OTHER_SPLITS:
        shown = exactly(figure_kind("sentiment", PHRASES), figure.value)
        others = {head: "–" for name, head in HEADS.items() if name != PHRASES}
        name = f"{_SYSTEMS.get(figure.citation, figure.citation)}: {figure.system}"
        table.append({"Model": name, HEADS[PHRASES]: shown, **others})
    return table


def _accuracy(card: Card, split: str) -> float:
    metric = card.metric(SENTENCES, split)
    return metric.value if metric else 0.0


def _row(name: str, card: Card, split: str) -> dict[str, str]:
    return {"Model": name} | {
        head: _value(card, figure, split) for figure, head in HEADS.items()
    }


def _baselines(best: Card, split: str) -> list[dict[str, str]]:
    """Return the baselines that are on the card of the best network."""
    listed = {
        "Lookup table, else the best network": _LOOKUP_AND_BEST,
        "Baseline: lookup table, else neutral": _LOOKUP,
        "Baseline: the most frequent class": _MAJORITY,
    }
    return [
        {"Model": name}
        | {
            head: _value(best, figures.get(figure, ""), split)
            for figure, head in HEADS.items()
        }
        for name, figures in listed.items()
        if any(best.metric(figure, split) for figure in figures.values())
    ]


def _value(card: Card, figure: str, split: str) -> str:
    metric = card.metric(figure, split)
    return exactly(figure_kind("sentiment", figure), metric.value) if metric else "–"
