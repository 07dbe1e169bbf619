"""The figures of the ablations beside the original post's: one table for two tabs."""

from collections.abc import Mapping

import streamlit as st

from engine.checkpoints.checkpoint import Card, Metric
from engine.reading.analysis.published import POST_ABLATIONS

_COLUMNS = (
    "Each row adds one component to the row above. F1 is the overlap with the "
    "reference answer, EM the exact match. *Validation* is a tenth of the training "
    "articles, for the original blog post (2016–2018) a split of its own; *dev* is "
    "SQuAD’s. "
)


def draw(cards: Mapping[str, Card], alt: str) -> None:
    """Draw a row for each preset that has a card.

    Args:
        cards: Preset -> its network.
        alt: What the table shows, for those who hear it.
    """
    st.table(
        [_row(preset, card) for preset, card in cards.items()],
        border="horizontal",
        hide_index=True,
        alt=alt,
    )
    spread = (
        "On dev, a network that was trained with several seeds has the mean, and the "
        "lowest and the highest in brackets; of the others, trained once, a difference "
        "of about a point may be chance."
        if any(_mean(card, "f1") for card in cards.values())
        else "Each was trained once: a difference of about a point may be chance."
    )
    st.caption(_COLUMNS + spread)


def _row(preset: str, card: Card) -> dict[str, str]:
    words, post_f1, post_exact = POST_ABLATIONS[preset]
    f1, exact = (card.metric(f"validation_{name}") for name in ("f1", "em"))
    return {
        "Network": words,
        "Our F1, validation": f"{f1.value:.1f}" if f1 else "–",
        "Original F1": f"{post_f1:.1f}",
        "Our EM, validation": f"{exact.value:.1f}" if exact else "–",
        "Original EM": f"{post_exact:.1f}",
        "Our F1, dev": _on_dev(card, "f1"),
        "Our EM, dev": _on_dev(card, "em"),
    }


def _on_dev(card: Card, name: str) -> str:
    """Return a figure on dev, of several seeds the mean and the spread."""
    if mean := _mean(card, name):
        values = mean.per_seed.values()
        return f"{mean.value:.1f} ({min(values):.1f}–{max(values):.1f})"
    metric = card.metric(name)
    return f"{metric.value:.1f}" if metric else "–"


def _mean(card: Card, name: str) -> Metric | None:
    """Return the mean over several seeds, where the network has one."""
    return next((m for m in card.metrics if m.name == name and m.per_seed), None)
