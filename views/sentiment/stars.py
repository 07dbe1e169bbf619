"""Expected stars on one scale: a dot for each network, a bar for its spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from engine.sentiment.answers import Reading
from ui.palette import QUIET, SERIES, blue

_STYLE = f"""<style>
.stars {{ display: grid; gap: 0.3rem 1rem; align-items: center; max-width: 46rem;
  grid-template-columns: minmax(9rem, max-content) 1fr max-content; }}
.stars .who {{ font-weight: 600; overflow-wrap: anywhere; }}
.stars .value {{ font-variant-numeric: tabular-nums; white-space: nowrap; }}
.stars .track, .stars .scale {{ position: relative; margin: 0 0.6rem; }}
.stars .track {{ height: 1.7rem; border-right: 1px solid rgba(128, 128, 128, 0.4);
  background: linear-gradient(to right, rgba(128, 128, 128, 0.4) 1px, transparent 1px)
  0 0 / 25% 100%; }}
.stars .track * {{ position: absolute; top: 50%; transform: translateY(-50%); }}
.stars .spread {{ height: 0.5rem; border-radius: 2px; background: {blue(0.35)}; }}
.stars .way {{ height: 2px; background: {QUIET}; }}
.stars .now, .stars .before {{ width: 0.9rem; height: 0.9rem; border-radius: 50%;
  box-sizing: border-box; margin-left: -0.45rem; border: 2px solid {SERIES[0]}; }}
.stars .now {{ background: {SERIES[0]}; }}
.stars .before {{ border-color: {QUIET}; }}
.stars .scale {{ height: 1.2rem; font-size: 0.8rem; opacity: 0.85; }}
.stars .scale span {{ position: absolute; transform: translateX(-50%);
  white-space: nowrap; }}
@media (max-width: 640px) {{
  .stars {{ grid-template-columns: 1fr max-content; }}
  .stars .who {{ grid-column: 1 / -1; margin-bottom: -0.4rem; }}
  .stars .empty {{ display: none; }}
}}
</style>"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One network's answer as stars."""

    name: str
    stars: float  # expected, 1 to 5
    spread: float  # standard deviation
    before: float | None = None  # stars before a change of the review
    note: str = ""  # instead of the stars as a number


def mark(name: str, reading: Reading, before: Reading | None = None) -> Mark:
    """Return a network's answer as stars.

    Args:
        name: Of the network.
        reading: Its answer.
        before: Its answer before the review was changed.
    """
    if before is None:
        return Mark(name, reading.stars, reading.spread)
    note = f"{before.stars:.1f} → {reading.stars:.1f}"
    return Mark(name, reading.stars, reading.spread, before.stars, note)


def draw_stars(marks: Sequence[Mark]) -> None:
    """Draw answers on one scale from one star to five, in order."""
    st.html(stars_html(marks))


def stars_html(marks: Sequence[Mark]) -> str:
    """Return the scale as HTML, with escaped names."""
    rows = "".join(_row(mark) for mark in marks)
    ticks = "".join(
        f'<span style="left:{_percent(star):g}%">{star} ★</span>'
        for star in range(1, 6)
    )
    scale = (
        '<span class="empty"></span>'
        f'<div class="scale" aria-hidden="true">{ticks}</div><span></span>'
    )
    return f'{_STYLE}<div class="stars">{rows}{scale}</div>'


def _row(mark: Mark) -> str:
    """Return one network's dot, the bar of its spread, and both as numbers."""
    low = _percent(max(mark.stars - mark.spread, 1.0))
    high = _percent(min(mark.stars + mark.spread, 5.0))
    marks = [_bar("spread", low, high)]
    if mark.before is not None:
        ends = sorted((_percent(mark.before), _percent(mark.stars)))
        marks += [_bar("way", *ends), _dot("before", mark.before)]
    value = mark.note or f"{mark.stars:.1f} ± {mark.spread:.1f}"
    return (
        f'<div class="who">{escape(mark.name)}</div><div class="track" '
        f'aria-hidden="true">{"".join(marks)}{_dot("now", mark.stars)}</div>'
        f'<div class="value">{escape(value)}</div>'
    )


def _bar(kind: str, low: float, high: float) -> str:
    return f'<i class="{kind}" style="left:{low:.1f}%;width:{high - low:.1f}%"></i>'


def _dot(kind: str, stars: float) -> str:
    return f'<i class="{kind}" style="left:{_percent(stars):.1f}%"></i>'


def _percent(stars: float) -> float:
    """Return the position of a number of stars on the scale, in percent."""
    return 25 * (stars - 1)
