"""Pictures as HTML: pixels that stay square when enlarged, as many as fit in a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

_STYLE = """<style>
.pictures { display: grid; gap: 0.9rem 1.1rem; align-items: start;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--least)), 1fr)); }
.pictures figure { margin: 0; min-width: 0; }
.pictures img { width: 100%; max-width: var(--most); height: auto; display: block;
  border-radius: 2px; border: 1px solid rgba(128, 128, 128, 0.35); }
.pictures img.pixels { image-rendering: pixelated; aspect-ratio: 1; }
.pictures figcaption { font-size: 0.85rem; line-height: 1.35; margin-top: 0.3rem;
  overflow-wrap: anywhere; }
.pictures .bars { margin-top: 0.4rem; }
.pictures figcaption small { font-size: 0.8rem; opacity: 0.85; display: block; }
</style>"""


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture with what stands below it."""

    address: str  # as `engine.images.analysis.shown` makes it
    alt: str
    title: str = ""
    note: str = ""
    smooth: bool = False  # a photo; else its pixels stay square
    below: str = ""  # HTML, as `ui.charts.bars.bars_html` makes it


def draw_pictures(
    listed: Sequence[Shown], least: str = "8rem", most: str = "20rem"
) -> None:
    """Draw pictures beside each other, as many in a row as there is room for.

    Args:
        listed: In order.
        least: Width of a column, below which they go under each other, as CSS.
        most: Width of a picture at most, as CSS.
    """
    blocks = "".join(_figure(one) for one in listed)
    style = f"--least:{least};--most:{most}"
    st.html(f'{_STYLE}<div class="pictures" style="{style}">{blocks}</div>')


def _figure(one: Shown) -> str:
    kind = "photo" if one.smooth else "pixels"
    title = f"<b>{escape(one.title)}</b>" if one.title else ""
    note = f"<small>{escape(one.note)}</small>" if one.note else ""
    words = f"<figcaption>{title}{note}</figcaption>" if title or note else ""
    return (
        f'<figure><img class="{kind}" src="{one.address}" alt="{escape(one.alt)}">'
        f"{words}{one.below}</figure>"
    )
