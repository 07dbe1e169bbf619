"""Results as files: CSV and JSON, with the buttons that hand them over."""

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
    """Draw a button that hands a file over, without running the page again.

    Args:
        label: What stands on the button.
        content: Of the file; a function is called once the button is clicked.
        name: Of the file; its ending says what it is.
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


def csv_text(rows: Rows) -> str:
    r"""Return rows as CSV, with the keys of the first as its head.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.

    Example:
        >>> csv_text([{"text": "=1+1", "loss": 1.5}])
        "text,loss\r\n'=1+1,1.5\r\n"
    """
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows({key: _plain(value) for key, value in r.items()} for r in rows)
    return out.getvalue()


def json_text(value: Any) -> str:
    """Return a value as indented JSON; arrays become lists, other objects words."""
    text = json.dumps(value, ensure_ascii=False, indent=1, default=_listed)
    return text + "\n"


def characters_csv(text: str, columns: Mapping[str, Sequence[float]]) -> str:
    """Return a CSV with a row for each character and the columns beside it.

    Example:
        >>> characters_csv("a", {"probability": [0.5]}).splitlines()
        ['place,character,probability', '0,a,0.5']
    """
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["place", "character", *columns])
    for place, row in enumerate(zip(text, *columns.values(), strict=True)):
        table.writerow([place, *row])
    return file.getvalue()


def _plain(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _listed(value: Any) -> Any:
    """Return what JSON has no shape for in one that it has."""
    return value.tolist() if hasattr(value, "tolist") else str(value)
