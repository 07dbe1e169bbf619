"""Ray itself, as one node on this machine: a job dies with its node's process.

Only where `requirements-ray.txt` is installed, as on the build server; everywhere else
`test_ray_jobs` shows the same with a cluster that is none.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from engine.runs import store, tending
from engine.runs.cluster import job
from tests.engine.runs.cluster.one_node import (
    goes_on_after,
    started,
    stops,
    training_of,
)
from tests.engine.runs.waiting import until

pytestmark = pytest.mark.slow


def free_ports() -> tuple[int, int]:
    """Return two ports that nothing listens on."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def answers(address: str) -> bool:
    """Return whether the head node takes jobs."""
    try:
        with urllib.request.urlopen(f"{address}/api/version", timeout=5):
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@pytest.fixture
def head(home, monkeypatch) -> Iterator[subprocess.Popen[bytes]]:
    """Start a head node on localhost, which LOUPE_LAUNCHER chooses."""
    if find_spec("ray") is None:
        if os.environ.get("CI"):
            pytest.fail("Ray is not installed: see requirements-ray.txt")
        pytest.skip("Ray is not installed: LOUPE_LAUNCHER=ray ./loupe installs it")
    port, dashboard = free_ports()
    address = f"http://127.0.0.1:{dashboard}"
    monkeypatch.setenv("LOUPE_LAUNCHER", "ray")
    monkeypatch.setenv("LOUPE_CPUS", "1")
    monkeypatch.setenv("RAY_API_SERVER_ADDRESS", address)
    job.scheduler.cache_clear()
    folder = tempfile.mkdtemp(prefix="ray")  # a socket's path has 107 characters
    words = ["start", "--head", "--block", "--disable-usage-stats", "--num-cpus=1"]
    words += ["--node-ip-address=127.0.0.1", f"--port={port}", f"--temp-dir={folder}"]
    words += ["--dashboard-host=127.0.0.1", f"--dashboard-port={dashboard}"]
    words += ["--object-store-memory=80000000"]
    with (home / "ray.txt").open("wb") as log:
        node = subprocess.Popen(
            [Path(sys.executable).with_name("ray"), *words], stdout=log, stderr=log
        )
    until(lambda: answers(address) or node.poll() is not None, "the node answers")
    assert node.poll() is None, (home / "ray.txt").read_text()
    yield node
    node.send_signal(signal.SIGTERM)
    node.wait(60)
    job.scheduler.cache_clear()
    shutil.rmtree(folder, ignore_errors=True)


def test_run_whose_node_lost_its_job_goes_on_from_its_last_state(head):
    run = started()
    supervisor = training_of(run).parents()[1]
    assert "JobSupervisor" in supervisor.name() + " ".join(supervisor.cmdline())
    said: list[str] = []

    def lose_and_put_back() -> None:
        supervisor.kill()
        until(lambda: tending.is_lost(run), "Ray sees that the job is lost")
        tending.put_back(store.list_runs(), said.append)

    goes_on_after(run, lose_and_put_back)
    assert said == [f"{run.id} lost its job and was queued again."]
    stops(run)
