"""Many reviews at once: a file in, a table with every answer out."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.sentiment import review_file
from engine.sentiment.analysis.agreement import shares
from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS
from engine.sentiment.review_file import Uploaded
from engine.sentiment.samples import SAMPLES
from ui.charts.bars import Bars, class_bars
from ui.downloads import csv_button
from ui.notices import plain
from views.sentiment.networks import reviewer, worked

_LISTED = 5  # lines that were left out
_TEXT = "Review"


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    left, right = st.columns(2, gap="large")
    with left:
        file = st.file_uploader(
            "A CSV with a column “text” or “review”, or a text, one review per line",
            ["csv", "tsv", "txt"],
            key="sentiment_many_file",
            max_upload_size=review_file.MOST_BYTES // 2**20,
        )
    with right:
        pasted = st.text_area(
            "Or paste reviews, one per line",
            key="sentiment_many_pasted",
            height=110,
            persist_state="session",
        )
    if file is not None:
        uploaded, readings = _judged(card, epoch, file.getvalue(), file.name)
    elif pasted and pasted.strip():
        uploaded, readings = _judged(card, epoch, pasted.encode(), "The pasted text")
    else:
        st.caption("No file yet: these are Loupe’s own examples.")
        uploaded, readings = _examples(card, epoch)
    _draw(uploaded, readings)


def _judged(
    card: Card, epoch: float | None, content: bytes, name: str
) -> tuple[Uploaded, list[Reading]]:
    uploaded = review_file.read(content, name)
    digests = card.digests
    return uploaded, _readings(card.name, digests, epoch, uploaded.texts)


def _examples(card: Card, epoch: float | None) -> tuple[Uploaded, list[Reading]]:
    """Return our own reviews, from the checkpoint where it carries the answers."""
    known = worked(card) if epoch is None else ()
    texts = tuple(sample.text for sample in SAMPLES)
    if len(known) == len(texts):
        readings = [one.reading for one in known]
    else:
        readings = _readings(card.name, card.digests, epoch, texts)
    return Uploaded(texts, tuple(range(1, len(texts) + 1)), ()), readings


@st.cache_resource(max_entries=2, show_spinner="Reading …")
def _readings(
    name: str,
    digests: Digests,
    epoch: float | None,
    texts: tuple[str, ...],
) -> list[Reading]:
    """Return a network's answers; `digests` renews the entry."""
    return reviewer(name, epoch).read_many(texts)


def _draw(uploaded: Uploaded, readings: Sequence[Reading]) -> None:
    """Draw the distribution, the table and what was left out."""
    if uploaded.left_out:
        listed = " ".join(uploaded.left_out[:_LISTED])
        more = len(uploaded.left_out) - _LISTED
        st.warning(plain(listed) + (f" And {more} more." if more > 0 else ""))
    _tell_cut(uploaded.lines, readings)
    rows = [_row(line, one) for line, one in zip(uploaded.lines, readings, strict=True)]
    table, distribution = st.columns([7, 4], gap="large")
    with distribution:
        named = zip(LABELS, shares(readings), strict=True)
        found = {name: share for name, share in named if share}
        title = f"{len(readings):,} reviews by most likely class"
        class_bars(Bars(found, title=title), ranked=False)
    with table:
        st.dataframe(
            rows,
            hide_index=True,
            width="stretch",
            column_config={
                _TEXT: st.column_config.TextColumn(width="medium"),
                "Stars": st.column_config.NumberColumn(format="%.2f"),
                "Spread": st.column_config.NumberColumn(
                    format="%.2f", help="Standard deviation of the stars"
                ),
            },
        )
        csv_button(rows, "classified-reviews", "sentiment_many_csv")


def _tell_cut(lines: Sequence[int], readings: Sequence[Reading]) -> None:
    """Say of which reviews the network has read the beginning only."""
    cut = [
        f"{line:,}"
        for line, reading in zip(lines, readings, strict=True)
        if reading.characters_read < len(reading.text)
    ]
    if cut:
        listed = ", ".join(cut[:_LISTED]) + (" …" if len(cut) > _LISTED else "")
        st.caption(
            f"Too long for this network, which read only their beginnings: "
            f"{len(cut):,} of {len(readings):,} reviews (line {listed})."
        )


def _row(line: int, reading: Reading) -> dict[str, object]:
    return {
        "Line": line,
        "Stars": round(reading.stars, 3),
        "Spread": round(reading.spread, 3),
        "Class": reading.label_name,
        _TEXT: reading.text,
        **{
            name: round(share, 4)
            for name, share in zip(LABELS, reading.probabilities.tolist(), strict=True)
        },
    }
