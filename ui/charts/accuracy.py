"""The user's own labels: accuracy with its interval, and the confusion matrix."""

from collections.abc import Sequence

import streamlit as st

from engine.accuracy import Compared
from ui.charts.confusion import Cell, confusion
from ui.format import percent


def accuracy_in_words(compared: Compared) -> str:
    """Return the accuracy as Markdown; `compared` has at least one prediction."""
    low, high = compared.interval
    return (
        f"**{compared.right} of {compared.count} right** "
        f"({percent(compared.right / compared.count)}; 95% confidence interval "
        f"{percent(low)} to {percent(high)})"
    )


def folded_confusion(
    compared: Compared, classes: Sequence[str], key: str
) -> Cell | None:
    """Draw the matrix, folded away; return its open cell, see `confusion`.

    Nothing is drawn of fewer than two predictions.
    """
    if compared.count < 2:
        return None
    folded = st.expander(
        "Confusion matrix",
        key=f"{key}_open",
        icon=":material/grid_on:",
        bind="query-params",  # and the chart is drawn only once it is opened
    )
    if not folded.open:
        return None
    with folded:
        return confusion(compared.confusion, classes, key)
