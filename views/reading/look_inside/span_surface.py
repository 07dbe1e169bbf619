"""Where the answer starts and ends: two tracks, and all pairs of the two."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from engine.reading.analysis import span_surface
from engine.reading.analysis.excerpt import centre, nearest
from engine.reading.answers import Reading
from ui.charts.base import axis, options
from ui.charts.heatmap import Heat, heatmap
from ui.format import percent
from ui.notices import plain
from ui.palette import BRASS, TRAIN

_MOST_WORDS = 400  # that are drawn
_WINDOW = 40  # that are shown before the window is moved


def draw(reading: Reading, max_answer_words: int) -> None:
    """Draw both tracks, and under them the surface of all pairs.

    Args:
        reading: What the network read.
        max_answer_words: Words that an answer may have.
    """
    _draw_tracks(reading)
    _draw_pairs(reading, max_answer_words)


def _draw_tracks(reading: Reading) -> None:
    """Draw the probability that the answer starts and ends with each word."""
    st.subheader("Start and end separately", anchor=False)
    size, span = len(reading.context), centre(reading)
    first, last = nearest(size, span, _MOST_WORDS)
    tracks = {
        "starts here": (reading.start_probabilities[first:last], TRAIN),
        "ends here": (reading.end_probabilities[first:last], BRASS),
    }
    near = (span[0] - first, span[1] - first)
    window = nearest(last - first, near, _WINDOW)
    st.echarts_chart(
        tracks_chart(reading.context.words[first:last], tracks, window),
        height=320,
        key="reading_tracks",
        alt="Probability that the answer starts, and ends, with each paragraph word.",
    )
    if last - first > _WINDOW:
        part = f" of the {_MOST_WORDS} around the answer" if last - first < size else ""
        st.caption(
            f"{_WINDOW} words{part} are shown; drag the bar below them, or its ends."
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
        window: Words [start, end) that are shown at first.
    """
    moved = window[1] - window[0] < len(words)
    zoom = {"type": "slider", "startValue": window[0], "endValue": window[1] - 1}
    zoom |= {"height": 20, "bottom": 4, "showDetail": False, "brushSelect": False}
    return options(
        [
            {
                "name": name,
                "type": "bar",
                "barGap": "0%",
                "data": [round(float(value), 5) for value in values],
                "itemStyle": {"color": colour},
            }
            for name, (values, colour) in tracks.items()
        ],
        axis(
            type="category",
            data=list(words),
            axisTick={"show": False},
            axisLabel={
                "rotate": 60,
                "width": 78,
                "overflow": "truncate",
                "interval": "auto",
            },
        ),
        axis("probability", gap=34, min=0),
        grid={"left": 22, "right": 8, "top": 34, "bottom": 34 if moved else 8},
        dataZoom=[zoom] if moved else [],
    )


def _draw_pairs(reading: Reading, max_answer_words: int) -> None:
    """Draw the probability of all pairs of start and end, around the likeliest."""
    st.subheader("Start and end together", anchor=False)
    surface = span_surface.of(reading, max_answer_words)
    best, context = surface.best, reading.context
    words = context.words[surface.start : surface.end]
    start, end = best.start - surface.start, best.end - 1 - surface.start
    st.markdown(
        f"The likeliest pair, marked with ▸, starts with "
        f"**{plain(context.words[best.start])}** and ends with "
        f"**{plain(context.words[best.end - 1])}**: {percent(best.probability)}."
    )
    heat = Heat(
        surface.values,
        [_marked(word, index == start) for index, word in enumerate(words)],
        [_marked(word, index == end) for index, word in enumerate(words)],
        "start word",
        "end word",
        "probability",
    )
    # Few pairs hold nearly all of it: a linear scale would show a single cell.
    st.session_state.setdefault("reading_pairs_log", True)
    heatmap(
        heat,
        "reading_pairs",
        "Probability of each pair of start and end word of the answer, likeliest "
        f"{words[start]} to {words[end]}.",
    )
    st.caption(
        f"The pairs shown hold {percent(surface.shown)} of the probability; all "
        f"answers of at most {max_answer_words} words in the paragraph hold "
        f"{percent(surface.fitting)}. The rest is on invalid spans (end before start, "
        "or too long), which “smart span” skips."
    )


def _marked(word: str, best: bool) -> str:
    return f"▸ {word}" if best else word
