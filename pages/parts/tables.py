"""Tables to take away, for the pages on language."""

import csv
import io
from collections.abc import Mapping, Sequence

import streamlit as st


def csv_text(rows: Sequence[Mapping[str, object]]) -> str:
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


def csv_button(rows: Sequence[Mapping[str, object]], name: str, key: str) -> None:
    """Draw a button that downloads the rows as `<name>.csv`."""
    st.download_button(
        "Table as CSV",
        csv_text(rows),
        f"{name}.csv",
        "text/csv",
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )


def size(count: int) -> str:
    """Return a number of bytes as a person reads it.

    Example:
        >>> size(920), size(28_400_000)
        ('920 bytes', '28.4 MB')
    """
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1000:.1f} kB" if count < 1e6 else f"{count / 1e6:.1f} MB"


def _plain(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return f"'{value}"
    return value
