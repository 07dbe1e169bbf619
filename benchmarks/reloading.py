"""Memory of a process that loads a network again and again, as a server does in turn.

    python -m benchmarks.reloading [EXPERIMENT/NAME] [--times N]

MB after each time that the network is loaded, answers once and is dropped. It should
stay the same from the second time on.
"""

import argparse
import gc

import psutil

from engine import registry
from engine.checkpoints import checkpoint


def main() -> None:
    """Print the memory after each time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("network", nargs="?", default="reading/bidaf")
    parser.add_argument("--times", type=int, default=6)
    options = parser.parse_args()
    experiment, _, name = options.network.partition("/")
    folder = checkpoint.names(experiment)[name]
    for _ in range(options.times):
        network = registry.get(experiment).load(folder)
        network.warm()
        del network
        gc.collect()
        print(f"{psutil.Process().memory_info().rss / 1e6:,.0f} MB", flush=True)


if __name__ == "__main__":
    main()
