"""From a finished training to its checkpoint, and back to what it was trained on."""

import os
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from engine import settings
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Metric, Snapshot
from engine.data.sources import Source, digest
from engine.errors import CheckpointError
from engine.experiment import Job, Trained
from engine.runs import events
from engine.runs import facts as facts_of_run
from engine.runs.store import OWN_DATA

# Only the backend in use is named; others can be installed beside it.
_LIBRARIES = {
    "tensorflow": ("tensorflow", "tensorflow-cpu"),
    "jax": ("jax", "jaxlib"),
    "torch": ("torch",),
}


def write_trained(
    job: Job[Any],
    *,
    experiment: str,
    sources: Mapping[str, str],
    outcome: str,
    step: int,
    epochs: float,
    seconds: float,
    parameters: int,
    metrics: tuple[Metric, ...],
    files: Mapping[str, bytes | Path],
    snapshots: Sequence[Snapshot] = (),
    facts: Mapping[str, Any],
    note: str = "",
) -> Trained:
    """Write the checkpoint of a job that has ended.

    Args:
        job: Whose folder the checkpoint goes to.
        experiment: Its name.
        sources: What it was trained on, name -> SHA-256.
        outcome: "done" or "stopped".
        step: Batches seen.
        epochs: Passes over the training set.
        seconds: Of training.
        parameters: How many the model has.
        metrics: What was measured on validation.
        files: Weights and assets by name; the events and the snapshots are added.
        snapshots: The weights at earlier epochs, in the job's folder.
        facts: Further entries of the card.
        note: For readers of the figures.

    Raises:
        DiskFullError: There was no room.
    """
    written = ["events.jsonl", *(snapshot.file for snapshot in snapshots)]
    card = Card(
        experiment=experiment,
        name=job.run_id,
        preset=job.preset,
        config=job.config.to_mapping(),
        sources=dict(sources),
        outcome=outcome,
        epochs=round(epochs, 3),
        seconds=round(seconds, 1),
        parameters=parameters,
        machine=machine(),
        libraries=libraries(),
        code_commit=job.code_commit,
        created=date.today().isoformat(),
        command=job.command,
        metrics=metrics,
        snapshots=tuple(snapshots),
        facts=dict(facts) | {"title": job.title} | _rate_changed(job),
        note=note,
    )
    contents = {**files, **{name: job.folder / name for name in written}}
    folder = checkpoint.write(job.folder / "checkpoint", card, contents)
    return Trained(folder, outcome, step, seconds, {m.name: m.value for m in metrics})


def _rate_changed(job: Job[Any]) -> dict[str, str]:
    """Return the fact that the learning rate was changed by hand, if it was."""
    reported = events.read(job.folder / "events.jsonl")
    changed = facts_of_run.rate_changed_in_words(reported)
    return {checkpoint.RATE_CHANGED: changed} if changed else {}


def initial_weights(card: Card) -> dict[str, str]:
    """Return the facts of a card whose training started from another network's weights.

    Args:
        card: Of that other network.
    """
    digest_of_weights = card.files["model.weights.h5"]
    return {"initial_weights": card.name, "initial_weights_sha256": digest_of_weights}


def own_data(card: Card, folder: Path, published: Iterable[Source]) -> Path | None:
    """Return the user's own file that a checkpoint was trained on; None for published.

    Args:
        card: Of the checkpoint.
        folder: Of the checkpoint, in its run's folder.
        published: The published data sets of the experiment.

    Raises:
        CheckpointError: The file is gone or was changed.
    """
    name, sha256 = next(iter(card.sources.items()), ("", ""))
    if name in {source.name for source in published}:
        return None
    path = folder.parent / OWN_DATA
    if not path.is_file():
        raise CheckpointError(
            f"The data “{name}” that {card.name} was trained on is no longer here."
        )
    if digest(path) != sha256:
        raise CheckpointError(f"“{name}” is not the data {card.name} was trained on.")
    return path


def machine() -> str:
    """Return the names of the CPU, with its cores, and of the GPU."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return f"{model}, {os.cpu_count()} cores{_gpu()}"


def _gpu() -> str:
    """Return ", " and the name of the NVIDIA GPU, or "" where there is none."""
    try:
        names = subprocess.run(
            ["nvidia-smi", "--query-gpu=name", "--format=csv,noheader"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split("\n")
    except (OSError, subprocess.CalledProcessError):
        return ""
    return f", {names[0].strip()}"


def libraries() -> dict[str, str]:
    """Return the versions of the libraries in use, and the backend."""
    backend = settings.backend()
    versions = {"python": platform.python_version(), "backend": backend}
    for name in ("keras", "numpy", *_LIBRARIES.get(backend, ())):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


def code_commit() -> str:
    """Return the commit of this code, with "+" where files were changed."""
    project = Path(__file__).parents[2]

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=project, capture_output=True, text=True, check=True
        ).stdout.strip()

    try:
        changed = "+" if git("status", "--porcelain", "--", "engine") else ""
        return git("rev-parse", "--short=12", "HEAD") + changed
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
