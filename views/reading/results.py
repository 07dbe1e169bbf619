"""The Results tab: our figures, read from cards, beside the original post's tables."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.reading.analysis import outcomes, published, tallies
from ui import results
from ui.charts.reliability import bins, reliability


def draw() -> None:
    """Draw the whole tab."""
    cards = results.choose_cards("reading")
    results.draw_figures("reading", cards)
    _draw_ablations(cards)
    _draw_outcomes(cards)
    _draw_parameters(cards)
    results.draw_learned("reading", cards)


def _draw_ablations(cards: Sequence[Card]) -> None:
    """Draw the original post's second table beside our trained ablations."""
    st.subheader("Ablations: one component more at a time", anchor=False)
    rows = []
    for preset, (words, f1, exact) in published.POST_ABLATIONS.items():
        card = next((card for card in cards if card.preset == preset), None)
        ours = {"F1": "not trained yet", "EM": "not trained yet"}
        if card is not None:
            for head, name in (("F1", "validation_f1"), ("EM", "validation_em")):
                metric = card.metric(name)
                ours[head] = f"{metric.value:.2f}" if metric else "–"
        rows.append(
            {
                "Network": words,
                "Our F1": ours["F1"],
                "Our EM": ours["EM"],
                "Original F1": f"{f1:.2f}",
                "Original EM": f"{exact:.2f}",
            }
        )
    st.table(rows, border="horizontal", hide_index=True)
    st.caption(
        "Each row adds one component to the row above. Ours are small networks with "
        "the same training budget, measured on a validation set of a tenth of the "
        "training articles. The original blog post (2016–2018) trained longer and "
        "measured on a split of its own."
    )


def _draw_outcomes(cards: Sequence[Card]) -> None:
    """Draw the outcomes on dev, by question type and by confidence."""
    by_name = {}
    for card in cards:
        try:
            by_name[card.name] = outcomes.read(checkpoint.find("reading", card.name))
        except CheckpointError:
            continue  # a run's checkpoint has none
    if not by_name:
        return
    name = st.selectbox("Network", list(by_name), key="reading_results_network")
    chosen = by_name[str(name)]
    st.subheader("By type of question", anchor=False)
    rows = [
        {
            "Type": tally.name,
            "Share of dev": f"{100 * tally.share:.1f}%",
            "F1": f"{100 * tally.f1:.1f}",
            "EM": f"{100 * tally.exact:.1f}",
            "Share of F1 = 0": f"{100 * tally.share_of_zero_f1:.1f}%",
            "Share of EM = 0": f"{100 * tally.share_of_zero_exact:.1f}%",
            "Original: dev, F1 = 0, EM = 0": ", ".join(
                f"{value:.1f}" for value in published.POST_TYPES.get(tally.name, ())
            ),
        }
        for tally in tallies.by_type(chosen)
    ]
    st.dataframe(rows, hide_index=True, width="stretch", height="content")
    st.caption(
        "A question that contains several of these words counts under one of them, in "
        "a fixed order. The original post does not say how it sorted questions; its "
        "rule was different: almost a fifth of its questions are “is”."
    )
    st.subheader("Calibration", anchor=False)
    probabilities = [float(value) for value in chosen.probability]
    right = [bool(value) for value in chosen.exact]
    reliability({str(name): bins(probabilities, right)}, "reading_reliability")


def _draw_parameters(cards: Sequence[Card]) -> None:
    """Draw the original post's hyperparameters beside ours."""
    st.subheader("Hyperparameters", anchor=False)
    shown = [card for card in cards if card.preset in ("bidaf", "best")]
    rows = []
    for words, field, value in published.POST_PARAMETERS:
        row = {"Hyperparameter": words, "Original post": value}
        for card in shown:
            row[card.name] = str(card.config.get(field, "")) or _FIXED.get(words, "–")
        rows.append(row)
    st.table(rows, border="horizontal", hide_index=True)


_FIXED = {
    "GloVe dimensions": "100",
    "Character embedding dimensions": "50",
    "Optimizer": "Adam",
}
