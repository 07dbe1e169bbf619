"""Hidden units over a text: one unit's activation, and where it is largest."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.language.analysis import own_traits, units
from ui.charts.base import axis, options
from ui.downloads import characters_csv, download
from ui.format import signed
from ui.palette import SERIES, TRACE_CLASSES
from ui.text.characters import tell_replaced
from ui.text.coloured import coloured_values
from ui.text.marks import legend
from views.language.look_inside import finder
from views.language.look_inside.finder import Marked
from views.language.look_inside.passage import MOST, passage
from views.language.networks import writer

if TYPE_CHECKING:
    from engine.language.analysis.units import Survey

_PASSAGES = 5  # that are listed
# Below the chart: the part that is shown, without the handle that ECharts adds on top.
_ZOOM_BAR = {"type": "slider", "height": 16, "bottom": 4}
_ZOOM_BAR |= {"showDetail": False, "brushSelect": False}


def draw(card: Card, epoch: float | None) -> None:
    """Draw the units that follow a trait, and the trace of one unit."""
    st.markdown(
        "After each character, every hidden unit has an activation between −1 and 1. "
        "Some units follow a trait of the text that you would notice too. For each "
        "trait, we list the unit that follows it most closely."
    )
    left, right = st.columns([7, 4], gap="large")
    with right:
        text = passage("language_units_text", "Text that the network reads")
    if not text:
        return
    with left:
        with st.spinner("Reading …"):
            survey = _survey(card.name, card.digests, epoch, text)
        tell_replaced(survey.replaced)
        trace = st.container(key="language_trace")
    with right:
        own = finder.draw(survey)
    with trace:
        layer, unit = finder.pick(survey)
        _trace(survey, layer, unit, own or _closest(survey, layer, unit))
        _passages(survey, layer, unit)


@st.cache_data(max_entries=2, show_spinner=False)
def _survey(name: str, digests: Digests, epoch: float | None, text: str) -> "Survey":
    """Read the text; `digests` renews the entry when the checkpoint changes."""
    return units.survey(writer(name, epoch), text)


def _closest(survey: "Survey", layer: int, unit: int) -> Marked | None:
    """Return the one of our traits that a unit follows most closely."""
    closest = units.closest_trait(survey.traces, survey.as_read, layer, unit)
    return Marked(f"“{closest[0]}”", closest[1]) if closest else None


def _trace(survey: "Survey", layer: int, unit: int, marked: Marked | None) -> None:
    """Draw one unit's activation, as colours on the text and as a line chart."""
    values = survey.trace(layer, unit)
    name = f"layer {layer + 1}, unit {unit + 1}"
    coloured_values(
        survey.text,
        values,
        TRACE_CLASSES,
        "language_trace_text",
        [f"activation {signed(value)}" for value in values],
        f"Text coloured by the activation of {name}",
        [] if marked is None else units.above_mean(marked.values),
        finder.on_drag(survey),
    )
    legend(TRACE_CLASSES, f"Activation of {name}:")
    if marked is not None:
        st.caption(_compared(survey, layer, unit, marked))
    st.echarts_chart(
        _line(values),
        height=300,
        key="language_trace_chart",
        alt=f"Activation of {name} after each of {len(values)} characters, from "
        f"{min(values):.2f} to {max(values):.2f}.",
    )
    download(
        "Trace",
        lambda: characters_csv(survey.text, {"activation": values}),
        f"layer-{layer + 1}-unit-{unit + 1}.csv",
        "language_save_trace",
    )


def _compared(survey: "Survey", layer: int, unit: int, marked: Marked) -> str:
    """Return what is underlined, and how closely the unit follows it."""
    correlation = units.correlations(survey.traces, marked.values)[layer, unit]
    graded = units.is_graded(marked.values)
    where = f"{marked.words} is above its mean" if graded else marked.words
    return (
        f"Underlined: {where}. The unit’s correlation with it is "
        f"{signed(float(correlation))}."
    )


def _passages(survey: "Survey", layer: int, unit: int) -> None:
    """Draw the passages of the text in which a unit is largest, and smallest."""
    values = survey.traces[layer, :, unit]
    with st.expander("Passages with the largest and smallest activation"):
        for title, sign in (("Largest", 1), ("Smallest", -1)):
            passages = own_traits.passages(sign * values, _PASSAGES)
            rows = [
                (signed(sign * p.value), survey.text[p.start : p.end], p.at - p.start)
                for p in passages
            ]
            st.markdown(f"**{title}**")
            st.html(_listed(rows))
        st.caption(
            "Framed: the character after which the activation was read. Paste up to "
            f"{MOST:,} characters above to search more text."
        )


def _listed(rows: Sequence[tuple[str, str, int]]) -> str:
    """Return passages with their values as HTML; the text is escaped."""
    lines = "".join(
        '<div style="display:flex;gap:0.8rem;align-items:baseline">'
        f'<span style="font-variant-numeric:tabular-nums">{value}</span>'
        "<span style=\"font-family:'Source Code Pro',monospace;font-size:0.85rem;"
        f'overflow-wrap:anywhere">{_visible(text[:at])}'
        '<mark style="color:inherit;background:none;outline:1px solid">'
        f"{_visible(text[at])}</mark>{_visible(text[at + 1 :])}</span></div>"
        for value, text, at in rows
    )
    return f"<div>{lines}</div>"


def _visible(text: str) -> str:
    return escape(text.replace("\n", "↵"))


def _line(values: list[float]) -> dict[str, Any]:
    """Return a trace as a line chart over the position in the text."""
    return options(
        [
            {
                "type": "line",
                "name": "activation",
                "showSymbol": False,
                "lineStyle": {"width": 1.2},
                "itemStyle": {"color": SERIES[0]},
                "data": [[i + 1, round(v, 3)] for i, v in enumerate(values)],
            }
        ],
        axis("characters read", max=len(values)),
        axis("activation", gap=15, nameLocation="end", min=-1, max=1),
        unit="%.3f",
        legend=False,
        grid={"left": 8, "top": 28, "bottom": 56},
        dataZoom=[_ZOOM_BAR | {"endValue": min(200, len(values))}],
    )
