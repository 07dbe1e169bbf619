"""The Results tab: our figures, read from cards, beside the original post's tables."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.reading.analysis import published
from engine.reading.config import ABLATIONS
from ui import results
from ui.notices import plain
from views.reading import ablation_table, by_question
from views.reading.ablation_table import pair


def draw() -> None:
    """Draw the whole tab."""
    cards = results.choose_cards("reading")
    results.draw_figures("reading", cards)
    _draw_pretrained()
    _draw_splits(cards)
    _draw_ablations(cards)
    by_question.draw(cards)
    _draw_parameters(cards)
    results.draw_learning_curves("reading", cards)


def _draw_pretrained() -> None:
    """Draw the published systems that use a pretrained network, apart."""
    rows: dict[str, dict[str, str]] = {}
    for figure in published.PRETRAINED:
        row = rows.setdefault(figure.system, {"System": figure.system})
        row[figure.metric.upper()] = f"{figure.value:.1f}"
        row |= {"Source": figure.citation, "Note": figure.note}
    with st.expander("Published systems with pretrained networks"):
        st.table(
            list(rows.values()),
            border="horizontal",
            hide_index=True,
            alt="Published systems with pretrained networks",
        )
        st.caption(
            "Single networks on SQuAD 1.1 dev. They use a network that was trained on "
            "other text before, so they are not compared with the figures above, whose "
            "networks had pretrained word vectors only."
        )


def _draw_splits(cards: Sequence[Card]) -> None:
    """Draw the original post's first table, of four splits, beside ours."""
    st.subheader("Train, validation, dev and test", anchor=False)
    shown = [card for card in cards if card.preset in ("bidaf", "best")]
    rows, counts = [], []
    for split, (f1, exact) in published.POST_SPLITS.items():
        row = {"F1 / EM": split, "Original post": pair(f1, exact)}
        for card in shown:
            first, second = (
                card.metric(_PREFIX.get(split, "no ") + name) for name in ("f1", "em")
            )
            row[plain(card.name)] = "–"
            if first and second:
                row[plain(card.name)] = pair(first.value, second.value)
                counts.append(f"{plain(card.name)} {split.lower()} n = {first.n:,}")
        rows.append(row)
    st.table(
        rows,
        border="horizontal",
        hide_index=True,
        alt="F1 and exact match on each split",
    )
    st.caption(
        "Training and validation questions have one reference answer, dev and test "
        "questions several, and the closest one counts: that is why dev is higher "
        "than validation, for the original post too. The test answers are not public, "
        f"so ours cannot be measured there. {'; '.join(counts)}."
    )


def _draw_ablations(cards: Sequence[Card]) -> None:
    """Draw the original post's second table beside our trained ablations."""
    st.subheader("Ablations: one component more at a time", anchor=False)
    trained = {card.preset: card for card in reversed(cards)}
    ablation_table.draw(
        {preset: trained[preset] for preset in ABLATIONS if preset in trained},
        "F1 and exact match as components are added",
    )
    missing = [published.POST_ABLATIONS[p][0] for p in ABLATIONS if p not in trained]
    if missing:
        st.caption(f"Not trained yet: {', '.join(missing)}.")
    else:
        st.caption(
            "On validation each component adds to F1, the first modelling LSTM most by "
            "far and the third next to nothing, as in the original post."
        )


def _draw_parameters(cards: Sequence[Card]) -> None:
    """Draw the original post's hyperparameters beside ours."""
    st.subheader("Hyperparameters", anchor=False)
    shown = [card for card in cards if card.preset in ("bidaf", "best")]
    rows = []
    for words, field, value in published.POST_PARAMETERS:
        row = {"Hyperparameter": words, "Original post": value}
        for card in shown:
            row[plain(card.name)] = plain(
                str(card.config.get(field, ""))
            ) or _FIXED.get(words, "–")
        rows.append(row)
    st.table(
        rows,
        border="horizontal",
        hide_index=True,
        alt="Hyperparameters of the original post and of our networks",
    )


_PREFIX = {"Train": "training_", "Validation": "validation_", "Dev": ""}
_FIXED = {
    "GloVe dimensions": "100",
    "Character embedding dimensions": "50",
    "Optimizer": "Adam",
}
