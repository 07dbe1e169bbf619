"""Letters with their probabilities as bars."""

from collections.abc import Mapping

import streamlit as st

from ui.charts.base import axis, options


def draw_letters(probabilities: Mapping[str, float], key: str) -> None:
    """Draw one bar for each letter."""
    spec = options(
        [{"type": "bar", "data": list(probabilities.values())}],
        axis(type="category", data=list(probabilities)),
        axis("probability"),
        legend=False,
    )
    likeliest = max(probabilities, key=probabilities.__getitem__)
    alt = f"Bars: the probability of each letter; “{likeliest}” is the likeliest."
    st.echarts_chart(spec, key=key, alt=alt)
