"""Slurm itself, as one node on this machine: a killed training goes on, a requeued job.

The other ways in which a cluster ends a job take minutes: `benchmarks.clusters`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from engine.runs.cluster import job
from engine.settings import PROJECT
from tests.engine.runs.cluster.one_node import (
    goes_on_after,
    started,
    stops,
    training_of,
)

pytestmark = pytest.mark.slow
_SCRIPT = PROJECT / "scripts" / "slurm_node.sh"


def refused() -> str:
    """Return why this machine cannot be a node; "" if it can."""
    if os.geteuid():
        return "only root can start a node of Slurm"
    paths = f"{os.environ['PATH']}{os.pathsep}/usr/sbin"
    names = ("munged", "slurmctld", "slurmd", "sbatch")
    missing = [name for name in names if shutil.which(name, path=paths) is None]
    install = "install it with apt-get install slurm-wlm munge"
    return f"{missing[0]} is not on the PATH; {install}" if missing else ""


def shell(words: str, folder: Path) -> None:
    """Run a function of the script that the guide names."""
    paths = f"{os.environ['PATH']}{os.pathsep}/usr/sbin"
    subprocess.run(
        ["bash", "-euc", f'. "{_SCRIPT}"; {words}'],
        env=os.environ | {"PATH": paths, "node": str(folder)},
        check=True,
        timeout=60,
    )


def two_ports() -> int:
    """Return a free port whose successor is free, too."""
    while True:
        with socket.socket() as one, socket.socket() as successor, suppress(OSError):
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            successor.bind(("127.0.0.1", port + 1))
            return port


@pytest.fixture
def slurm(home, monkeypatch) -> Iterator[Path]:
    """Start a node on free ports, which LOUPE_LAUNCHER chooses; return its folder."""
    if why := refused():
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    folder = home / "slurm"
    port = two_ports()
    monkeypatch.setenv("SLURM_CONF", str(folder / "slurm.conf"))
    monkeypatch.setenv("LOUPE_LAUNCHER", "slurm")
    monkeypatch.setenv("LOUPE_CPUS", "1")
    shell(f'start_node "$node" {port}', folder)
    yield folder
    subprocess.run(["scancel", "--me"], check=True, timeout=60)
    shell('stop_node "$node"', folder)


def test_training_that_is_killed_and_job_that_is_put_back_go_on(slurm):
    run = started()
    goes_on_after(run, training_of(run).kill)
    number = job.note(run.folder).split()[2].rstrip(".")  # "Slurm: job 7."
    requeue = partial(
        subprocess.run, ["scontrol", "requeue", number], check=True, timeout=60
    )
    goes_on_after(run, requeue)
    stops(run)
