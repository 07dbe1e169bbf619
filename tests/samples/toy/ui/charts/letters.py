"""Letters with their probabilities as bars."""

from collections.abc import Mapping

import streamlit as st


def draw_letters(probabilities: Mapping[str, float], key: str) -> None:
    """Draw one bar for each letter."""
    spec = {
        "xAxis": {"type": "category", "data": list(probabilities)},
        "yAxis": {},
        "series": [{"type": "bar", "data": list(probabilities.values())}],
    }
    st.echarts_chart(spec, key=key)
