"""Where the answer begins and ends: two tracks, and all pairs of the two."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from engine.reading.analysis import span_surface
from engine.reading.analysis.excerpt import centre, nearest
from engine.reading.answers import Reading
from ui.charts.heatmap import Heat, heatmap
from ui.format import percent
from ui.notices import plain
from ui.palette import BRASS, TRAIN

_MOST_WORDS = 400  # that are drawn
_AT_ONCE = 40  # that are seen before the window is moved


def draw(reading: Reading, max_answer_words: int) -> None:
    """Draw both tracks, and under them the surface of all pairs.

    Args:
        reading: What the network read.
        max_answer_words: Words that an answer may have.
    """
    _draw_tracks(reading)
    _draw_pairs(reading, max_answer_words)


def _draw_tracks(reading: Reading) -> None:
    """Draw the probability that the answer begins and ends with each word."""
    st.subheader("Each word by itself", anchor=False)
    size, span = len(reading.context), centre(reading)
    first, last = nearest(size, span, _MOST_WORDS)
    tracks = {
        "begins here": (reading.start_probabilities[first:last], TRAIN),
        "ends here": (reading.end_probabilities[first:last], BRASS),
    }
    near = (span[0] - first, span[1] - first)
    window = nearest(last - first, near, _AT_ONCE)
    st.echarts_chart(
        tracks_chart(reading.context.words[first:last], tracks, window),
        height=320,
        key="reading_tracks",
        alt="Probability that the answer begins, and ends, with each paragraph word.",
    )
    if last - first > _AT_ONCE:
        part = f" of the {_MOST_WORDS} around the answer" if last - first < size else ""
        st.caption(
            f"{_AT_ONCE} words{part} are seen; drag the bar below them, or its ends."
        )


def tracks_chart(
    words: Sequence[str],
    tracks: dict[str, tuple[Any, str]],
    window: tuple[int, int],
) -> dict[str, Any]:
    """Return the chart's options.

    Args:
        words: N words.
        tracks: Name -> N probabilities and a colour.
        window: Words [start, end) that are seen at first.
    """
    moved = window[1] - window[0] < len(words)
    zoom = {"type": "slider", "startValue": window[0], "endValue": window[1] - 1}
    zoom |= {"height": 20, "bottom": 4, "showDetail": False, "brushSelect": False}
    return {
        "animation": False,
        "tooltip": {"trigger": "axis", "confine": True},
        "legend": {"top": 0, "left": "center"},
        "grid": {
            "left": 22,  # the name of the axis
            "right": 8,
            "top": 34,
            "bottom": 34 if moved else 8,
            "containLabel": True,
        },
        "xAxis": {
            "type": "category",
            "data": list(words),
            "axisTick": {"show": False},
            "axisLabel": {
                "rotate": 60,
                "width": 78,
                "overflow": "truncate",
                "interval": "auto",
            },
        },
        "yAxis": {
            "type": "value",
            "name": "probability",
            "nameLocation": "middle",
            "nameGap": 34,
            "min": 0,
        },
        "dataZoom": [zoom] if moved else [],
        "series": [
            {
                "name": name,
                "type": "bar",
                "barGap": "0%",
                "data": [round(float(value), 5) for value in values],
                "itemStyle": {"color": colour},
            }
            for name, (values, colour) in tracks.items()
        ],
    }


def _draw_pairs(reading: Reading, max_answer_words: int) -> None:
    """Draw the probability of all pairs of beginning and end, around the likeliest."""
    st.subheader("Beginning and end together", anchor=False)
    found = span_surface.of(reading, max_answer_words)
    best, context = found.best, reading.context
    words = context.words[found.start : found.end]
    places = range(found.start, found.end)
    st.markdown(
        f"The likeliest pair, marked with ▸, begins with "
        f"**{plain(context.words[best.start])}** and ends with "
        f"**{plain(context.words[best.end - 1])}**: {percent(best.probability)}."
    )
    heat = Heat(
        found.values,
        [
            _marked(w, place == best.start)
            for w, place in zip(words, places, strict=True)
        ],
        [
            _marked(w, place == best.end - 1)
            for w, place in zip(words, places, strict=True)
        ],
        "begins with",
        "ends with",
        "probability",
    )
    # Few pairs hold nearly all of it: on a plain scale one cell would be seen.
    st.session_state.setdefault("reading_pairs_log", True)
    heatmap(
        heat,
        "reading_pairs",
        "Probability of each pair of a first and a last word of the answer.",
    )
    st.caption(
        f"The pairs shown hold {percent(found.shown)} of all probability, and answers "
        f"of at most {max_answer_words} words anywhere in the paragraph "
        f"{percent(found.fitting)}. "
        "The rest lies on ends that stand before their beginning, or too far behind "
        "it: “smart span” passes over those."
    )


def _marked(word: str, best: bool) -> str:
    return f"▸ {word}" if best else word
