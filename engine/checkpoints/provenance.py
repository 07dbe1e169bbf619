"""What a card says of how a checkpoint came about, gathered from the machine."""

import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from engine.checkpoints.checkpoint import Card, Metric, Snapshot
from engine.experiment import Job

# Only the backend that computed is named; others may be installed beside it.
_LIBRARIES = {
    "tensorflow": ("tensorflow", "tensorflow-cpu"),
    "jax": ("jax", "jaxlib"),
    "torch": ("torch",),
}


def card(
    job: Job[Any],
    *,
    experiment: str,
    sources: Mapping[str, str],
    outcome: str,
    epochs: float,
    seconds: float,
    parameters: int,
    metrics: tuple[Metric, ...],
    snapshots: tuple[Snapshot, ...],
    facts: Mapping[str, Any],
    note: str = "",
) -> Card:
    """Return the card of a job that has ended."""
    return Card(
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
        snapshots=snapshots,
        facts=dict(facts) | {"title": job.title},
        note=note,
    )


def machine() -> str:
    """Return the processor, its cores and the graphics processor in a phrase."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return f"{model}, {os.cpu_count()} cores{_graphics_processor()}"


def _graphics_processor() -> str:
    """Return ", " and the name of the NVIDIA processor, or "" where there is none."""
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
    """Return the versions of the libraries that computed, and the backend."""
    backend = os.environ.get("KERAS_BACKEND", "tensorflow")
    found = {"python": platform.python_version(), "backend": backend}
    for name in ("keras", "numpy", *_LIBRARIES.get(backend, ())):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def code_commit() -> str:
    """Return the commit of this code, "+" behind it where files were changed."""
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
