"""The figures of the ablations beside the original post's: one table for two tabs."""

from collections.abc import Mapping

import streamlit as st

from engine.checkpoints.checkpoint import Card, Metric
from engine.reading.analysis.published import POST_ABLATIONS

_FIGURES = ("f1", "em")
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
        "On dev, a network that was trained with several seeds has the means, and its "
        "lowest and highest F1 in brackets; the others were trained once."
        if any(_mean(card, "f1") for card in cards.values())
        else "Each was trained once: a difference of about a point may be chance."
    )
    st.caption(_COLUMNS + spread)


def pair(f1: float | None, exact: float | None) -> str:
    """Return F1 and exact match, on one line."""
    return "\u00a0/\u00a0".join("–" if x is None else f"{x:.1f}" for x in (f1, exact))


def _row(preset: str, card: Card) -> dict[str, str]:
    words, *post = POST_ABLATIONS[preset]
    return {
        "F1 / EM": words,
        "Ours, validation": pair(
            *(_value(card.metric(f"validation_{name}")) for name in _FIGURES)
        ),
        "Original": pair(*post),
        "Ours, dev": _on_dev(card),
    }


def _on_dev(card: Card) -> str:
    """Return both figures on dev, of several seeds the means and the spread of F1."""
    means = {name: _mean(card, name) for name in _FIGURES}
    shown = pair(*(_value(means[name] or card.metric(name)) for name in _FIGURES))
    if (f1 := means["f1"]) is None:
        return shown
    return f"{shown} ({min(f1.per_seed.values()):.1f}–{max(f1.per_seed.values()):.1f})"


def _mean(card: Card, name: str) -> Metric | None:
    """Return the mean over several seeds, where the network has one."""
    return next((m for m in card.metrics if m.name == name and m.per_seed), None)


def _value(metric: Metric | None) -> float | None:
    return None if metric is None else metric.value
