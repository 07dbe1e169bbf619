"""Markdown tables from the cards: every figure in a README is written by code."""

from pathlib import Path

from engine import registry
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import PROJECT, Card
from engine.errors import CheckpointError

_MARKS = ("<!-- cards:begin -->", "<!-- cards:end -->")
_HEADLINES = 3  # metrics of a checkpoint that the README lists
_INTRODUCTION = """# Checkpoints

Each folder is one trained model:

- `card.json`: how it was trained, its metrics, and the commands that measure them
- `model.weights.h5`: the weights, in float16, or in int8 where that costs less than
  0.01 nats; figures are of the weights as stored
- `snapshots/`: the weights at earlier epochs, in int8
- `table.npz`: n-gram counts
- other files: vocabularies and encoders, cached results, worked examples

No file holds code. The card lists the SHA-256 of every file; those of weights and
encoders are checked when they are loaded. `./loupe cards` writes the tables below.
"""


def figures_table(cards: list[Card]) -> str:
    """Return a Markdown table with a row for each metric of each card."""
    rows = [
        "| checkpoint | preset | metric | value | n | split | seed | command |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for card in cards:
        for metric in card.metrics:
            rows.append(
                f"| {card.experiment}/{card.name} | {card.preset} "
                f"| {metric.name.replace('_', ' ')} | {metric.value:.4f} "
                f"| {metric.n:,} | {metric.split} | {card.config.get('seed', '')} "
                f"| `{metric.command}` |"
            )
    return "\n".join(rows) + "\n"


def training_table(cards: list[Card]) -> str:
    """Return a Markdown table with a row for each card: how it was trained."""
    rows = [
        "| checkpoint | parameters | epochs | minutes | machine | command |",
        "|---|---|---|---|---|---|",
    ]
    for card in cards:
        rows.append(
            f"| {card.experiment}/{card.name} | {card.parameters:,} "
            f"| {card.epochs:g} | {card.seconds / 60:.1f} | {card.machine} "
            f"| `{card.command}` |"
        )
    return "\n".join(rows) + "\n"


def shipped_cards(experiment: str) -> list[Card]:
    """Return the readable cards of the published checkpoints, by name."""
    cards = []
    for path in sorted((checkpoint.shipped_folder() / experiment).glob("*/card.json")):
        try:
            cards.append(checkpoint.read_card(path.parent, experiment))
        except CheckpointError:
            continue
    return cards


def write_checkpoints_table() -> Path:
    """Write `checkpoints/README.md` and the table in the project's README."""
    cards = [card for name in registry.NAMES for card in shipped_cards(name)]
    path = checkpoint.shipped_folder() / "README.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = f"{_INTRODUCTION}\n## Metrics\n\n{figures_table(cards)}\n"
    text += f"## Training\n\n{training_table(cards)}"
    path.write_text(text, encoding="utf-8")
    _write_between_marks(PROJECT / "README.md", headline_table(cards))
    return path


def headline_table(cards: list[Card]) -> str:
    """Return a row for each of a checkpoint's first metrics, on its first split."""
    rows = ["| checkpoint | metric | n | split |", "|---|---|---|---|"]
    for card in cards:
        kinds = registry.get(card.experiment).figures
        for name in list(kinds)[:_HEADLINES]:
            metric = card.metric(name, card.metrics[0].split) if card.metrics else None
            if metric is not None:
                said = kinds[name].say(metric.value)
                rows.append(
                    f"| {card.experiment}/{card.name} | {said} "
                    f"| {metric.n:,} | {metric.split} |"
                )
    return "\n".join(rows) + "\n"


def _write_between_marks(path: Path, table: str) -> None:
    """Replace the text between the two marks of a file, if it has them."""
    if not path.exists():
        return
    text = path.read_text(encoding="utf-8")
    begin, end = _MARKS
    if begin in text and end in text:
        before, after = text.split(begin)[0], text.split(end)[1]
        path.write_text(f"{before}{begin}\n{table}{end}{after}", encoding="utf-8")
