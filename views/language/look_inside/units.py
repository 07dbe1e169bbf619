"""Hidden units over a text: the unit that follows each trait, and any unit's trace."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.language.analysis import units
from ui.charts.base import axis, options
from ui.downloads import characters_csv, download
from ui.format import signed
from ui.palette import SERIES, TRACE_CLASSES
from ui.pickers import choose_number
from ui.text.characters import tell_replaced
from ui.text.coloured import coloured_values
from ui.text.marks import legend
from views.language.look_inside import held_unit
from views.language.look_inside.passage import passage
from views.language.networks import writer

if TYPE_CHECKING:
    from engine.language.analysis.units import Survey

_LAYER, _UNIT = "language_layer", "language_unit"


def draw(card: Card, epoch: float | None) -> None:
    """Draw the best unit for each trait, and the trace of one unit."""
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
        _matches(survey)
    with trace:
        layer, unit = _pick(survey)
        _trace(survey, layer, unit)


@st.cache_data(max_entries=2, show_spinner=False)
def _survey(name: str, digests: Digests, epoch: float | None, text: str) -> "Survey":
    """Read the text; `digests` renews the entry when the checkpoint changes."""
    return units.survey(writer(name, epoch), text)


def _matches(survey: "Survey") -> None:
    """Draw the best unit for each trait; a click shows its trace."""
    st.markdown("**Best unit for each trait**")
    with st.container(gap="xxsmall", key="language_finder"):
        for match in survey.matches:
            st.button(
                f"{match.trait}: layer {match.layer + 1}, unit {match.unit + 1} "
                f"({signed(match.correlation)})",
                key=f"language_find_{match.trait.replace(' ', '_')}",
                on_click=_choose,
                args=(match.layer, match.unit),
                type="tertiary",
                icon=":material/show_chart:",
            )
    missing = ", ".join(survey.missing)
    st.caption(
        "In brackets: Pearson’s correlation between activation and trait over this "
        "text, −1 to 1. On a short text, one of hundreds of units correlates strongly "
        "by chance." + (f" Traits that this text lacks: {missing}." if missing else "")
    )


def _choose(layer: int, unit: int) -> None:
    st.session_state[_LAYER] = layer + 1
    st.session_state[_UNIT] = unit + 1


def _pick(survey: "Survey") -> tuple[int, int]:
    """Draw the choice of a unit, at first the best match; return it from 0."""
    layers, _, count = survey.traces.shape
    first = survey.matches[0] if survey.matches else None
    layer, unit = (first.layer + 1, first.unit + 1) if first else (1, 1)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = (
            choose_number("Layer", 1, layers, _LAYER, layer) - 1,
            choose_number("Unit", 1, count, _UNIT, unit) - 1,
        )
        st.button(
            "Hold it at a value while the network writes",
            icon=":material/tune:",
            key="language_hold",
            on_click=held_unit.open_unit,
            args=chosen,
        )
    return chosen


def _trace(survey: "Survey", layer: int, unit: int) -> None:
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
    )
    legend(TRACE_CLASSES, f"Activation of {name}:")
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
        {"type": "value", "min": -1, "max": 1, "name": "activation"},
        unit="%.3f",
        legend=False,
        grid={"left": 8, "top": 28, "bottom": 78},
        dataZoom=[{"type": "slider", "endValue": min(200, len(values)), "bottom": 8}],
    )
