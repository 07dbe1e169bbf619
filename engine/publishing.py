"""Shipping: from a finished run to a checkpoint that stands in the repository.

Everything on the card is measured here, at once, on the whole held-out part;
nothing is chosen by it.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine import checkpoint, runs
from engine.checkpoint import Metric
from engine.errors import RunError
from engine.experiment import Experiment

# Begins with a letter, as no run's id does.
_NAME = re.compile(r"[a-z][a-z0-9-]{1,40}")
# Share of the training after which a snapshot would show what the end shows.
_LATEST = 0.8


def publish(experiment: Experiment, run_id: str, name: str, data: Path) -> Path:
    """Write `checkpoints/<experiment>/<name>` from a run's checkpoint.

    Raises:
        UnknownNameError: There is no such run.
        RunError: The name is none, or the run is not done, so that its checkpoint
            is not the full thing.
        CheckpointError: The checkpoint is damaged.
        DataMissingError: What it is measured on is not on this machine.
    """
    if not _NAME.fullmatch(name):
        raise RunError(f"“{name}” is no name: small letters, digits and “-” only.")
    run = runs.get(run_id)
    if runs.state(run) != "done":
        raise RunError(f"{run_id} is not done; only whole trainings are shipped.")
    source = run.folder / "checkpoint"
    card = checkpoint.verify(source, experiment.name)
    late = {s.file for s in card.snapshots if s.epoch > _LATEST * card.epochs}
    card = replace(
        card,
        name=name,
        metrics=measured(experiment, source, name, data),
        snapshots=tuple(s for s in card.snapshots if s.file not in late),
    )
    files: dict[str, bytes | Path] = {
        file: source / file for file in card.files if file not in late
    }
    files |= experiment.assets(source, data)
    folder = checkpoint.shipped_folder() / experiment.name / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    return checkpoint.write(folder, card, files)


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
