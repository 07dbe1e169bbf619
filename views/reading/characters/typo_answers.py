"""Answers to a question with more and more typos, as bars, chart and table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from engine.reading.analysis.characters import typos
from engine.reading.analysis.characters.typos import Misspelling
from engine.reading.answers import Reading
from ui.charts.bars import Bars, many_bars
from ui.charts.base import LISTED, axis, options
from ui.charts.theme import paper
from ui.format import percent
from ui.notices import plain
from ui.palette import QUIET, SERIES

_SYMBOLS = ("circle", "rect", "triangle")


@dataclass(frozen=True)
class Line:
    """A network's answers by number of misspelled words, from 0 on."""

    name: str
    readings: Sequence[Reading]

    @property
    def breaks(self) -> int | None:
        """The number of misspelled words at which the answer changes."""
        return typos.breaks_at([reading.answer for reading in self.readings])

    def probability(self, strength: int) -> float:
        """Return the probability of the original answer."""
        return typos.probability_of_first(self.readings[0], self.readings[strength])


def draw(
    question: str,
    misspelled: Sequence[Misspelling],
    lines: Sequence[Line],
    strength: int,
) -> None:
    """Draw the answers for one number of typos, and their course over all.

    Args:
        question: Correctly spelled.
        misspelled: Its misspellings, in order.
        lines: One for each network.
        strength: Number of words misspelled now.
    """
    many_bars([_bars(line, strength) for line in lines], ranked=False)
    _draw_chart(lines, strength)
    _draw_table(question, misspelled, lines)


def _bars(line: Line, strength: int) -> Bars:
    """Return the current answer and, where it changed, the original one below."""
    first, now = line.readings[0], line.readings[strength]
    answer = now.answer or "no answer"
    shares = {answer: now.candidates[0].probability if now.candidates else 0.0}
    shares.setdefault(first.answer or "no answer", line.probability(strength))
    if line.breaks is None:
        note = "The answer stays the same, however many words are misspelled."
    else:
        note = f"The answer changes at {_counted(line.breaks)}."
    unknown = [word for word in now.unknown if word in now.question.words]
    if unknown:
        note += f" No word vector for: {', '.join(unknown)}."
    return Bars(shares, title=line.name, note=note)


def _counted(count: int) -> str:
    return f"{count} misspelled {'word' if count == 1 else 'words'}"


def _draw_chart(lines: Sequence[Line], strength: int) -> None:
    """Draw the probability of the original answer by number of typos."""
    series = [_series(line, SERIES[i], _SYMBOLS[i]) for i, line in enumerate(lines)]
    series[0]["markLine"] = {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": QUIET, "type": "dotted"},
        "label": {"show": False},
        "data": [{"xAxis": strength}],
    }
    spec = options(
        series,
        axis("misspelled words", minInterval=1, max=len(lines[0].readings) - 1),
        axis("probability of the original answer", gap=40, min=0, max=1),
        unit="%.3f",
        legend=LISTED,
    )
    st.echarts_chart(
        spec,
        height=340,
        key="reading_typos_chart",
        alt="Probability of the original answer by the number of misspelled words.",
    )
    st.caption(
        "Probability of the answer to the correctly spelled question. Hollow marks: "
        "the network gives a different answer."
    )


def _series(line: Line, colour: str, symbol: str) -> dict[str, Any]:
    """Return one network's line; marks are hollow where the answer changed."""
    points: list[dict[str, Any]] = []
    hollow = {"color": paper(), "borderColor": colour, "borderWidth": 2}
    for strength, reading in enumerate(line.readings):
        pair = [line.readings[0].answer, reading.answer]
        point: dict[str, Any] = {"value": [strength, line.probability(strength)]}
        if typos.breaks_at(pair) is not None:
            point["itemStyle"] = hollow
        points.append(point)
    return {
        "type": "line",
        "name": line.name,
        "data": points,
        "symbol": symbol,
        "symbolSize": 9,
        "lineStyle": {"color": colour, "width": 2},
        "itemStyle": {"color": colour},
        "emphasis": {"disabled": True},
    }


def _draw_table(
    question: str, misspelled: Sequence[Misspelling], lines: Sequence[Line]
) -> None:
    """Draw one row for each number of typos."""
    rows = []
    for strength in range(len(misspelled) + 1):
        row = {"Question": plain(typos.misspell(question, misspelled[:strength])[0])}
        for line in lines:
            reading = line.readings[strength]
            share = reading.candidates[0].probability if reading.candidates else 0.0
            row[plain(line.name)] = (
                f"{plain(reading.answer)} ({percent(share)})"
                if reading.candidates
                else "no answer"
            )
        rows.append(row)
    with st.expander("All answers as a table"):
        st.table(
            rows,
            border="horizontal",
            hide_index=True,
            alt="Answers by the number of misspelled words",
        )
