"""The card of a checkpoint: its label, how it was trained, its metrics."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import streamlit as st

from engine import registry
from engine.checkpoints.checkpoint import IMPORTED, RATE_CHANGED, Card, Metric
from engine.experiment import FigureKind
from engine.published import PublishedFigure, comparable
from engine.runs import about, store
from ui.format import duration, words
from ui.loading import headline, is_own_run
from ui.notices import plain
from ui.sharing import draw_download
from ui.text import commands

_DIGEST = "_sha256"  # ends the name of an entry that is the digest of a file
_FEW = 1000  # examples; below it their number stands beside a percentage


def label_of(card: Card, what: str = "", figure: str = "") -> str:
    """Return a checkpoint's label in pickers, with its headline metric.

    Args:
        card: Its card.
        what: The kind of model; "" for the name of its preset.
        figure: The metric to show; "" for its headline.
    """
    parts = [f"{title_of(card)}, {what or words(card.preset)}{by_hand(card)}"]
    if is_own_run(card):
        name = _name_given(card)
        kind = "Imported" if card.facts.get(IMPORTED) else "Own run"
        parts = (
            [f"{name}{by_hand(card)}"]
            if name
            else [f"{kind}: {parts[0]}", _time_of(card.name)]
        )
    figure = figure or figure_text(card, headline(card))
    return " · ".join([*parts, figure] if figure else parts)


def own_run(card: Card) -> str:
    """Return “own run” and its name, else the end of its id; "" for a published one."""
    if not is_own_run(card):
        return ""
    return f"own run {_name_given(card) or card.name[-4:]}"


def _name_given(card: Card) -> str:
    """Return the name that the user gave a run; "" for none."""
    return about.read(store.runs_folder() / card.experiment / card.name).name


def by_hand(card: Card) -> str:
    """Return what follows the name of a preset that the user changed on the way."""
    changed = card.facts.get(RATE_CHANGED)
    return ", learning rate changed by hand" if changed else ""


def title_of(card: Card) -> str:
    """Return the title of the data that a checkpoint was trained on."""
    if card.facts.get("title"):
        return str(card.facts["title"])
    titles = {s.name: s.title for s in registry.get(card.experiment).sources}
    return ", ".join(titles.get(name, name) for name in card.sources)


def _time_of(run_id: str) -> str:
    """Return the day and time in a run's id."""
    try:
        return f"{datetime.strptime(run_id[:15], '%Y%m%d-%H%M%S'):%d %b %H:%M}"
    except ValueError:
        return run_id  # not made by `store.new_id`


def figure_kind(experiment: str, name: str) -> FigureKind:
    """Return how a metric is shown; by its own name where it is not declared."""
    kinds: Mapping[str, FigureKind] = registry.get(experiment).figures
    kind = kinds.get(name, FigureKind(words(name)))
    return replace(kind, title=kind.title or words(name))


def figure_text(card: Card, metric: Metric | None) -> str:
    """Return a metric in words; "" for None."""
    if metric is None:
        return ""
    kind = figure_kind(card.experiment, metric.name)
    # A percentage of a few says more than is known.
    few = f" (n = {metric.n})" if kind.percent and metric.n < _FEW else ""
    return kind.say(metric.value) + few


def exactly(kind: FigureKind, value: float) -> str:
    """Return a value for a table, with more digits than in a sentence.

    Example:
        >>> exactly(FigureKind("accuracy", percent=True), 0.94125)
        '94.12%'
        >>> exactly(FigureKind("nats per character"), 1.42537)
        '1.4254'
    """
    if kind.percent:
        return f"{100 * value:.{max(kind.digits, 2)}f}%"
    return f"{value:.{kind.digits + 2}f}"


def briefly(kind: FigureKind, value: float) -> str:
    """Return a value with the digits of a sentence, without its words.

    Example:
        >>> briefly(FigureKind("accuracy", percent=True, digits=1), 0.94125)
        '94.1%'
    """
    return kind.say(value).removesuffix(kind.words).rstrip()


