"""The Data tab: SQuAD in numbers, beside what the post found in it.

Drawn from one small file that lies in the project, so the data need not be here.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from engine.reading.analysis import published, statistics
from engine.reading.analysis.statistics import (
    ANSWER,
    DEV,
    LAST,
    PARAGRAPH,
    PARAGRAPH_CHARACTERS,
    PLACE,
    QUESTION,
    QUESTION_CHARACTERS,
    TRAIN,
    Counts,
    Part,
)
from engine.reading.config import PRESETS
from ui.charts.bars import Bars, many_bars
from ui.format import percent
from ui.palette import QUIET, VALIDATION
from ui.palette import TRAIN as BLUE
from views.reading.data import characters
from views.reading.data.characters import line

_PERCENT = "\N{NO-BREAK SPACE}%"
_NETWORK = PRESETS["bidaf"]
# What is drawn: title, unit, words in a bar, where the axis ends, what is read at
# most and its name.
_HISTOGRAMS: Mapping[str, tuple[str, int, int, int, str]] = {
    PARAGRAPH: ("Words of a paragraph", 20, 500, _NETWORK.max_context_words, "read"),
    QUESTION: ("Words of a question", 1, 41, _NETWORK.max_question_words, "read"),
    ANSWER: ("Words of an answer", 1, 31, _NETWORK.max_answer_words, "longest span"),
    LAST: ("Last word of the answer", 20, 500, _NETWORK.max_context_words, "read"),
}


def draw() -> None:
    """Draw the whole tab."""
    found = statistics.load()
    train, dev = found.parts[TRAIN], found.parts[DEV]
    st.markdown(
        f"SQuAD 1.1 has {train.questions:,} training questions on "
        f"{train.paragraphs:,} paragraphs of {train.articles} Wikipedia articles, and "
        f"{dev.questions:,} dev questions on {dev.paragraphs:,} paragraphs of "
        f"{dev.articles} others. The post counted before it built: what is long "
        "decides how much a network must read."
    )
    chosen = st.segmented_control(
        "Part",
        ["training", "dev"],
        default="training",
        required=True,
        key="reading_data_part",
        bind="query-params",
        persist_state="session",
    )
    part = dev if chosen == "dev" else train
    _draw_lengths(part)
    _draw_places(part)
    _draw_statements(train)
    _draw_kinds(train, dev)
    characters.draw(found.characters)
    if found.note:
        st.caption(found.note)


def _draw_lengths(part: Part) -> None:
    """Draw the four histograms with their medians and the network's limits."""
    st.subheader("How long things are", anchor=False)
    for keys in ((PARAGRAPH, QUESTION), (ANSWER, LAST)):
        for column, key in zip(st.columns(2, gap="large"), keys, strict=True):
            with column:
                _draw_histogram(key, part.counts[key])
    st.caption(
        "Bars are shares of all. Words are NLTK’s, split further at hyphens and the "
        "like, so ours are a few more than the post’s. In training, questions whose "
        f"answer lies beyond word {_NETWORK.max_context_words} are left out; a long "
        "paragraph is answered in overlapping pieces."
    )


def _draw_histogram(key: str, counts: Counts) -> None:
    """Draw one histogram."""
    title, width, end, limit, name = _HISTOGRAMS[key]
    st.markdown(f"**{title}**")
    bins = counts.histogram(width, end)
    points = [[low, round(100 * share, 3)] for low, share in bins] + [[end, 0]]
    lines = [
        line(counts.median, f"median {counts.median}", QUIET, "end"),
        line(limit, f"{name}: {limit}", VALIDATION, "end"),
    ]
    spec = _area(points, end, "words", lines)
    st.echarts_chart(
        spec,
        height=220,
        key=f"reading_data_{key.split()[0]}",
        alt=f"{title}: median {counts.median}, longest {counts.largest}.",
    )
    share = f"{100 * counts.up_to(limit):.1f} %"
    if key == LAST:
        st.caption(f"{share} of the answers end within the first {limit} words.")
    else:
        st.caption(f"{share} have at most {limit}; the longest has {counts.largest}.")


def _area(
    points: list[list[float]], end: int, unit: str, lines: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return a histogram as an outline with steps, so that lines stand exactly."""
    return {
        "animation": False,
        "grid": {"left": 4, "right": 16, "top": 28, "bottom": 26, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "value",
            "min": 0,
            "max": end,
            "name": unit,
            "nameLocation": "middle",
            "nameGap": 26,
            "splitLine": {"show": False},
        },
        "yAxis": {"type": "value", "axisLabel": {"formatter": "{value} %"}},
        "series": [
            {
                "type": "line",
                "name": "share in %",
                "step": "end",
                "showSymbol": False,
                "data": points,
                "lineStyle": {"width": 1, "color": BLUE},
                "itemStyle": {"color": BLUE},
                "areaStyle": {"color": BLUE, "opacity": 0.35},
                "markLine": {"symbol": "none", "silent": True, "data": lines},
            }
        ],
    }


def _draw_places(part: Part) -> None:
    """Draw in which part of the paragraph answers begin."""
    st.subheader("Where answers lie", anchor=False)
    bins = part.counts[PLACE].histogram(1, statistics.PARTS)
    step = 100 // statistics.PARTS
    points = [[low * step, round(100 * share, 3)] for low, share in bins]
    st.echarts_chart(
        _area([*points, [100, 0]], 100, "% of the paragraph before the answer", []),
        height=220,
        key="reading_data_places",
        alt="Share of the answers that begin in each twentieth of their paragraph.",
    )
    half = part.counts[PLACE].up_to(statistics.PARTS // 2 - 1)
    st.caption(
        "Were all places alike, each twentieth would have 5 %. "
        f"{percent(half)} of the answers begin in the first half of their paragraph."
    )


def _draw_statements(train: Part) -> None:
    """Draw what the post says of lengths beside what we count."""
    st.subheader("The post’s findings", anchor=False)
    rows = [
        {
            "Share of": words,
            "Post": f"{theirs:.1f}{_PERCENT}",
            "Ours": f"{100 * train.counts[key].up_to(limit):.1f}{_PERCENT}",
        }
        for words, key, limit, theirs in published.POST_LENGTHS
    ]
    st.table(rows, border="horizontal", hide_index=True)
    theirs = published.POST_LONGEST_WORDS
    ours = (
        train.counts[PARAGRAPH_CHARACTERS].largest,
        train.counts[QUESTION_CHARACTERS].largest,
    )
    read = _NETWORK.max_word_characters
    st.caption(
        f"Longest word of a paragraph: {theirs[0]} characters in the post, {ours[0]} "
        f"here; of a question: {theirs[1]} and {ours[1]}. Our networks read the first "
        f"{read} characters of a word: "
        f"{100 * train.counts[PARAGRAPH_CHARACTERS].up_to(read):.2f} % of all words "
        "have no more. Counted on the training questions."
    )


def _draw_kinds(train: Part, dev: Part) -> None:
    """Draw the types of questions of both parts, and the post's."""
    st.subheader("What is asked", anchor=False)
    post = {name: row[0] / 100 for name, row in published.POST_TYPES.items()}
    many_bars(
        [
            Bars(train.shares, "Training"),
            Bars(dev.shares, "Dev"),
            Bars(post, "Dev, as the post counted"),
        ]
    )
    st.caption(
        "A question is of the first type, in the order of the code, whose word it "
        "holds. The post does not say how it sorted."
    )
