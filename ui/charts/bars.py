"""Classes with their probabilities as bars: one hue, the figure on each.

Plain HTML: sixty pictures with their bars are sixty small tables and no charts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from ui.format import percent
from ui.palette import strength

_STYLE = f"""<style>
.bars {{ display: grid; gap: 1.1rem 1.6rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--least)), 1fr)); }}
.bars .title {{ font-weight: 600; margin-bottom: 0.25rem; overflow-wrap: anywhere; }}
.bars .note {{ font-size: 0.8rem; opacity: 0.85; margin-top: 0.2rem; }}
.bars .row {{ display: grid; align-items: center; gap: 0.6rem; margin-bottom: 3px;
  grid-template-columns: var(--label) 1fr; font-size: 0.9rem; line-height: 1.3; }}
.bars .name {{ overflow-wrap: anywhere; }}
.bars .bar {{ position: relative; height: 1.45rem; border-radius: 2px;
  background: rgba(128, 128, 128, 0.1); overflow: hidden; }}
.bars .bar i {{ position: absolute; inset: 0 auto 0 0; background: {strength(0.7)}; }}
.bars .bar span {{ position: absolute; left: 6px; line-height: 1.45rem;
  font-variant-numeric: tabular-nums; }}
</style>"""

# Width below which answers stand under each other, by their number: three are a row,
# of four two and two.
_LEAST = {1: "100%", 4: "20rem"}


@dataclass(frozen=True, slots=True)
class Bars:
    """One answer: how probable each class is."""

    shares: Mapping[str, float]  # class -> probability, 0 to 1
    title: str = ""
    right: str = ""  # the class that it truly is, marked with a tick
    note: str = ""  # a small line below


def class_bars(bars: Bars, most: int = 0, *, ranked: bool = True) -> None:
    """Draw the classes of one answer as bars.

    Args:
        bars: The answer.
        most: Draw only so many classes, the likeliest; 0 draws all.
        ranked: The likeliest first; else in the order of `bars.shares`, as classes
            have that are steps of a scale.
    """
    many_bars([bars], most, ranked=ranked)


def many_bars(answers: Sequence[Bars], most: int = 0, *, ranked: bool = True) -> None:
    """Draw several answers beside each other, as many in a row as there is room for.

    Args:
        answers: In order.
        most: As for `class_bars`.
        ranked: As for `class_bars`.
    """
    st.html(bars_html(answers, most, ranked=ranked))


def bars_html(answers: Sequence[Bars], most: int = 0, *, ranked: bool = True) -> str:
    """Return the answers as HTML, every word of it escaped."""
    names = [name for bars in answers for name in bars.shares]
    label = min(max(map(len, names), default=1), 16) * 0.58
    blocks = "".join(_block(bars, most, ranked) for bars in answers)
    least = _LEAST.get(len(answers), "15rem")
    return (
        f'{_STYLE}<div class="bars" style="--least:{least};--label:{label:.1f}rem">'
        f"{blocks}</div>"
    )


def _block(bars: Bars, most: int, ranked: bool) -> str:
    """Return one answer."""
    top = sorted(bars.shares, key=lambda name: -bars.shares[name])
    kept = top[: most or None]
    if not ranked:
        kept = [name for name in bars.shares if name in kept]
    rows = "".join(_row(name, bars.shares[name], name == bars.right) for name in kept)
    title = f'<div class="title">{escape(bars.title)}</div>' if bars.title else ""
    note = f'<div class="note">{escape(bars.note)}</div>' if bars.note else ""
    return f'<div>{title}<div role="list">{rows}</div>{note}</div>'


def _row(name: str, share: float, right: bool) -> str:
    tick = ' <span title="what it truly is">✓</span>' if right else ""
    return (
        f'<div class="row" role="listitem"><div class="name">{escape(name)}{tick}</div>'
        f'<div class="bar"><i style="width:{100 * min(max(share, 0.0), 1.0):.1f}%"></i>'
        f"<span>{percent(share)}</span></div></div>"
    )
