"""One training on one device and on several: the same losses, and how fast.

    python -m benchmarks.devices FILE [--experiment NAME] [--preset NAME] [--devices N]

Trains on a file of your own by the command line, with JAX (`pip install jax`), in a
process for each number of devices. Where there are no GPUs, XLA divides the processor
into devices, which shows that it works, not that it is faster.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from engine.runs import events
from engine.runs.events import Progress

_PROJECT = Path(__file__).parents[1]


def train(options: argparse.Namespace, devices: int) -> list[Progress]:
    """Return what a training with a number of devices reported."""
    with tempfile.TemporaryDirectory() as runs:
        environment = os.environ | {
            "KERAS_BACKEND": "jax",
            "LOUPE_RUNS": runs,
            "XLA_FLAGS": f"--xla_force_host_platform_device_count={devices}",
            "CUDA_VISIBLE_DEVICES": ",".join(map(str, range(devices))),
        }
        subprocess.run(
            [
                *(sys.executable, "-m", "engine", "train", options.experiment),
                *("--own-data", options.file, "--preset", options.preset),
                *("--epochs", str(options.epochs), "--precision", "float32"),
            ],
            env=environment,
            cwd=_PROJECT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (path,) = Path(runs).glob("*/*/events.jsonl")
        return [each for each in events.read(path) if isinstance(each, Progress)]


def main() -> None:
    """Train twice, and compare."""
    parser = argparse.ArgumentParser(description="devices: one training on several")
    parser.add_argument("file", type=Path)
    parser.add_argument("--experiment", default="language")
    parser.add_argument("--preset", default="tiny")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--devices", type=int, default=2)
    options = parser.parse_args()
    options.file = options.file.resolve()
    losses = []
    for devices in (1, options.devices):
        reported = train(options, devices)
        rates = [each.rate for each in reported if each.rate]
        found = {r.step: r.values["loss"] for r in reported if r.split == "validation"}
        losses.append(found)
        ends = ", ".join(f"{loss:.6f}" for loss in found.values())
        print(
            f"{devices} devices: {max(rates):10,.0f} a second; validation loss {ends}"
        )
    one, several = losses
    apart = max(abs(one[step] - several[step]) for step in one.keys() & several.keys())
    print(f"largest difference of a validation loss: {apart:.1e}")


if __name__ == "__main__":
    main()
