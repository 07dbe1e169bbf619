"""Runs a benchmark in a process of its own with one CPU core."""

import os
import subprocess
import sys

_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")


def measured(module: str, *arguments: str, **environment: str) -> float:
    """Return the number that `module` prints last when it is run with `arguments`.

    Args:
        module: What `python -m` finds from here: "benchmarks.training".
        *arguments: Its own.
        **environment: Variables beside those that are there.
    """
    said = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=os.environ | dict.fromkeys(_THREADS, "1") | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(said.stdout.split()[-1])
