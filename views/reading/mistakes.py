"""The Mistakes tab: which dev questions a network gets wrong, and how.

Read from the outcomes of a published checkpoint: nothing is measured here, and the
counts need no data. The questions themselves are shown where SQuAD is.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.reading.analysis import mistakes, tallies
from engine.reading.analysis.mistakes import LENGTH, NEAR, RIGHT, TYPE, WRONG
from engine.reading.analysis.outcomes import Outcomes
from engine.reading.analysis.tallies import Tally
from ui.loading import find_card
from ui.networks import choose_checkpoint
from ui.palette import BRASS, TRAIN
from ui.pickers import choose_one
from views.reading import cache, questions
from views.reading.clickable_bars import bars, chart, pick
from views.reading.request import network_label

_NETWORK = "reading_mistakes_network"
_BY, _GROUP, _WHICH = (f"reading_mistakes_{word}" for word in ("by", "group", "which"))
_ALL = "all"
_GROUPINGS = {TYPE: "Question type", LENGTH: "Answer length"}
_SHOWN = {
    WRONG: "all wrong answers",
    NEAR: "near misses: wrong, but F1 above 0",
    mistakes.LONG: "too long: the right answer and more",
    mistakes.SHORT: "too short: part of the right answer",
    mistakes.OVERLAP: "overlapping: part of the right answer and more",
    mistakes.ELSEWHERE: "elsewhere: no overlap with the right answer",
    mistakes.NOWHERE: "no answer: the end comes before the start",
    RIGHT: "right answers",
}


def _has_outcomes(card: Card) -> bool:
    return cache.outcomes_of(card) is not None


def draw() -> None:
    """Draw the whole tab."""
    name = choose_checkpoint(
        "reading",
        _NETWORK,
        label_of=network_label,
        wanted=_has_outcomes,
        missing="This tab needs stored outcomes: `./loupe publish reading` "
        "evaluates a run’s network on all dev questions once and stores every outcome.",
    )
    if name is None:
        return
    card = find_card("reading", name)
    outcomes = cache.outcomes_of(card)
    if outcomes is not None:
        _draw_outcomes(card, outcomes)


def _draw_outcomes(card: Card, outcomes: Outcomes) -> None:
    """Draw a network's bars, and the questions chosen by them."""
    left, right = st.columns(2, gap="large")
    with left:
        by = choose_one("Group questions by", _GROUPINGS, _BY, TYPE)
        rows = tallies.by_type(outcomes) if by == TYPE else tallies.by_length(outcomes)
        group = _choose_group(rows, by)
        _draw_bars(rows, group, by)
    in_group = mistakes.group_mask(outcomes, by, group)
    relations = cache.relations_of(card)
    with right:
        which = choose_one("Show", _available(relations), _WHICH, WRONG)
        if relations is None:
            st.caption(
                "Wrong answers cannot be compared with the annotators’: "
                "checkpoints/shared/squad_statistics.json cannot be read."
            )
        else:
            _draw_relations(
                mistakes.shares(relations, in_group), which, f"{by}_{group}"
            )
    indices = mistakes.select(outcomes, in_group, which, relations)
    questions.draw(card, outcomes, indices, f"{card.name}_{by}_{group}_{which}")


def _available(relations: mistakes.Relations | None) -> Mapping[str, str]:
    """Return what can be shown: without reference spans, only what F1 says."""
    if relations is not None:
        return _SHOWN
    return {name: _SHOWN[name] for name in (WRONG, NEAR, RIGHT)}


def _choose_group(rows: Sequence[Tally], by: str) -> str:
    """Draw the picker of the group; return its name, empty for all."""
    unit = {TYPE: "", LENGTH: " words"}[by]
    labels = {row.name: f"{row.name}{unit} ({row.count:,})" for row in rows}
    options = {_ALL: "all questions", **labels}
    chosen = choose_one("Questions", options, _GROUP, _ALL)
    return "" if chosen == _ALL else chosen


def _draw_bars(rows: Sequence[Tally], group: str, by: str) -> None:
    """Draw exact match and F1 of each group; a click chooses it."""
    st.markdown("**How many are right.** Click a row to list its questions.")
    names = [row.name for row in rows]
    figures = (("exact match", TRAIN, "exact"), ("F1", BRASS, "f1"))
    series = [
        bars(title, colour, [100 * getattr(row, field) for row in rows], names, group)
        for title, colour, field in figures
    ]
    chart(
        names,
        series,
        f"reading_mistakes_bars_{by}_{group}",
        partial(pick, _GROUP, names, _ALL),
        "Exact match and F1 of each group of questions, in percent.",
    )


def _draw_relations(rows: Sequence[mistakes.Share], which: str, key: str) -> None:
    """Draw how the answers relate to the references; a click chooses a relation."""
    total = sum(row.count for row in rows)
    st.markdown(
        f"**How the answers compare with the annotators’**, for {total:,} questions."
    )
    names = [row.name for row in rows]
    row_bars = bars(
        "share", TRAIN, [100 * row.share for row in rows], names,
        which if which in names else "",
    )  # fmt: skip
    chart(
        names,
        [row_bars],
        f"reading_mistakes_ways_{key}_{which}",
        partial(pick, _WHICH, names, WRONG),
        "Share of the questions whose answer is right, too long, too short, "
        "overlapping, elsewhere, or missing.",
    )
    st.caption(
        " · ".join(f"{row.name} {row.count:,}" for row in rows)
        + ". The annotator’s span with the largest overlap counts."
    )
