"""The command line of benchmarks that ask one shipped network after the other."""

import argparse
from collections.abc import Callable


def main(program: str, description: str, measure: Callable[[str, bool], None]) -> None:
    """Run `measure` for each checkpoint that the command line names.

    Args:
        program: The benchmark, as `python -m` finds it.
        description: One sentence for `--help`.
        measure: Called with a checkpoint's name, and whether to print every answer.
    """
    parser = argparse.ArgumentParser(program, description=description)
    parser.add_argument("checkpoints", nargs="*", default=["best"])
    parser.add_argument("--list", action="store_true", help="print every answer")
    options = parser.parse_args()
    for name in options.checkpoints:
        measure(name, options.list)
