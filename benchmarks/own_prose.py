"""Ten short texts of our own: n-grams against `fine_tune`, as the Train tab fits it.

    python -m benchmarks.own_prose [FILE ...]

Without files: the prose of this repository. The n-gram order of the lowest loss
and the network that continues `paulgraham-best` are measured on the last tenth,
in nats per character. One to five minutes each on two cores: give files to do fewer.
"""

import argparse
import os
from pathlib import Path

from benchmarks.fitted_training import row, train
from engine import registry

_PROJECT = Path(__file__).parents[1]
_FILES = (
    *("STYLE.md", "CONTRIBUTING.md", "CHANGELOG.md", "README.md", "docs/serving.md"),
    *(f"engine/{name}/README.md" for name in registry.NAMES),
    "tests/samples/lighthouse.txt",
)


def main() -> None:
    """Run from the command line."""
    head = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser("benchmarks.own_prose", description=head)
    parser.add_argument("files", nargs="*", default=[str(_PROJECT / f) for f in _FILES])
    for file in parser.parse_args().files:
        path = Path(file)
        characters = len(path.read_text(encoding="utf-8"))
        trained = train(path, "fine_tune")
        name = os.path.relpath(path, _PROJECT)
        print(row(name, characters, trained), flush=True)


if __name__ == "__main__":
    main()
