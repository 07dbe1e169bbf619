"""The shared parts of the Results tab: the table of metrics and the learning curves."""

from collections.abc import Iterable, Sequence

import streamlit as st

from engine import registry
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.published import PublishedFigure, comparable
from engine.runs import events
from ui.cards import exactly, figure_kind, remark
from ui.charts import curves, zoom
from ui.charts.lines import View
from ui.downloads import csv_button
from ui.links.bound import choose_several_bound
from ui.loading import Wanted, cards_of, every_card, is_own_run
from ui.notices import plain

_WHOLE_ROWS = 16  # shown at once; a longer table scrolls
_SCROLLED_PIXELS = 600


def choose_cards(experiment: str, wanted: Wanted = every_card) -> list[Card]:
    """Return the published cards and, if chosen, those of the user's own runs.

    Draws the switch where there are both.
    """
    listed = list(cards_of(experiment, wanted).values())
    shipped = [card for card in listed if not is_own_run(card)]
    if len(shipped) == len(listed):
        return shipped
    own = st.toggle(
        "Include your own runs",
        key=f"{experiment}_results_own",
        value=not shipped,
        bind="query-params",
        persist_state="session",
    )
    return listed if own else shipped


def draw_figures(experiment: str, cards: Sequence[Card]) -> None:
    """Draw every metric on the cards, and comparable published figures, as a table.

    The rows of one metric are together, the best on top.
    """
    rows = figure_rows(experiment, cards)
    if not rows:
        st.info(
            "No measured checkpoint on this machine yet. Train a network on the Train "
            f"tab, or with `./loupe train {experiment} --preset quick`.",
            icon=":material/info:",
        )
        return
    st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        height="content" if len(rows) <= _WHOLE_ROWS else _SCROLLED_PIXELS,
        column_config={
            "Model": st.column_config.TextColumn(width=160),
            "Value": st.column_config.TextColumn(alignment="right"),
            "n": st.column_config.TextColumn(alignment="right"),
        },
        alt="All published figures with the command or source of each",
    )
    csv_button(rows, f"{experiment}-figures", f"{experiment}_figures_csv")


def figure_rows(experiment: str, cards: Sequence[Card]) -> list[dict[str, str]]:
    """Return one row for each metric on the cards and each published figure."""
    declared = list(registry.get(experiment).figures)
    groups = list(dict.fromkeys((m.name, m.split) for c in cards for m in c.metrics))
    groups.sort(
        key=lambda g: declared.index(g[0]) if g[0] in declared else len(declared)
    )
    return [
        row for name, split in groups for row in _rows(experiment, name, split, cards)
    ]


def _rows(
    experiment: str, name: str, split: str, cards: Sequence[Card]
) -> list[dict[str, str]]:
    """Return the rows of one metric on one split, the best on top."""
    kind = figure_kind(experiment, name)
    rows = [
        (m.value, _row(kind.title, card.name, exactly(kind, m.value), f"{m.n:,}", split,
                       m.command, " ".join(filter(None, (remark(kind, m), card.note)))))
        for card in cards
        for m in card.metrics
        if (m.name, m.split) == (name, split)
    ]  # fmt: skip
    rows += [
        (f.value, _row(kind.title, f.system, exactly(kind, f.value), "not stated",
                       split, f.citation, f.note))
        for f in published_beside(experiment, cards, name, split)
    ]  # fmt: skip
    rows.sort(key=lambda pair: -pair[0] if kind.higher_is_better else pair[0])
    return [row for _, row in rows]


def _row(*cells: str) -> dict[str, str]:
    heads = ("Metric", "Model", "Value", "n", "Split")
    more = ("Command or source", "Note")
    return dict(zip((*heads, *more), cells, strict=True))


def published_beside(
    experiment: str, cards: Iterable[Card], name: str, split: str
) -> tuple[PublishedFigure, ...]:
    """Return the published figures that are comparable with those on the cards."""
    sources = dict.fromkeys(source for card in cards for source in card.sources)
    return comparable(registry.get(experiment).published, sources, name, split)


def draw_learning_curves(
    experiment: str, cards: Sequence[Card], note: str = ""
) -> None:
    """Draw the learning curves of the chosen networks in one chart.

    Args:
        experiment: Whose networks.
        cards: Those that can be chosen.
        note: What else must be known to compare them.
    """
    st.subheader("Learning curves", anchor=False)
    if not cards:
        st.caption("No trained network on this machine yet.")
        return
    names = [card.name for card in cards]
    key = f"{experiment}_results_curves"
    chosen = choose_several_bound(
        st.pills,
        "Networks",
        names,
        title=str,
        selection_mode="multi",
        default=names[:2],
        key=key,
        persist_state="session",
    )
    drawn = [_curve(experiment, name) for name in chosen if name in names]
    page = f"{experiment}_results"
    view = View(zoom=zoom.kept(page, View().x))
    zoom.draw(
        curves.comparison_chart(drawn, view),
        page,
        view,
        key=f"{page}_curves_chart",
        height=380,
        alt="Training and validation loss of the chosen networks by epoch.",
    )
    marks = curves.marks_in_words(len(drawn))
    st.caption(
        "Thick line with points: validation. Thin dotted line: training, smoothed. "
        f"{marks}{_without_validation(drawn)} {note}".rstrip()
    )


def _curve(experiment: str, name: str) -> curves.Curve:
    folder = checkpoint.find(experiment, name)
    return curves.Curve(name, events.read(folder / "events.jsonl"))


def _without_validation(drawn: Iterable[curves.Curve]) -> str:
    """Return a sentence on the networks that have no validation curve, or ""."""
    names = [
        plain(curve.label)
        for curve in drawn
        if not any(
            isinstance(event, events.Progress) and event.split == "validation"
            for event in curve.events
        )
    ]
    if not names:
        return ""
    were, its = ("was", "its") if len(names) == 1 else ("were", "their")
    return (
        f" No validation curve: {', '.join(names)} {were} trained on all of {its} "
        "training set."
    )
