"""The characters of SQuAD, on the Data tab: how many, how often, which are kept."""

from typing import Any

import streamlit as st

from engine.reading.analysis import published
from engine.reading.analysis.statistics import Characters
from ui.format import percent
from ui.palette import BRASS
from ui.palette import TRAIN as BLUE


def line(at: int, words: str, colour: str, place: str) -> dict[str, Any]:
    """Return an upright line with its name."""
    return {
        "xAxis": at,
        "lineStyle": {"color": colour, "type": "dashed", "width": 1.5},
        "label": {"formatter": words, "position": place, "color": colour},
    }


def draw(found: Characters) -> None:
    """Draw the character vocabulary beside the post's."""
    st.subheader("Characters", anchor=False)
    rows = [
        {
            "Different characters in": words,
            "Post": f"{theirs:,}",
            "Ours": f"{ours:,}",
            "Ours, in small letters": f"{small:,}",
        }
        for words, theirs, ours, small in (
            (
                "paragraphs and questions",
                published.POST_CHARACTERS,
                len(found.texts),
                found.small,
            ),
            (
                "answers",
                published.POST_ANSWER_CHARACTERS,
                len(found.answers),
                found.small_answers,
            ),
        )
    ]
    st.table(rows, border="horizontal", hide_index=True)
    st.markdown(
        f"The post kept the characters of its answers and replaced all others by one "
        f"sign. So do we, with those that occur at least 20 times in answers: "
        f"{len(found.vocabulary)} characters, which are {percent(found.covered)} of "
        "what is written."
    )
    _draw_ranks(found)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**Told apart**")
        shown = (c for c in found.vocabulary if not c.isspace())
        st.code(" ".join(shown), language=None, wrap_lines=True)
    with right:
        st.markdown("**Replaced, the most frequent first**")
        shown = (c for c, _ in found.replaced()[:160])
        st.code(" ".join(shown), language=None, wrap_lines=True)


def _draw_ranks(found: Characters) -> None:
    """Draw how often each character occurs, by its rank."""
    size = len(found.vocabulary)
    axis = {"type": "log", "nameLocation": "middle", "splitLine": {"show": False}}
    spec = {
        "animation": False,
        "grid": {
            "left": 30,
            "right": 16,
            "top": 28,
            "bottom": 30,
            "containLabel": True,
        },
        "tooltip": {"trigger": "axis"},
        "xAxis": axis | {"name": "rank of the character", "nameGap": 28},
        "yAxis": axis | {"name": "how often", "nameGap": 60},
        "series": [
            {
                "type": "line",
                "name": "how often",
                "showSymbol": False,
                "data": [list(point) for point in found.ranked(100)],
                "lineStyle": {"color": BLUE},
                "itemStyle": {"color": BLUE},
                "markLine": {
                    "symbol": "none",
                    "silent": True,
                    "data": [line(size, f"told apart: {size}", BRASS, "end")],
                },
            }
        ],
    }
    st.echarts_chart(
        spec,
        height=260,
        key="reading_data_ranks",
        alt="How often each character occurs, by its rank, both on log axes.",
    )
