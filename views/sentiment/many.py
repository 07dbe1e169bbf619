"""The Many reviews tab: a file in, a table with every answer out."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.sentiment import review_file
from engine.sentiment.analysis.agreement import class_fractions
from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS
from engine.sentiment.review_file import Uploaded
from engine.sentiment.samples import SAMPLES
from ui.charts.bars import Bars, class_bars
from ui.downloads import csv_button
from ui.notices import plain
from views.sentiment.networks import reviewer, worked

_LISTED = 5  # line numbers in a message
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
        uploaded, readings = _classify(card, epoch, file.getvalue(), file.name)
    elif pasted and pasted.strip():
        uploaded, readings = _classify(
            card, epoch, pasted.encode(errors="replace"), "The pasted text"
        )
    else:
        st.caption("No file yet: these are Loupe’s own examples.")
        uploaded, readings = _examples(card, epoch)
    _draw(uploaded, readings)


def _classify(
    card: Card, epoch: float | None, content: bytes, name: str
) -> tuple[Uploaded, list[Reading]]:
    uploaded = review_file.read(content, name)
    return uploaded, _readings(card.name, card.digests, epoch, uploaded.texts)


def _examples(card: Card, epoch: float | None) -> tuple[Uploaded, list[Reading]]:
    """Return the sample reviews, with the answers stored in the checkpoint if any."""
    examples = worked(card) if epoch is None else ()
    texts = tuple(sample.text for sample in SAMPLES)
    if len(examples) == len(texts):
        readings = [example.reading for example in examples]
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
    """Return a network's answers; `digests` is part of the cache key."""
    return reviewer(name, epoch).read_many(texts)


def _draw(uploaded: Uploaded, readings: Sequence[Reading]) -> None:
    """Draw the table, the distribution of classes and what was left out."""
    if uploaded.note:
        st.warning(plain(uploaded.note))
    if uploaded.left_out:
        listed = " ".join(uploaded.left_out[:_LISTED])
        more = len(uploaded.left_out) - _LISTED
        st.warning(plain(listed) + (f" And {more} more." if more > 0 else ""))
    _draw_truncated(uploaded.lines, readings)
    pairs = zip(uploaded.lines, readings, strict=True)
    rows = [_row(line, reading) for line, reading in pairs]
    table, distribution = st.columns([7, 4], gap="large")
    english = [reading for reading in readings if reading.english]
    with distribution:
        named = zip(LABELS, class_fractions(english), strict=True)
        fractions = {name: fraction for name, fraction in named if fraction}
        title = f"{len(english):,} reviews by most likely class"
        if others := len(readings) - len(english):
            title += f", {others:,} not in English"
        class_bars(Bars(fractions, title=title), ranked=False)
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


def _draw_truncated(lines: Sequence[int], readings: Sequence[Reading]) -> None:
    """Name the reviews of which the network read only the beginning."""
    truncated = [
        f"{line:,}"
        for line, reading in zip(lines, readings, strict=True)
        if reading.characters_read < len(reading.text)
    ]
    if truncated:
        more = " …" if len(truncated) > _LISTED else ""
        listed = ", ".join(truncated[:_LISTED]) + more
        st.caption(
            f"Too long for this network, which read only their beginnings: "
            f"{len(truncated):,} of {len(readings):,} reviews (line {listed})."
        )


def _row(line: int, reading: Reading) -> dict[str, object]:
    if not reading.english:
        empty: dict[str, object] = dict.fromkeys(("Stars", "Spread"))
        classes = dict.fromkeys(LABELS)
        word = {"Class": "not English", _TEXT: reading.text}
        return {"Line": line, **empty, **word, **classes}
    return {
        "Line": line,
        "Stars": round(reading.stars, 3),
        "Spread": round(reading.spread, 3),
        "Class": reading.label_name,
        _TEXT: reading.text,
        **{
            name: round(p, 4)
            for name, p in zip(LABELS, reading.probabilities.tolist(), strict=True)
        },
    }
