"""The Look inside tab: attention, and where the answer may begin and end."""

import streamlit as st

from engine.checkpoint import Card
from engine.reading.answers import Reading
from pages.parts.reading_models import reader
from pages.parts.reading_request import asked
from ui.heatmap import Heat, heatmap
from ui.highlight import Token, coloured_tokens, relative
from ui.marks import legend
from ui.notices import plain, told
from ui.palette import BRASS, STRENGTH_CLASSES, TRAIN
from ui.saying import percent

_AROUND = 12  # words shown on each side of the answer when the rest is left out


def draw(card: Card, epoch: float | None) -> None:
    """Draw the whole tab, for what was asked on the Try tab."""
    passage, question = asked()
    with told():
        reading = reader(card, epoch).read(passage, question)
        st.markdown(
            f"**{plain(question)}** → **{plain(reading.answer) or 'no answer'}**"
        )
        _draw_tracks(reading)
        _draw_attention(reading)
        _draw_strip(reading)


def _draw_tracks(reading: Reading) -> None:
    """Draw the probability that the answer begins and ends with each word."""
    st.subheader("Where it begins and ends", anchor=False)
    words = list(reading.passage.words)
    spec = {
        "tooltip": {"trigger": "axis"},
        "legend": {"bottom": 0},
        "grid": {"left": 48, "right": 12, "top": 16, "bottom": 92},
        "xAxis": {"type": "category", "data": words, "axisLabel": {"rotate": 60}},
        "yAxis": {"type": "value", "name": "probability", "min": 0},
        "dataZoom": [{"type": "slider", "height": 14, "bottom": 30}],
        "series": [
            {
                "name": name,
                "type": "bar",
                "data": [round(float(value), 5) for value in values],
                "itemStyle": {"color": colour},
            }
            for name, values, colour in (
                ("begins", reading.begins, TRAIN),
                ("ends", reading.ends, BRASS),
            )
        ],
    }
    st.echarts_chart(
        spec,
        height=300,
        key="reading_tracks",
        alt="Probability that the answer begins, and ends, with each passage word.",
    )


def _draw_attention(reading: Reading) -> None:
    """Draw how each passage word shares its attention among the question's words."""
    st.subheader("From the passage to the question", anchor=False)
    st.markdown(
        "Each column is a word of the passage, and shares one whole attention among "
        "the words of the question."
    )
    near = st.toggle(
        "Only around the answer",
        value=True,
        key="reading_near",
        persist_state="session",
    )
    first, last = 0, len(reading.passage)
    if near and reading.candidates:
        start, end = reading.candidates[0].words
        first, last = max(0, start - _AROUND), min(last, end + _AROUND)
    heat = Heat(
        reading.to_question.T,
        reading.question.words,
        reading.passage.words,
        "question",
        "passage",
        "attention",
    )
    heatmap(
        heat.chosen(range(len(reading.question)), range(first, last)),
        "reading_attention",
        "Attention of each passage word to each word of the question.",
    )


def _draw_strip(reading: Reading) -> None:
    """Draw how the question shares its attention among the passage's words."""
    st.subheader("From the question to the passage", anchor=False)
    shares = [float(value) for value in reading.to_passage]
    tokens = [
        Token(int(start), int(end), value, f"{percent(share)} of its attention")
        for (start, end), value, share in zip(
            reading.passage.spans, relative(shares), shares, strict=True
        )
    ]
    coloured_tokens(
        reading.passage.text,
        tokens,
        STRENGTH_CLASSES,
        "reading_strip",
        "The passage, coloured by the question's attention",
    )
    legend(STRENGTH_CLASSES, "Share of the strongest")
