"""A file of reviews to classify: one per line, or one per row of a table."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from engine.data.text import decode
from engine.errors import TextError
from engine.sentiment.tokens import first_tokens

MOST_BYTES = 5 * 2**20
MOST_REVIEWS = 5_000
# The first of these columns that a CSV has is read.
TEXT_COLUMNS = ("text", "review", "phrase", "sentence", "comment", "body", "content")


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The reviews of a file, and those that could not be read.

    Args:
        texts: The reviews, in the order of the file.
        lines: The line that each starts on, counted from 1.
        left_out: A sentence about each review that could not be read.
    """

    texts: tuple[str, ...]
    lines: tuple[int, ...]
    left_out: tuple[str, ...]


def read(content: bytes, name: str) -> Uploaded:
    """Return the reviews of a text or CSV file.

    Empty lines are skipped; a review without readable text is reported in `left_out`.

    Args:
        content: The file.
        name: Its name; one that ends in .csv or .tsv is read as a table.

    Raises:
        TextError: Too large, not UTF-8, a quote that is not closed, no text column,
            or no review at all.
    """
    if len(content) > MOST_BYTES:
        raise TextError(
            f"{name} is {len(content) / 2**20:,.1f} MB; "
            f"the limit is {MOST_BYTES // 2**20} MB."
        )
    text = decode(content, name)
    ending = name.lower().rpartition(".")[2]
    if ending in ("csv", "tsv"):
        rows = _table(text, name, "\t" if ending == "tsv" else None)
    else:
        rows = [(i, line) for i, line in enumerate(text.split("\n"), start=1)]
    return _readable([(line, review) for line, review in rows if review.strip()], name)


def _readable(rows: Sequence[tuple[int, str]], name: str) -> Uploaded:
    if len(rows) > MOST_REVIEWS:
        raise TextError(
            f"{name} has {len(rows):,} reviews; {MOST_REVIEWS:,} is the maximum."
        )
    readable, left_out = [], []
    for line, review in rows:
        if not first_tokens(review):
            left_out.append(f"Line {line:,} has no readable text.")
        else:
            readable.append((line, review))
    if not readable:
        raise TextError(" ".join([f"{name} contains no reviews.", *left_out[:1]]))
    return Uploaded(
        tuple(review for _, review in readable),
        tuple(line for line, _ in readable),
        tuple(left_out),
    )


def _table(text: str, name: str, separator: str | None) -> list[tuple[int, str]]:
    """Return the line and the text of each row."""
    separator = separator or _separator(text)
    # Strict: otherwise an unclosed quote would swallow the rest of the file.
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    csv.field_size_limit(MOST_BYTES)
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
    filled = [(line, row) for line, row in rows if any(map(str.strip, row))]
    if not filled:
        return []
    head = [cell.strip().lower() for cell in filled[0][1]]
    column = next((head.index(c) for c in TEXT_COLUMNS if c in head), None)
    if column is not None:
        filled = filled[1:]
    elif len(head) == 1:  # no headings, but a single column
        column = 0
    else:
        raise TextError(
            f"{name} has no column called “text” or “review”; its columns are "
            f"{', '.join(f'“{cell[:30]}”' for cell in filled[0][1][:8])}."
        )
    return [
        (line, _cell(row, column, len(head), separator))
        for line, row in filled
        if len(row) > column
    ]


def _cell(row: list[str], column: int, columns: int, separator: str) -> str:
    """Return a row's text; surplus cells come from unquoted commas in it."""
    while len(row) > columns and not row[-1].strip():
        row = row[:-1]
    surplus = max(0, len(row) - columns)
    return separator.join(row[column : column + surplus + 1])


def _separator(text: str) -> str:
    """Return the separator of columns: the most frequent in the first line."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)
