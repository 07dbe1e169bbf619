"""A file of reviews to classify: one per line, or one per row of a table."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.data.lookup import has_visible
from engine.data.text import decode_with_note
from engine.errors import TextError
from engine.experiment import too_large
from engine.sentiment.tokens import first_tokens

MOST_BYTES = 5 * 2**20
MOST_REVIEWS = 5_000
# What Excel writes into the first line of a table that is not separated by commas.
_SEPARATOR_LINE = re.compile(r"(?i)sep=([^\w\s\"]|\t)")
# The first of these columns that a CSV has is read.
TEXT_COLUMNS = ("text", "review", "phrase", "sentence", "comment", "body", "content")


@dataclass(frozen=True, slots=True)
class Row:
    """A review, the line it starts on, and all cells of its row."""

    line: int
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The reviews of a file, and those that could not be read.

    Args:
        texts: The reviews, in the order of the file.
        lines: The line that each starts on, counted from 1.
        unreadable: What has no readable text, in the order of the file.
        note: A sentence about the file's encoding where it had to be guessed; else "".
        columns: The headings of a table, each once; () of lines.
        cells: For each review its cells, one for each heading; () of lines.
    """

    texts: tuple[str, ...]
    lines: tuple[int, ...]
    unreadable: tuple[Row, ...] = ()
    note: str = ""
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """A sentence about each review that could not be read."""
        return tuple(
            f"Line {row.line:,} has no readable text." for row in self.unreadable
        )


def read(content: bytes, name: str) -> Uploaded:
    """Return the reviews of a text or CSV file.

    Empty lines are skipped; what has no readable text is kept in `unreadable`.

    Args:
        content: The file.
        name: Its name; one that ends in .csv or .tsv is read as a table.

    Raises:
        TextError: Too large, not a text, a quote that is not closed, no text column,
            or no review at all.
    """
    if len(content) > MOST_BYTES:
        raise TextError(too_large(name, len(content), MOST_BYTES))
    decoded = decode_with_note(content, name)
    ending = name.lower().rpartition(".")[2]
    columns: tuple[str, ...] = ()
    if ending in ("csv", "tsv"):
        columns, rows = _table(decoded.text, name, "\t" if ending == "tsv" else None)
    else:
        lines = enumerate(decoded.text.split("\n"), start=1)
        rows = [Row(line, text) for line, text in lines]
    reviews = [row for row in rows if row.text.strip() or any(row.cells)]
    return replace(_readable(reviews, name), note=decoded.note, columns=columns)


def _readable(rows: Sequence[Row], name: str) -> Uploaded:
    if len(rows) > MOST_REVIEWS:
        raise TextError(
            f"{name} has {len(rows):,} reviews; {MOST_REVIEWS:,} is the maximum."
        )
    readable: list[Row] = []
    unreadable: list[Row] = []
    for row in rows:
        is_readable = has_visible(row.text) and first_tokens(row.text)
        (readable if is_readable else unreadable).append(row)
    uploaded = Uploaded(
        tuple(row.text for row in readable),
        tuple(row.line for row in readable),
        tuple(unreadable),
        cells=tuple(row.cells for row in readable),
    )
    if not readable:
        first = uploaded.left_out[:1]
        raise TextError(" ".join([f"{name} contains no reviews.", *first]))
    return uploaded


def _table(
    text: str, name: str, separator: str | None
) -> tuple[tuple[str, ...], list[Row]]:
    """Return the headings, () where there are none, and the rows."""
    first = next(line for line in text.split("\n") if line.strip())
    named = _SEPARATOR_LINE.fullmatch(first.strip(" "))
    separator = named[1] if named else separator or _separator(first)
    filled = _rows(text, name, separator)
    if named:
        filled = filled[1:]
    if not filled:
        return (), []
    headings = _distinct(filled[0][1])
    head = [cell.strip().lower() for cell in filled[0][1]]
    column = next((head.index(c) for c in TEXT_COLUMNS if c in head), None)
    if column is not None:
        filled = filled[1:]
    elif len(head) == 1:  # no headings, but a single column
        column, headings = 0, ()
    else:
        raise TextError(
            f"{name} has no column called “text” or “review”; its columns are "
            f"{', '.join(f'“{cell[:30]}”' for cell in filled[0][1][:8])}."
        )
    whole = [(line, _cells(row, column, len(head), separator)) for line, row in filled]
    return headings, [
        Row(line, cells[column], cells if headings else ()) for line, cells in whole
    ]


def _distinct(headings: Sequence[str]) -> tuple[str, ...]:
    """Return the headings, each once: a second “n” in column 3 is “n (3)”."""
    names: list[str] = []
    for place, heading in enumerate(headings, start=1):
        name = heading.strip() or f"column {place}"
        names.append(name if name not in names else f"{name} ({place})")
    return tuple(names)


def _rows(text: str, name: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return the first line and the cells of each row that is not empty."""
    # Strict: otherwise an unclosed quote would swallow the rest of the file. Between
    # tabs a quote is a letter: there are none to close.
    csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(
        io.StringIO(text),
        delimiter=separator,
        quoting=csv.QUOTE_NONE if separator == "\t" else csv.QUOTE_MINIMAL,
        strict=True,
    )
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for row in reader:
            rows.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        raise TextError(
            f"{name} cannot be read at line {start:,}: a quote is not closed, or text "
            f"follows it ({error}). Double the quotes inside a text."
        ) from error
    return [(line, row) for line, row in rows if any(map(str.strip, row))]


def _cells(
    row: list[str], column: int, columns: int, separator: str
) -> tuple[str, ...]:
    """Return a row's cells; surplus ones come from unquoted commas in its text."""
    while len(row) > columns and not row[-1].strip():
        row = row[:-1]
    end = column + max(0, len(row) - columns) + 1
    whole = [*row[:column], separator.join(row[column:end]), *row[end:]]
    return tuple(whole + [""] * (columns - len(whole)))


def _separator(heading: str) -> str:
    """Return the separator of columns: the most frequent in the first filled line."""
    return max(",;\t|", key=heading.count)
