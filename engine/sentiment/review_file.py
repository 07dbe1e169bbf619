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
class Uploaded:
    """The reviews of a file, and those that could not be read.

    Args:
        texts: The reviews, in the order of the file.
        lines: The line that each starts on, counted from 1.
        left_out: A sentence about each review that could not be read.
        note: A sentence about the file's encoding where it had to be guessed; else "".
    """

    texts: tuple[str, ...]
    lines: tuple[int, ...]
    left_out: tuple[str, ...]
    note: str = ""


def read(content: bytes, name: str) -> Uploaded:
    """Return the reviews of a text or CSV file.

    Empty lines are skipped; a review without readable text is reported in `left_out`.

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
    if ending in ("csv", "tsv"):
        rows = _table(decoded.text, name, "\t" if ending == "tsv" else None)
    else:
        rows = list(enumerate(decoded.text.split("\n"), start=1))
    reviews = [(line, review) for line, review in rows if review.strip()]
    return replace(_readable(reviews, name), note=decoded.note)


def _readable(rows: Sequence[tuple[int, str]], name: str) -> Uploaded:
    if len(rows) > MOST_REVIEWS:
        raise TextError(
            f"{name} has {len(rows):,} reviews; {MOST_REVIEWS:,} is the maximum."
        )
    readable, left_out = [], []
    for line, review in rows:
        if not (has_visible(review) and first_tokens(review)):
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
    first = next(line for line in text.split("\n") if line.strip())
    named = _SEPARATOR_LINE.fullmatch(first.strip(" "))
    separator = named[1] if named else separator or _separator(first)
    filled = _rows(text, name, separator)
    if named:
        filled = filled[1:]
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


def _cell(row: list[str], column: int, columns: int, separator: str) -> str:
    """Return a row's text; surplus cells come from unquoted commas in it."""
    while len(row) > columns and not row[-1].strip():
        row = row[:-1]
    surplus = max(0, len(row) - columns)
    return separator.join(row[column : column + surplus + 1])


def _separator(heading: str) -> str:
    """Return the separator of columns: the most frequent in the first filled line."""
    return max(",;\t|", key=heading.count)
