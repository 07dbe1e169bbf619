"""Choosing a checkpoint and an epoch, and the card of the one in use."""

from datetime import datetime

import streamlit as st

from engine import registry
from engine.checkpoint import Card, Metric
from engine.published import PublishedFigure, comparable
from ui.choosing import choose_one
from ui.loading import is_own_run, known_cards

FINAL = "final"


def choose_checkpoint(
    experiment: str, key: str, label: str = "Network", kind: str = "lstm"
) -> str | None:
    """Draw the picker of shipped checkpoints and own runs; return the name.

    Args:
        experiment: Whose checkpoints.
        key: Of the widget, and the name in the URL.
        label: What stands above it.
        kind: "lstm" for networks, "ngrams" for counted tables.

    Returns:
        The chosen name; None, after a notice, where there is none at all.
    """
    cards = known_cards(experiment, kind)
    if not cards:
        what = "counted n-grams" if kind == "ngrams" else "network"
        preset = "ngrams" if kind == "ngrams" else "quick"
        st.info(
            f"There is no {what} on this machine yet. Train one here, or with "
            f"`./loupe train {experiment} --preset {preset}`.",
            icon=":material/info:",
        )
        return None
    labels = {name: label_of(card) for name, card in cards.items()}
    return choose_one(label, labels, key, default=next(iter(cards)))


def choose_epoch(card: Card, key: str) -> float | None:
    """Draw the time machine; return an epoch, or None for the final weights.

    Nothing is drawn where the checkpoint carries no snapshots.
    """
    epochs = sorted(snapshot.epoch for snapshot in card.snapshots)
    if not epochs:
        return None
    options = [f"{epoch:g}" for epoch in epochs] + [FINAL]
    if st.session_state.get(key) not in options:
        st.session_state.pop(key, None)  # another network has other epochs
    chosen = st.select_slider(
        "Weights after epoch",
        options,
        value=FINAL,
        key=key,
        help="The same network as it was after so many passes over its text.",
        bind="query-params",
        persist_state="session",
    )
    return None if chosen == FINAL else float(str(chosen))


def label_of(card: Card) -> str:
    """Return what a person calls a checkpoint, with its first figure."""
    title = str(card.facts.get("title") or source_title(card))
    kind = "n-grams" if card.preset == "ngrams" else card.preset
    parts = [f"{title}, {kind}"]
    if is_own_run(card):
        parts = [f"Own run: {parts[0]}", _time_of(card.name)]
    metric = headline(card)
    if metric:
        parts.append(f"{metric.value:.2f} {words(metric.name)}")
    return " · ".join(parts)


def _time_of(run_id: str) -> str:
    """Return when a run was made, as a person says it."""
    try:
        return f"{datetime.strptime(run_id[:15], '%Y%m%d-%H%M%S'):%d %b %H:%M}"
    except ValueError:
        return run_id  # an id that somebody made up


def source_title(card: Card) -> str:
    """Return the title of what a checkpoint learned from."""
    known = {s.name: s.title for s in registry.get(card.experiment).sources}
    return ", ".join(known.get(name, name) for name in card.sources)


def headline(card: Card) -> Metric | None:
    """Return the figure that stands for a card: the best order, or the first."""
    if card.preset == "ngrams":
        return min(card.metrics, key=lambda metric: metric.value, default=None)
    return card.metrics[0] if card.metrics else None


def words(name: str) -> str:
    """Return a metric's or setting's name as words."""
    return name.replace("_", " ")


def draw_card(card: Card) -> None:
    """Draw what a checkpoint is, how it was made and what was measured on it."""
    rows = {
        "Learned from": str(card.facts.get("title") or source_title(card)),
        "Preset": card.preset,
        "Trained": f"{card.epochs:g} epochs in {duration(card.seconds)}",
        "Machine": card.machine,
        "Parameters": f"{card.parameters:,}",
    }
    st.table(rows, border="horizontal", hide_header=True)
    if card.note:
        st.caption(card.note)
    if card.metrics:
        rows_measured = [_measured(card, metric) for metric in card.metrics]
        st.table(rows_measured, border="horizontal", hide_index=True)
    st.caption("How it was made, and how the figures are measured again")
    commands = [card.command, *(m.command for m in card.metrics[:1])]
    st.code("\n".join(commands), language="bash", wrap_lines=True)


def _measured(card: Card, metric: Metric) -> dict[str, str]:
    """Return one figure with all that is needed to judge it."""
    published = _published(card, metric)
    return {
        "Measured": words(metric.name),
        "Value": f"{metric.value:.4f}",
        "n": f"{metric.n:,}",
        "Split": metric.split,
        "Published": f"{published.value:.4f}, {published.system}" if published else "–",
        "Note": metric.note or "–",
    }


def _published(card: Card, metric: Metric) -> PublishedFigure | None:
    """Return the best figure that others published on the same data and split."""
    known = registry.get(card.experiment).published
    found = comparable(known, card.sources, metric.name, metric.split)
    return found[0] if found else None


def duration(seconds: float) -> str:
    """Return a time as a person says it: “8 s”, “3 min 20 s”, “2 h 5 min”."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
