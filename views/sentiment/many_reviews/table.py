"""The table of many reviews: each with its answers; a row opens in Try."""

from collections.abc import Sequence
from hashlib import sha256

import streamlit as st

from engine.sentiment.analysis.agreement import class_fractions
from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS
from ui.charts.bars import Bars, class_bars
from ui.charts.confusion import Cell
from ui.downloads import csv_text, download
from ui.links.bound import choose_bound
from ui.notices import plain
from views.sentiment import request
from views.sentiment.many_reviews.classified import (
    TEXT,
    Classified,
    Row,
    downloaded_rows,
    listed_row,
)

_ALL, _MISTAKES = "All", "Mistakes, most confident first"


def draw(classified: Classified, cell: Cell | None) -> None:
    """Draw the table and the distribution of classes.

    Args:
        classified: The reviews.
        cell: True and predicted class of those that are listed; None for all.
    """
    table, distribution = st.columns([7, 4], gap="large")
    with distribution:
        _draw_distribution(classified.leading)
    with table:
        shown = _of_cell(classified, cell) if cell else _choose(classified)
        rows = [listed_row(classified, index) for index in shown]
        if rows:
            _draw_rows(classified, shown, rows)
        else:
            st.caption("No reviews in this cell.")
        download(
            "Table as CSV",
            lambda: csv_text(downloaded_rows(classified)),
            "classified-reviews.csv",
            "sentiment_many_csv",
        )


def _choose(classified: Classified) -> list[int]:
    """Draw the choice between all reviews and mistakes; return which are listed."""
    whole, truth = list(range(len(classified.leading))), classified.truth
    if truth is None or not truth.has_labels:
        return whole
    wrong = [i for i in whole if truth.is_mistake(i, classified.leading[i])]
    if not wrong:
        return whole
    chosen = choose_bound(
        st.segmented_control,
        "Reviews",
        [_ALL, _MISTAKES],
        default=_ALL,
        required=True,
        key="sentiment_many_shown",
        persist_state="session",
    )
    return whole if chosen != _MISTAKES else _most_confident(classified, wrong)


def _of_cell(classified: Classified, cell: Cell) -> list[int]:
    """Return the reviews of a cell of the confusion matrix."""
    truth = classified.truth
    assert truth is not None, "a cell is open"
    scheme = truth.scheme
    actual, predicted = cell
    st.caption(
        f"{scheme.classes[actual].capitalize()}, classified as "
        f"{scheme.classes[predicted]}; close the cell to see all reviews."
    )
    indices = [
        index
        for index, reading in enumerate(classified.leading)
        if reading.english
        and (truth.truths[index], scheme.predicted(reading)) == (actual, predicted)
    ]
    return _most_confident(classified, indices)


def _most_confident(classified: Classified, indices: Sequence[int]) -> list[int]:
    readings = classified.leading
    return sorted(indices, key=lambda index: -readings[index].probabilities.max())


def _draw_rows(
    classified: Classified, shown: Sequence[int], rows: Sequence[Row]
) -> None:
    """Draw the rows; a selected one can be opened in Try."""
    # A selection is of places: other rows are another table.
    version = repr((shown, [classified.uploaded.texts[index] for index in shown]))
    table = st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        column_config={
            TEXT: st.column_config.TextColumn(width="medium"),
            "Spread": st.column_config.NumberColumn(
                help="Standard deviation of the stars"
            ),
        },
        key=f"sentiment_many_{sha256(version.encode()).hexdigest()[:8]}",
        on_select="rerun",
        selection_mode="single-row",
        alt="The reviews with their stars",
    )
    selected = [place for place in table["selection"]["rows"] if place < len(shown)]
    if not selected:
        st.caption("Select a row to read the review and open it in Try.")
        return
    text = classified.uploaded.texts[shown[selected[0]]]
    with st.container(border=True):
        st.markdown(plain(text))
        st.button(
            "Open in Try",
            type="primary",
            icon=":material/play_circle:",
            key="sentiment_many_try",
            on_click=_open,
            args=(text,),
        )


def _open(text: str) -> None:
    """Open the Try tab with a review."""
    request.take(text)
    st.session_state["sentiment_tab"] = "Try"


def _draw_distribution(readings: Sequence[Reading]) -> None:
    """Draw how the first network's answers are distributed."""
    english = [reading for reading in readings if reading.english]
    named = zip(LABELS, class_fractions(english), strict=True)
    fractions = {name: fraction for name, fraction in named if fraction}
    title = f"{len(english):,} reviews by most likely class"
    if others := len(readings) - len(english):
        title += f", {others:,} not in English"
    class_bars(Bars(fractions, title=title), ranked=False)
