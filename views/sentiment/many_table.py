"""The table of many reviews: each with its answers; a row opens in Try."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter

import streamlit as st

from engine.sentiment.analysis.agreement import class_fractions
from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS
from engine.sentiment.labelled import Labelled
from engine.sentiment.review_file import Uploaded
from ui.charts.bars import Bars, class_bars
from ui.charts.confusion import Cell
from ui.downloads import csv_text, download
from ui.links.bound import choose_bound
from ui.notices import plain
from views.sentiment import request

_TEXT, _TRUE = "Review", "True class"
_ALL, _MISTAKES = "All", "Mistakes, most confident first"
_NOT_ENGLISH = "not English"
Row = dict[str, object]


@dataclass(frozen=True)
class Classified:
    """Reviews with the answers of one or more networks."""

    uploaded: Uploaded
    readings: Mapping[str, Sequence[Reading]]  # by the network's name; the first leads
    truth: Labelled | None

    @property
    def leading(self) -> Sequence[Reading]:
        """The answers of the first network."""
        return next(iter(self.readings.values()))


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
        rows = [_row(classified, index) for index in shown]
        if rows:
            _draw_rows(classified, shown, rows)
        else:
            st.caption("No reviews in this cell.")
        download(
            "Table as CSV",
            lambda: csv_text(_whole(classified)),
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
    found = [
        index
        for index, reading in enumerate(classified.leading)
        if reading.english
        and (truth.truths[index], scheme.predicted(reading)) == (actual, predicted)
    ]
    return _most_confident(classified, found)


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
            _TEXT: st.column_config.TextColumn(width="medium"),
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


def _row(classified: Classified, index: int) -> Row:
    """Return a review as it is listed; of several networks only stars and class."""
    start: Row = {"Line": classified.uploaded.lines[index]}
    text: Row = {_TEXT: classified.uploaded.texts[index]}
    truth = _truth_of(classified, index)
    if len(classified.readings) == 1:
        only = classified.leading[index]
        return start | truth | _answer(only) | text | _classes(only)
    row = start | text | truth
    for name, readings in classified.readings.items():
        answer = _answer(readings[index])
        row |= {f"{key}, {name}": answer[key] for key in ("Stars", "Class")}
    return row


def _whole(classified: Classified) -> list[Row]:
    """Return the table that is downloaded: every row of the file, in its order."""
    uploaded = classified.uploaded
    reviews = [_saved(classified, index) for index in range(len(uploaded.texts))]
    first = dict.fromkeys(reviews[0])  # its columns, for rows without an answer too
    added = [
        first | _beside(uploaded, row.line, row.text, row.cells)
        for row in uploaded.unreadable
    ]
    lines = [*uploaded.lines, *(row.line for row in uploaded.unreadable)]
    ordered = sorted(zip(lines, [*reviews, *added], strict=True), key=itemgetter(0))
    return [row for _, row in ordered]


def _beside(uploaded: Uploaded, line: int, text: str, cells: Sequence[str]) -> Row:
    """Return what stands beside an answer: the columns of the file, and the line."""
    own: Row = dict(zip(uploaded.columns, cells, strict=True))
    added: Row = {"Line": line} | ({} if own else {_TEXT: text})
    return own | {_called(name, own): value for name, value in added.items()}


def _called(name: str, own: Row) -> str:
    """Return the heading of a column that is added to those of the file."""
    return f"{name} (Loupe)" if name in own else name


def _saved(classified: Classified, index: int) -> Row:
    """Return a review as it is downloaded: the columns of the file, then answers."""
    uploaded = classified.uploaded
    cells = uploaded.cells[index] if uploaded.columns else ()
    own = _beside(uploaded, uploaded.lines[index], uploaded.texts[index], cells)
    added = _truth_of(classified, index)
    for name, readings in classified.readings.items():
        ending = "" if len(classified.readings) == 1 else f", {name}"
        answer = _answer(readings[index]) | _classes(readings[index])
        added |= {f"{key}{ending}": value for key, value in answer.items()}
    return own | {_called(name, own): value for name, value in added.items()}


def _truth_of(classified: Classified, index: int) -> Row:
    """Return the true class of a review, if the file gives classes."""
    truth = classified.truth
    if truth is None or not truth.has_labels:
        return {}
    label = truth.truths[index]
    return {_TRUE: None if label is None else truth.scheme.classes[label]}


def _answer(reading: Reading) -> Row:
    """Return stars, spread and class; only the last of what is not English."""
    if not reading.english:
        return {"Stars": None, "Spread": None, "Class": _NOT_ENGLISH}
    return {
        "Stars": round(reading.stars, 2),
        "Spread": round(reading.spread, 2),
        "Class": reading.label_name,
    }


def _classes(reading: Reading) -> Row:
    """Return the probability of each of the five classes."""
    if not reading.english:
        return dict.fromkeys(LABELS)
    named = zip(LABELS, reading.probabilities.tolist(), strict=True)
    return {name: round(p, 4) for name, p in named}
