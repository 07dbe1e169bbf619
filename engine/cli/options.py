"""What each command of `./loupe` understands.

The options of training are the settings of the preset, those of predicting are
the experiment's own; so both are known before the rest of the words is read.
"""

from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from engine import registry
from engine.errors import LoupeError, UnknownNameError
from engine.experiment import Experiment

_COMMANDS = {
    "list": "experiments, presets, checkpoints and runs",
    "fetch": "bring an experiment's data, verified",
    "train": "train a preset, or go on with a run",
    "evaluate": "measure a checkpoint",
    "predict": "ask a checkpoint",
    "cards": "write the table in checkpoints/README.md",
    "publish": "ship a run's checkpoint under a name",
    "vectors": "make the shared word vectors anew from GloVe's text",
}


def parse(words: list[str]) -> Namespace:
    """Read the words; which options there are depends on the first three."""
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
    options = inner.parse_args(words[1:])
    if command == "train" and options.resume:
        _refuse_beside_resume(words)
    return options


def _refuse_beside_resume(words: list[str]) -> None:
    """Raise LoupeError where a run to go on with is given options: it keeps its own."""
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    if others := sorted(given - {"--resume"}):
        raise LoupeError(
            f"A resumed run keeps its settings. Leave out {', '.join(others)}, "
            "or start a new run without --resume."
        )


def _is_name(first: list[str]) -> bool:
    """Return whether the word after the command names the experiment.

    Raises:
        LoupeError: It is an option: which ones there are hangs on the experiment.
    """
    if not first or first[0] in ("-h", "--help"):
        return False
    if first[0].startswith("-"):
        known = ", ".join(registry.NAMES)
        raise LoupeError(f"Name the experiment before the options. Known: {known}.")
    return True


def _train_options(
    parser: ArgumentParser, experiment: Experiment | None, words: list[str]
) -> None:
    """Add the options of `train`: every field of the preset's config is one."""
    add = parser.add_argument
    add("--preset", default="quick")
    add("--own-data", metavar="FILE", help="your own data in place of the published")
    add("--source", help="name of the published data")
    add("--resume", metavar="RUN", help="go on with a run that was stopped or killed")
    add("--run", metavar="RUN", help="id of the new run")
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
            default=value,
            help=f"{setting.metadata['help']} ({value})".replace("%", "%%"),
        )


def _truth(word: str) -> bool:
    """Return the truth value that a word stands for; `bool("False")` is true."""
    if word.lower() not in ("true", "false"):
        raise ArgumentTypeError(f"“{word}” is neither true nor false")
    return word.lower() == "true"


def _preset_of(words: list[str]) -> str:
    """Return the preset that was asked for, before the options are known."""
    preset = "quick"
    for word, after in pairwise([*words, ""]):  # the last one counts, as ever
        if word == "--preset":
            preset = after
        elif word.startswith("--preset="):
            preset = word.partition("=")[2]
    return preset


def _evaluate_options(parser: ArgumentParser, *_: Any) -> None:
    """Add the options of `evaluate`."""
    parser.add_argument("checkpoint", metavar="CHECKPOINT")
    parser.add_argument("--limit", type=int, metavar="N", help="examples at most")
    parser.add_argument("--measure", default="", help="a further figure by name")
    parser.add_argument("--json", action="store_true")


def _predict_options(
    parser: ArgumentParser, experiment: Experiment | None, _: list[str]
) -> None:
    """Add the options of `predict`, which are the experiment's own."""
    parser.add_argument("--json", action="store_true")
    if experiment is not None:
        experiment.add_predict_options(parser)


def _publish_options(parser: ArgumentParser, *_: Any) -> None:
    """Add the options of `publish`."""
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("name", metavar="NAME")
    parser.add_argument(
        "--other-seeds",
        nargs="+",
        default=[],
        metavar="RUN",
        help="runs like this one but for their seed: the card says the mean of all",
    )


_ADD_OPTIONS: dict[str, Callable[..., None]] = {
    "fetch": lambda *_: None,
    "train": _train_options,
    "evaluate": _evaluate_options,
    "predict": _predict_options,
    "publish": _publish_options,
}
