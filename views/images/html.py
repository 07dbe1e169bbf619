"""Figures as HTML, in a grid; small images are enlarged without smoothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from views.images.choosing import choose_in

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
class Figure:
    """One picture with its caption."""

    address: str  # a data URI, as `engine.images.analysis.rendering` makes it
    alt: str
    title: str = ""
    note: str = ""
    smooth: bool = False  # a photo, enlarged smoothly
    below: str = ""  # HTML, as `ui.charts.bars.bars_html` makes it
    choice: str = ""  # what a click on it chooses, where pictures can be chosen


def draw_pictures(
    figures: Sequence[Figure], least: str = "8rem", most: str = "20rem"
) -> None:
    """Draw pictures in a grid with as many columns as there is room for.

    Args:
        figures: In order.
        least: Smallest width of a column, in CSS.
        most: Largest width of a picture, in CSS.
    """
    st.html(_grid(figures, least, most))


def choose_in_pictures(
    figures: Sequence[Figure],
    key: str,
    on_choose: Callable[[str], None],
    least: str = "8rem",
    most: str = "20rem",
) -> None:
    """Draw pictures as `draw_pictures` does; those with a choice can be chosen.

    Args:
        figures: In order.
        key: Of the component, unique on a page.
        on_choose: Called with a figure's choice before the next run of the page.
        least: Smallest width of a column, in CSS.
        most: Largest width of a picture, in CSS.
    """
    choose_in(_grid(figures, least, most), key, on_choose)


def _grid(figures: Sequence[Figure], least: str, most: str) -> str:
    blocks = "".join(_figure(figure) for figure in figures)
    style = f"--least:{least};--most:{most}"
    return f'{_STYLE}<div class="pictures" style="{style}">{blocks}</div>'


def _figure(figure: Figure) -> str:
    kind = "photo" if figure.smooth else "pixels"
    title = f"<b>{escape(figure.title)}</b>" if figure.title else ""
    note = f"<small>{escape(figure.note)}</small>" if figure.note else ""
    caption = f"<figcaption>{title}{note}</figcaption>" if title or note else ""
    drawn = (
        f'<img class="{kind}" src="{figure.address}" alt="{escape(figure.alt)}">'
        f"{caption}"
    )
    if figure.choice:
        drawn = f'<button data-id="{escape(figure.choice)}">{drawn}</button>'
    return f"<figure>{drawn}{figure.below}</figure>"
