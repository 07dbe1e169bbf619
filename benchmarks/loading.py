"""Time that the memory of a server costs when one more network is loaded.

    python -m benchmarks.loading

Loads shipped networks of all experiments one after the other, as a server does, and
prints for each how long `engine.loaded.Loaded` takes after the load itself, and beside
it how long a walk through everything that is loaded takes, which it does only where a
network is dropped. Seconds of the processor, in which no other visitor is answered.
"""

import argparse
import gc
import time
from typing import Any

from engine import registry
from engine.backend.memory import collect_rarely
from engine.checkpoints import checkpoint
from engine.loaded import Loaded

_NAMES = (
    *("language/shakespeare-best", "reading/bidaf", "sentiment/best", "images/best"),
    *("reading/best", "language/aesop-best", "sentiment/lstm"),
)


def main() -> None:
    """Print both times for each network."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    collect_rarely()
    kept = Loaded(limit_megabytes=10_000)  # nothing is dropped
    print(f"{'network':28}{'keep, s':>10}{'walk, s':>10}")
    for name in _NAMES:
        loaded: list[float] = []

        def load(name: str = name, loaded: list[float] = loaded) -> Any:
            experiment, _, network = name.partition("/")
            folder = checkpoint.find(experiment, network)
            predictor = registry.get(experiment).load(folder)
            predictor.warm()
            loaded.append(time.process_time())
            return predictor

        kept.get(name, 0.0, load)
        keep = time.process_time() - loaded[0]
        print(f"{name:28}{keep:10.3f}{walk():10.3f}")


def walk() -> float:
    """Return what a collection over everything that is loaded takes, in seconds."""
    start = time.process_time()
    gc.unfreeze()
    gc.collect()
    seconds = time.process_time() - start
    gc.freeze()
    return seconds


if __name__ == "__main__":
    main()
