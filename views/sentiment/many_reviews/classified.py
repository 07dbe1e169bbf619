"""Reviews with the answers of networks, as rows of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS
from engine.sentiment.labelled import Labelled
from engine.sentiment.review_file import Uploaded

TEXT, _TRUE = "Review", "True class"
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


def listed_row(classified: Classified, index: int) -> Row:
    """Return a review as it is listed; of several networks only stars and class."""
    start: Row = {"Line": classified.uploaded.lines[index]}
    text: Row = {TEXT: classified.uploaded.texts[index]}
    truth = _truth_of(classified, index)
    if len(classified.readings) == 1:
        only = classified.leading[index]
        return start | truth | _answer(only) | text | _classes(only)
    row = start | text | truth
    for name, readings in classified.readings.items():
        answer = _answer(readings[index])
        row |= {f"{key}, {name}": answer[key] for key in ("Stars", "Class")}
    return row


def downloaded_rows(classified: Classified) -> list[Row]:
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
    added: Row = {"Line": line} | ({} if own else {TEXT: text})
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
