"""Shipping: from a finished run to a checkpoint that stands in the repository.

Everything on the card is measured here, at once, on the whole held-out part;
nothing is chosen by it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Metric, Snapshot
from engine.errors import RunError
from engine.experiment import Experiment
from engine.runs import store

# Begins with a letter, as no run's id does.
_NAME = re.compile(r"[a-z][a-z0-9-]{1,40}")
# Share of the training after which a snapshot would show what the end shows.
_LATEST = 0.8
# Of the time machine of one checkpoint; the earliest snapshots show most.
_SNAPSHOT_BYTES = 9_000_000


def publish(
    experiment: Experiment,
    run_id: str,
    name: str,
    data: Path,
    other_seeds: Sequence[str] = (),
) -> Path:
    """Write `checkpoints/<experiment>/<name>` from a run's checkpoint.

    Args:
        experiment: That the run is of.
        run_id: What is shipped.
        name: Of the checkpoint.
        data: Folder of the sources.
        other_seeds: Runs that differ in their seed alone. They are measured too,
            and the card says the mean of all; none of them is shipped.

    Raises:
        UnknownNameError: There is no such run.
        RunError: The name is none, a run is not done, so that its checkpoint is
            not the full thing, or one of the others differs in more than its seed.
        CheckpointError: The checkpoint is damaged.
        DataMissingError: What it is measured on is not on this machine.
    """
    if not _NAME.fullmatch(name):
        raise RunError(f"“{name}” is no name: small letters, digits and “-” only.")
    source, card = _finished(experiment, run_id)
    others = [_finished(experiment, other) for other in other_seeds]
    _refuse_unlike([card, *(other for _, other in others)])
    metrics = measured(experiment, source, name, data)
    again = {
        other.config["seed"]: measured(experiment, folder, name, data)
        for folder, other in others
    }
    kept = _time_machine(card, source)
    left_out = {s.file for s in card.snapshots} - {s.file for s in kept}
    card = replace(
        card,
        name=name,
        metrics=(*metrics, *_means(card, {card.config["seed"]: metrics} | again)),
        snapshots=kept,
    )
    files: dict[str, bytes | Path] = {
        file: source / file for file in card.files if file not in left_out
    }
    files |= experiment.assets(source, data)
    folder = checkpoint.shipped_folder() / experiment.name / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    return checkpoint.write(folder, card, files)


def _time_machine(card: Card, source: Path) -> tuple[Snapshot, ...]:
    """Return the snapshots that are shipped, from the first on."""
    kept, used = [], 0
    for snapshot in card.snapshots:
        used += (source / snapshot.file).stat().st_size
        if snapshot.epoch > _LATEST * card.epochs or used > _SNAPSHOT_BYTES:
            break
        kept.append(snapshot)
    return tuple(kept)


def measured(
    experiment: Experiment, source: Path, name: str, data: Path
) -> tuple[Metric, ...]:
    """Return all figures of a checkpoint, each with the command that repeats it.

    A figure is a mean over `n` answers, or over what `counts` says of it. One of
    the run that no measuring of the checkpoint gives stays as it is.
    """
    metrics: dict[tuple[str, str], Metric] = {}
    for measure in ("", *experiment.measures):
        figures: dict[str, Any] = experiment.evaluate(source, data, None, measure)
        command = f"./loupe evaluate {experiment.name} {name}"
        command += f" --measure {measure}" if measure else ""
        split, counts = figures["split"], figures.get("counts", {})
        for key, value in figures.items():
            if isinstance(value, float):
                metric = Metric(
                    key, value, counts.get(key, figures["n"]), split, command
                )
                metrics.setdefault((key, split), metric)
    for metric in checkpoint.read_card(source, experiment.name).metrics:
        metrics.setdefault((metric.name, metric.split), metric)
    return tuple(metrics.values())


def _finished(experiment: Experiment, run_id: str) -> tuple[Path, Card]:
    """Return the checkpoint of a run that is done, and its card."""
    run = store.get(run_id)
    if store.state(run) != "done":
        raise RunError(f"{run_id} is not done; only whole trainings are shipped.")
    source = run.folder / "checkpoint"
    return source, checkpoint.verify(source, experiment.name)


def _refuse_unlike(cards: list[Card]) -> None:
    """Raise RunError unless cards differ in their seed, and in nothing else."""
    alike = [
        (card.preset, card.sources, card.epochs, card.config | {"seed": None})
        for card in cards
    ]
    seeds = [card.config["seed"] for card in cards]
    for card, one in zip(cards, alike, strict=True):
        if one != alike[0]:
            raise RunError(f"{card.name} differs from {cards[0].name} in its settings.")
        if seeds.count(card.config["seed"]) > 1:
            raise RunError(f"{card.name} has a seed that another one has, too.")


def _means(card: Card, by_seed: dict[int, tuple[Metric, ...]]) -> tuple[Metric, ...]:
    """Return the mean over seeds of each figure on the first split; none of one seed.

    Args:
        card: Of the run that is shipped.
        by_seed: Seed -> what its run reached.
    """
    first = by_seed[card.config["seed"]]
    if len(by_seed) < 2:
        return ()
    seeds = ", ".join(map(str, by_seed))
    command = f"{card.command}, then with --seed {seeds} each; ./loupe evaluate"
    means = []
    for metric in (one for one in first if one.split == first[0].split):
        values = [
            one.value
            for found in by_seed.values()
            for one in found
            if (one.name, one.split) == (metric.name, metric.split)
        ]
        each = ", ".join(f"{value:.4f}" for value in values)
        means.append(
            replace(
                metric,
                value=fmean(values),
                split=f"{metric.split}, mean of seeds {seeds}",
                command=command,
                note=f"each: {each}; shipped: seed {card.config['seed']}",
            )
        )
    return tuple(means)
