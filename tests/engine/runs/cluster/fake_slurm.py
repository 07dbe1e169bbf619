"""sbatch, squeue and scancel of a cluster of one node that is this machine.

A submitted command really runs, as a process group of its own. Files in the folder
FAKE_SLURM stand for what happens on a cluster: `full` keeps new jobs queued, `silent`
is a controller that does not answer, `refusing` a partition that does not exist.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

FOLDER = Path(os.environ.get("FAKE_SLURM", ""))
COMMANDS = ("sbatch", "squeue", "scancel", "scontrol")


def install(folder: Path) -> None:
    """Write the commands into a folder that is then put on the PATH."""
    for command in COMMANDS:
        path = folder / command
        path.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" "{__file__}" {command} "$@"\n'
        )
        path.chmod(0o755)


def sbatch(options: dict[str, str]) -> None:
    if (FOLDER / "refusing").exists():
        sys.exit(
            "sbatch: error: invalid partition specified: gpu\n"
            "sbatch: error: Batch job submission failed: Invalid partition name"
        )
    queued = (FOLDER / "full").exists()
    pid = 0 if queued else run(options)
    job = FOLDER / f"{options['--job-name']}.job"
    job.write_text(json.dumps({"pid": pid, "options": options}))
    _print(len(list(FOLDER.glob("*.job"))))


def run(options: dict[str, str]) -> int:
    with Path(options["--output"].replace("%%", "%")).open("ab") as log:
        process = subprocess.Popen(
            ["sh", "-c", options["--wrap"]],
            cwd=options["--chdir"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**os.environ, "SLURM_JOB_ID": "7"},
        )
    return process.pid


def _print(line: object) -> None:
    sys.stdout.write(f"{line}\n")


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def squeue(_: dict[str, str]) -> None:
    _print("another user's | odd name|RUNNING|1|None")
    for number, path in enumerate(sorted(FOLDER.glob("*.job")), 2):
        pid = json.loads(path.read_text())["pid"]
        if not pid:
            _print(f"{path.stem}|PENDING|{number}|Resources")
        elif lives(pid):
            _print(f"{path.stem}|RUNNING|{number}|None")


def scancel(options: dict[str, str]) -> None:
    path = FOLDER / f"{options['--name']}.job"
    pid = json.loads(path.read_text())["pid"]
    path.unlink()
    if pid:
        os.killpg(pid, signal.SIGTERM)


def scontrol(_: dict[str, str]) -> None:
    (FOLDER / "requeued").write_text(" ".join(sys.argv[2:]))


def main() -> None:
    if (FOLDER / "silent").exists():
        sys.exit("squeue: error: Unable to contact slurm controller")
    words = [word.partition("=") for word in sys.argv[2:]]
    globals()[sys.argv[1]]({name: value for name, _, value in words})


if __name__ == "__main__":
    main()