def best_published(card: Card, metric: Metric) -> PublishedFigure | None:
    """Return the best published figure on the same data and split, or None."""
    published = registry.get(card.experiment).published
    figures = comparable(published, card.sources, metric.name, metric.split)
    kind = figure_kind(card.experiment, metric.name)
    best = max if kind.higher_is_better else min
    return best(figures, key=lambda figure: figure.value, default=None)


def draw_in_use(experiment: str, cards: Mapping[str, Card]) -> None:
    """Draw the cards of the networks that answer, folded away.

    Args:
        experiment: Theirs.
        cards: What each is called on the page -> its card.
    """
    folded = st.expander(
        "The network in use" if len(cards) == 1 else "The networks in use",
        key=f"{experiment}_in_use",
        icon=":material/badge:",
        bind="query-params",  # and they are drawn only once it is opened
    )
    if not folded.open:
        return
    with folded:
        for name, card in cards.items():
            if len(cards) > 1:
                st.markdown(f"**{plain(name)}**")
            draw_card(card)


def draw_card(card: Card) -> None:
    """Draw how a checkpoint was trained, and its metrics."""
    epochs = "epoch" if card.epochs == 1 else "epochs"
    rows = {
        "Trained on": plain(title_of(card)),
        "Preset": f"{words(card.preset)}{by_hand(card)}",
        "Training": f"{card.epochs:g} {epochs} in {duration(card.seconds)}",
        "Machine": plain(card.machine),
        "Parameters": f"{card.parameters:,}",
        **facts(card),
    }
    st.table(
        rows, border="horizontal", hide_header=True, alt=f"How {card.name} was trained"
    )
    if card.note:
        st.caption(plain(card.note))
    if card.metrics:
        st.table(
            _rows_measured(card),
            border="horizontal",
            hide_index=True,
            alt=f"Metrics of {card.name}",
        )
    changed = "; training it again leaves out the change by hand" * bool(by_hand(card))
    st.caption(f"Commands that train it again and measure its metrics{changed}")
    commands.draw(card.command, *(m.command for m in card.metrics[:1]))
    draw_download(card.experiment, card.name, f"{card.experiment}_{card.name}_zip")


def facts(card: Card) -> dict[str, str]:
    """Return the further entries of a card that can be read: words and numbers.

    Lists and mappings are for charts, and the title is shown elsewhere.
    """
    return {
        plain(_fact(name)): f"{value:,}"
        if type(value) is int
        else plain(
            _briefly_digests(str(value)) if name.endswith(_DIGEST) else str(value)
        )
        for name, value in card.facts.items()
        if isinstance(value, str | int | float) and name != "title" and value != ""
    }


def _fact(name: str) -> str:
    """Return what an entry of a card is called."""
    if name.endswith(_DIGEST):
        return f"{words(name.removesuffix(_DIGEST)).capitalize()}, SHA-256"
    return words(name).capitalize()


def _briefly_digests(digests: str) -> str:
    """Return the beginnings of digests, in hexadecimal: enough to compare."""
    return re.sub(r"\b([0-9a-f]{12})[0-9a-f]{52}\b", r"\1…", digests)


def _rows_measured(card: Card) -> list[dict[str, str]]:
    """Return the table of metrics, without columns that have nothing to say."""
    rows = [_measured(card, metric) for metric in card.metrics]
    said = {name for row in rows for name, cell in row.items() if cell != "–"}
    return [{k: cell for k, cell in row.items() if k in said} for row in rows]


def _measured(card: Card, metric: Metric) -> dict[str, str]:
    """Return one row of the table of metrics."""
    kind = figure_kind(card.experiment, metric.name)
    best = best_published(card, metric)
    return {
        "Metric": kind.title,
        "Value": exactly(kind, metric.value),
        "n": f"{metric.n:,}",
        "Split": plain(metric.split),
        "Best published": f"{exactly(kind, best.value)}, {best.system}"
        if best
        else "–",
        "Note": plain(remark(kind, metric)) or "–",
    }


def remark(kind: FigureKind, metric: Metric) -> str:
    """Return the note of a metric; of a mean, the value with each seed before it."""
    each = ", ".join(exactly(kind, value) for value in metric.per_seed.values())
    return "; ".join(filter(None, (f"per seed: {each}" if each else "", metric.note)))
