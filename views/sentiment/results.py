"""The Results tab: all networks in one table, and their mistakes.

Everything is read from cards and from the answers stored in checkpoints; nothing is
measured while the page is drawn.
"""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment.analysis.published import BINARY, OTHER_SPLITS, PHRASES, SENTENCES
from ui import results
from ui.cards import exactly, figure_kind
from ui.downloads import csv_button
from ui.notices import plain
from views.sentiment import outcomes
from views.sentiment.networks import MISSING, name_of

HEADS = {
    PHRASES: "Phrases",
    SENTENCES: "Sentences",
    BINARY: "Binary",
    "phrase_macro_f1": "Macro-F1",
    "phrase_mean_absolute_error": "MAE",
}
_SYSTEMS = {"samr, README": "Kaggle", "the original post, part 2": "Original post"}
_MAJORITY = {
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
            format_func=plain,
            default=split,
            required=True,
            key="sentiment_results_split",
            bind="query-params",
            persist_state="session",
        )
        split = str(chosen)
    _draw_table(cards, split)
    outcomes.draw(cards, split)
    results.draw_learned("sentiment", cards)
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
    csv_button(table, "sentiment-results", "sentiment_results_csv")


def rows(cards: list[Card], split: str) -> list[dict[str, str]]:
    """Return a row per network on a split, the baseline and published figures."""
    measured = [
        (card.metric(PHRASES, split), _row(name_of(card), card, split))
        for card in cards
        if any(metric.split == split for metric in card.metrics)
    ]
    measured.sort(key=lambda pair: -(pair[0].value if pair[0] else 0.0))
    table = [row for _, row in measured]
    baseline = next((c for c in cards if c.metric(_MAJORITY[PHRASES], split)), None)
    if baseline is not None:
        table.append(_baseline(baseline, split))
    for figure in OTHER_SPLITS:
        shown = exactly(figure_kind("sentiment", PHRASES), figure.value)
        others = {head: "–" for name, head in HEADS.items() if name != PHRASES}
        name = f"{_SYSTEMS.get(figure.citation, figure.citation)}: {figure.system}"
        table.append({"Model": name, HEADS[PHRASES]: shown, **others})
    return table


def _row(name: str, card: Card, split: str) -> dict[str, str]:
    return {"Model": name} | {
        head: _value(card, figure, split) for figure, head in HEADS.items()
    }


def _baseline(card: Card, split: str) -> dict[str, str]:
    """Return the accuracies of always answering the most frequent class."""
    return {"Model": "Baseline: the most frequent class"} | {
        head: _value(card, _MAJORITY.get(figure, ""), split)
        for figure, head in HEADS.items()
    }


def _value(card: Card, figure: str, split: str) -> str:
    metric = card.metric(figure, split)
    return exactly(figure_kind("sentiment", figure), metric.value) if metric else "–"
