"""Results as CSV and JSON, and the buttons that download them."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

Rows = Sequence[Mapping[str, object]]
_MIME = {"csv": "text/csv", "json": "application/json", "svg": "image/svg+xml"}


def download(
    label: str, content: str | bytes | Callable[[], str | bytes], name: str, key: str
) -> None:
    """Draw a button that downloads a file, without running the page again.

    Args:
        label: Of the button.
        content: Of the file; a function is called when the button is clicked.
        name: Of the file; its extension sets the type.
        key: Of the button.
    """
    st.download_button(
        label,
        content,
        name,
        _MIME.get(name.rpartition(".")[2], "text/plain"),
        key=key,
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )


def csv_button(rows: Rows, name: str, key: str, label: str = "Table as CSV") -> None:
    """Draw a button that downloads the rows as `<name>.csv`."""
    download(label, lambda: csv_text(rows), f"{name}.csv", key)


def json_button(value: Any, name: str, key: str, label: str = "Result as JSON") -> None:
    """Draw a button that downloads a value as `<name>.json`."""
    download(label, lambda: json_text(value), f"{name}.json", key)


def csv_text(rows: Rows, columns: Sequence[str] = ()) -> str:
    r"""Return rows as CSV; every CSV file of Loupe is written here.

    A text that a spreadsheet would run as a formula gets an apostrophe in front.

    Args:
        rows: Column -> cell; a missing cell stays empty.
        columns: In order; () for those of the first row.

    Example:
        >>> csv_text([{"text": "=1+1", "loss": -1.5}])
        "text,loss\r\n'=1+1,-1.5\r\n"
    """
    columns = columns or list(rows[0] if rows else ())
    if not columns:
        return ""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writerow({name: _defused(name) for name in columns})
    writer.writerows(
        {name: _defused(cell) for name, cell in row.items()} for row in rows
    )
    return out.getvalue()


def json_text(value: Any) -> str:
    """Return a value as indented JSON; arrays become lists, other objects text."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=_listed)
    return text + "\n"


def characters_csv(text: str, columns: Mapping[str, Sequence[float]]) -> str:
    """Return a CSV with a row for each character and its value in each column.

    Example:
        >>> characters_csv("a", {"probability": [0.5]}).splitlines()
        ['position,character,probability', '0,a,0.5']
    """
    rows = [
        {
            "position": i,
            "character": character,
            **dict(zip(columns, values, strict=True)),
        }
        for i, (character, *values) in enumerate(
            zip(text, *columns.values(), strict=True)
        )
    ]
    return csv_text(rows, ["position", "character", *columns])


def _defused(cell: object) -> object:
    """Return a cell that no spreadsheet runs as a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return cell


def _listed(value: Any) -> Any:
    """Return a value that JSON can hold."""
    return value.tolist() if hasattr(value, "tolist") else str(value)
