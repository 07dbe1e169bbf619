"""Counting n-grams as a run like any other: events, a checkpoint, a card."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from engine import checkpoint, provenance
from engine.checkpoint import Metric
from engine.events import Progress, Started
from engine.experiment import Config, Job, Trained, option
from engine.language import data, ngram_file
from engine.language.ngram_table import NGramTable, count
from engine.language.ngrams import KneserNey


@dataclass(frozen=True, slots=True)
class NGramConfig(Config):
    """Settings of the counting."""

    needs_device: ClassVar[bool] = False  # a few seconds of sorting

    order: int = option(10, "Longest n-gram, in characters", minimum=1, maximum=10)


class _StoppedError(Exception):
    """Stop was asked between two orders."""


def train(job: Job[NGramConfig]) -> Trained:
    """Count a text's n-grams of all orders, measure each, write a checkpoint.

    A stopped count is a whole table of the orders that were counted.

    Raises:
        TextError: The text is too short or cannot be read.
        DiskFullError: Something could not be written.
    """
    started = time.monotonic()
    text = data.read(job.source, job.text, job.title, job.data)
    split = data.split(text, sequence_length=2)
    highest = job.config.order
    job.emit(Started(0.0, 0, highest, highest, 0, "n-grams"))
    counted = 0

    def notify(order: int, entries: int) -> None:
        nonlocal counted
        counted = order
        at = time.monotonic() - started
        values = {"entries": float(entries)}
        job.emit(Progress(at, order, order / highest, "train", values))
        if job.stop() and order < highest:
            raise _StoppedError

    size = len(split.vocabulary)
    try:
        table, outcome = count(split.train, size, highest, notify), "done"
    except _StoppedError:
        table, outcome = count(split.train, size, counted), "stopped"
    metrics = []
    for order in range(1, table.order + 1):
        model = KneserNey(table, order)
        losses = -model.log_probabilities(split.validation, split.train[-order:])
        at = time.monotonic() - started
        values = {"loss": float(losses.mean())}
        job.emit(Progress(at, order, order / highest, "validation", values))
        metrics.append(
            Metric(
                f"nats_per_character_order_{order}",
                values["loss"],
                len(losses),
                "last 10 %",
                f"./loupe evaluate language {job.run_id}",
            )
        )
    seconds = time.monotonic() - started
    folder = _write_checkpoint(job, split, table, tuple(metrics), outcome, seconds)
    values = {metric.name: metric.value for metric in metrics}
    return Trained(folder, outcome, table.order, seconds, values)


def _write_checkpoint(
    job: Job[NGramConfig],
    split: data.Split,
    table: NGramTable,
    metrics: tuple[Metric, ...],
    outcome: str,
    seconds: float,
) -> Path:
    """Write the table with its vocabulary and card."""
    ngram_file.write(table, job.folder / "table.npz")
    files: dict[str, bytes | Path] = {
        "table.npz": job.folder / "table.npz",
        "vocabulary.json": split.vocabulary.to_text().encode(),
        "events.jsonl": job.folder / "events.jsonl",
    }
    card = provenance.card(
        job,
        experiment="language",
        sources=data.digests(job.source, job.text, job.title),
        outcome=outcome,
        epochs=1.0,
        seconds=seconds,
        parameters=sum(table.entries),
        metrics=metrics,
        snapshots=(),
        facts={
            "training_characters": len(split.train),
            "entries": list(table.entries),
            "bytes": list(table.size_bytes),
        },
    )
    return checkpoint.write(job.folder / "checkpoint", card, files)
