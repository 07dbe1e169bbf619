"""The arguments of each command of `./loupe`.

The options of `train` are the settings of the preset, those of `predict` are the
experiment's own: so preset and experiment are read before the other arguments.
"""

from argparse import (
    SUPPRESS,
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine import registry
from engine.cli import sweeping
from engine.errors import LoupeError, UnknownNameError
from engine.experiment import Experiment

_COMMANDS = {
    "list": "list experiments, presets, checkpoints and runs",
    "fetch": "download an experiment’s data and verify it",
    "train": "train a preset, or resume a run",
    "sweep": "train many settings and seeds under one name",
    "evaluate": "measure a checkpoint on its test or validation split",
    "predict": "run a checkpoint on your own input",
    "cards": "write the tables in README.md and checkpoints/README.md",
    "publish": "publish a run’s checkpoint under a name",
    "export": "write a network to a ZIP, for TensorBoard, or as a .keras or .onnx file",
    "import": "add a network from a ZIP that `export` has written",
    "vectors": "rebuild the shared word vectors from GloVe’s text",
}


def parse(words: list[str]) -> Namespace:
    """Parse the arguments; the options depend on command, experiment and preset."""
    parser = ArgumentParser(
        prog="./loupe",
        formatter_class=RawDescriptionHelpFormatter,
        description="\n".join(f"{n:10}{about}" for n, about in _COMMANDS.items()),
    )
    parser.add_argument("command", metavar="COMMAND")
    if not words or words[0] in ("-h", "--help"):
        parser.parse_args(words)
    command = words[0]
    if command not in _COMMANDS:
        raise UnknownNameError("command", command, _COMMANDS)
    # No abbreviations: `--pre best` would take the options of another preset.
    inner = ArgumentParser(
        prog=f"./loupe {command}",
        description=_COMMANDS[command],
        allow_abbrev=False,
    )
    inner.set_defaults(command=command)
    if command in ("fetch", "train", "evaluate", "predict", "publish"):
        inner.add_argument("experiment", metavar="EXPERIMENT")
        experiment = registry.get(words[1]) if _is_name(words[1:2]) else None
        _ADD_OPTIONS[command](inner, experiment, words)
    if command == "sweep":
        sweeping.add_options(inner)
    if command == "export":
        _export_options(inner)
    if command == "import":
        inner.add_argument("file", type=Path, metavar="FILE")
    # A review may come behind the options: plain parsing would take it for too much.
    options = inner.parse_intermixed_args(words[1:])
    if command == "train" and options.resume:
        _refuse_beside_resume(words)
    if command == "sweep":
        sweeping.refuse_unclear(options, words)
    return options


def _refuse_beside_resume(words: list[str]) -> None:
    """Raise LoupeError where a resumed run is given options: it keeps its own."""
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    if others := sorted(given - {"--resume", "--job"}):
        raise LoupeError(
            f"A resumed run keeps its settings. Leave out {', '.join(others)}, "
            "or start a new run without --resume."
        )


def _is_name(first: list[str]) -> bool:
    """Return whether the word after the command names the experiment.

    Raises:
        LoupeError: It is an option; the available ones depend on the experiment.
    """
    if not first or first[0] in ("-h", "--help"):
        return False
    if first[0].startswith("-"):
        listed = ", ".join(registry.NAMES)
        raise LoupeError(f"Put the experiment before the options. Available: {listed}.")
    return True


def _train_options(
    parser: ArgumentParser, experiment: Experiment | None, words: list[str]
) -> None:
    """Add the options of `train`: every field of the preset's config is one."""
    add = parser.add_argument
    add("--preset", default="quick", help="settings to start from (quick)")
    add("--own-data", metavar="FILE", help="train on your own file instead")
    add("--source", help="name of the published data set to train on")
    add("--resume", metavar="RUN", help="resume a run that was stopped or interrupted")
    add("--run", metavar="RUN", help="id of the new run (default: its start time)")
    add("--job", default="", help=SUPPRESS)  # for a job of a cluster: its own name
    if experiment is None:
        return
    preset = _preset_of(words)
    if preset not in experiment.presets:
        raise UnknownNameError(f"{experiment.name} preset", preset, experiment.presets)
    for setting in experiment.presets[preset].settings():
        value = getattr(experiment.presets[preset], setting.name)
        add(
            f"--{setting.name.replace('_', '-')}",
            type=_truth if isinstance(value, bool) else type(value),
            default=SUPPRESS,  # what is not given may be fitted to the user's own data
            help=f"{setting.metadata['help']} ({value})".replace("%", "%%"),
        )


def _truth(word: str) -> bool:
    """Return the truth value of a word; `bool("False")` would be true."""
    if word.lower() not in ("true", "false"):
        raise ArgumentTypeError(f"“{word}” must be true or false")
    return word.lower() == "true"


def _preset_of(words: list[str]) -> str:
    """Return the value of `--preset`, before the other options are parsed."""
    preset = "quick"
    for word, after in pairwise([*words, ""]):  # the last one counts, as in argparse
        if word == "--preset":
            preset = after
        elif word.startswith("--preset="):
            preset = word.partition("=")[2]
    return preset


def _evaluate_options(parser: ArgumentParser, *_: Any) -> None:
    """Add the options of `evaluate`."""
    parser.add_argument("checkpoint", metavar="CHECKPOINT")
    parser.add_argument(
        "--limit", type=int, metavar="N", help="measure at most N examples"
    )
    parser.add_argument(
        "--measure", default="", help="name of an additional measurement"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def _predict_options(
    parser: ArgumentParser, experiment: Experiment | None, _: list[str]
) -> None:
    """Add the options of `predict`, which are the experiment's own."""
    parser.add_argument("--json", action="store_true", help="print JSON")
    if experiment is not None:
        experiment.add_predict_options(parser)


def _publish_options(parser: ArgumentParser, *_: Any) -> None:
    """Add the options of `publish`."""
    from engine.checkpoints.publish import SNAPSHOT_MEGABYTES

    parser.add_argument("run", metavar="RUN")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument(
        "--other-seeds",
        nargs="+",
        default=[],
        metavar="RUN",
        help="runs that differ only in their seed: the card has the mean over all",
    )
    parser.add_argument(
        "--snapshot-megabytes",
        type=float,
        default=SNAPSHOT_MEGABYTES,
        metavar="MB",
        help="most that all snapshots take together; 0 for none (default: %(default)g)",
    )


def _export_options(parser: ArgumentParser) -> None:
    """Add the options of `export`."""
    add = parser.add_argument
    add("network", metavar="RUN|CHECKPOINT", help="a run’s id, or reading/best")
    add("file", type=Path, nargs="?", metavar="FILE", help="ZIP to write")
    add(
        "--with-own-data",
        action="store_true",
        help="put your own data that it was trained on into the ZIP",
    )
    add("--tensorboard", type=Path, metavar="DIR", help="write for TensorBoard")
    add("--keras", type=Path, metavar="FILE", help="write as a .keras file")
    add("--onnx", type=Path, metavar="FILE", help="write as a .onnx file")


_ADD_OPTIONS: dict[str, Callable[..., None]] = {
    "fetch": lambda *_: None,
    "train": _train_options,
    "evaluate": _evaluate_options,
    "predict": _predict_options,
    "publish": _publish_options,
}
