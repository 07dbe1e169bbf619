"""Counting n-grams as a training run: events, a checkpoint, a card."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from engine.checkpoints import provenance
from engine.checkpoints.checkpoint import Metric
from engine.config import Config, option
from engine.data.sources import training_digests
from engine.experiment import Job, Trained
from engine.language import data
from engine.language.ngrams import file
from engine.language.ngrams.kneser_ney import KneserNey
from engine.language.ngrams.table import NGramTable, count
from engine.runs.events import Progress, Started

# Order, split and values of a Progress.
_Report = Callable[[int, str, dict[str, float]], None]


@dataclass(frozen=True, slots=True)
class NGramConfig(Config):
    """Settings of the counting."""

    needs_device: ClassVar[bool] = False  # a few seconds of sorting
    without: ClassVar[frozenset[str]] = frozenset(
        {"seed", "epochs", "batch_size", "more_epochs"}
    )

    order: int = option(
        10, "Order: characters of the longest n-gram", minimum=1, maximum=10
    )
    kept_order: int = option(
        10,
        "Longest n-grams to store; longer ones are only measured",
        minimum=1,
        maximum=10,
    )


class _StoppedError(Exception):
    """The run was stopped between two orders."""


def train(job: Job[NGramConfig]) -> Trained:
    """Count a text's n-grams of all orders, measure each, write a checkpoint.

    If stopped, the table has all the orders that were counted.

    Raises:
        TextError: The text is too short or cannot be read.
        DiskFullError: Something could not be written.
    """
    started = time.monotonic()
    text = data.read(job.source, job.own_data, job.title, job.data)
    split = data.split(text, sequence_length=2)
    highest = job.config.order
    job.emit(Started(0.0, 0, highest, highest, 0, "n-grams"))

    def report(order: int, name: str, values: dict[str, float]) -> None:
        at = time.monotonic() - started
        job.emit(Progress(at, order, order / highest, name, values))

    table, outcome = _count(job, split, report)
    metrics = tuple(_measure(job, split, table, report))
    seconds = time.monotonic() - started
    return _write_checkpoint(job, split, table, metrics, outcome, seconds)


def _count(
    job: Job[NGramConfig], split: data.Split, report: _Report
) -> tuple[NGramTable, str]:
    """Return the table, and "done" or "stopped"."""
    counted = 0

    def notify(order: int, entries: int) -> None:
        nonlocal counted
        counted = order
        report(order, "train", {"entries": float(entries)})
        if job.stop() and order < job.config.order:
            raise _StoppedError

    size = len(split.vocabulary)
    try:
        return count(split.train, size, job.config.order, notify), "done"
    except _StoppedError:
        return count(split.train, size, counted), "stopped"


def _measure(
    job: Job[NGramConfig], split: data.Split, table: NGramTable, report: _Report
) -> Iterator[Metric]:
    """Yield the loss of every order on the last tenth.

    An order that is not stored can only be measured by counting again.
    """
    for order in range(1, table.order + 1):
        model = KneserNey(table, order)
        losses = -model.log_probabilities(split.validation, split.train[-order:])
        loss = float(losses.mean())
        report(order, "validation", {"loss": loss})
        stored = order <= job.config.kept_order
        command = f"./loupe evaluate language {job.run_id}" if stored else job.command
        name = f"nats_per_character_order_{order}"
        note = data.replaced_note(split.replaced_fraction)
        yield Metric(name, loss, len(losses), data.SPLIT, command, note)
    # The highest order, because the best would be selected on the validation part.
    yield Metric("nats_per_character", loss, len(losses), data.SPLIT, command)


def _write_checkpoint(
    job: Job[NGramConfig],
    split: data.Split,
    table: NGramTable,
    metrics: tuple[Metric, ...],
    outcome: str,
    seconds: float,
) -> Trained:
    """Write the table with its vocabulary and card."""
    stored = replace(table, levels=table.levels[: job.config.kept_order])
    file.write(stored, job.folder / "table.npz")
    files: dict[str, bytes | Path] = {
        "table.npz": job.folder / "table.npz",
        "vocabulary.json": split.vocabulary.to_text().encode(),
    }
    return provenance.write_trained(
        job,
        experiment="language",
        sources=training_digests(data.SOURCES, job.source, job.own_data, job.title),
        outcome=outcome,
        step=table.order,
        epochs=1.0,
        seconds=seconds,
        parameters=sum(table.entries),
        metrics=metrics,
        files=files,
        facts={
            "training_characters": len(split.train),
            "kept_order": stored.order,
            "entries": list(table.entries),
            "bytes": list(table.size_bytes),
        },
    )
