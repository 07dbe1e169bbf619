"""How many of the user's labelled reviews each network classifies rightly."""

import streamlit as st

from engine.accuracy import Compared
from engine.sentiment.labelled import Labelled
from ui.charts.accuracy import accuracy_in_words, folded_confusion
from ui.charts.confusion import Cell
from ui.format import percent
from ui.notices import plain
from views.sentiment.many_reviews.classified import Classified

_LISTED = 5  # labels that are no class


def draw(classified: Classified) -> Cell | None:
    """Draw the accuracy and the confusion matrix; return the open cell.

    Args:
        classified: Reviews with a column of labels.
    """
    truth = classified.truth
    assert truth is not None, "there is a column of labels"
    listed = ", ".join(f"“{plain(o[:30])}”" for o in truth.others[:_LISTED])
    if not truth.has_labels:
        st.caption(
            f"The column “{plain(truth.heading)}” gives no true classes: it contains "
            f"{listed or 'nothing'}. Use 0 and 1, 0 to 4, stars from 1 to 5, or names "
            "such as “positive”."
        )
        return None
    compared = {name: truth.compared(r) for name, r in classified.readings.items()}
    _draw_figures(compared, truth)
    if listed:
        st.caption(f"Not classes, so left out of the accuracy: {listed}.")
    first = next(iter(compared.values()))
    return folded_confusion(first, truth.scheme.classes, "sentiment_many_confusion")


def _draw_figures(compared: dict[str, Compared], truth: Labelled) -> None:
    """Draw the accuracy of each network, and how the labels were read."""
    first = next(iter(compared.values()))
    if not first.count:
        st.caption("None of the labelled reviews is in English.")
    elif len(compared) == 1:
        st.markdown(accuracy_in_words(first))
    else:
        st.table(
            [_row(name, each) for name, each in compared.items()],
            border="horizontal",
            hide_index=True,
            alt="Accuracy of each network on the labelled reviews",
        )
    neutral = (
        " The likelier side counts, without neutral."
        if len(truth.scheme.classes) == 2
        else ""
    )
    st.caption(
        f"The column “{plain(truth.heading)}” is read as {truth.scheme.about}.{neutral}"
    )


def _row(name: str, compared: Compared) -> dict[str, str]:
    low, high = compared.interval
    return {
        "Network": plain(name),
        "Right": f"{compared.right} of {compared.count}",
        "Accuracy": percent(compared.right / compared.count),
        "95% confidence interval": f"{percent(low)} to {percent(high)}",
    }
