"""The command line: list, fetch, train, evaluate, predict, cards, publish.

The only engine file that prints. A person's error is one line on standard
error and exit status 2; `--json` puts one JSON object on the last line.
"""

import json
import sys
from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Callable, Sequence
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

from engine import checkpoint, registry, runs
from engine.errors import CheckpointError, LoupeError, UnknownNameError
from engine.experiment import Config, Experiment
from engine.sources import data_folder

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


def main(words: Sequence[str] | None = None) -> int:
    """Carry out one command; return its exit status."""
    words = list(sys.argv[1:] if words is None else words)
    try:
        options = _parse(words)
        run: Callable[[Namespace], int] = globals()[f"_{options.command}"]
        return run(options)
    except LoupeError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130


def _parse(words: list[str]) -> Namespace:
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
    return inner.parse_args(words[1:])


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
    add("--text", metavar="FILE", help="your own data in place of the published")
    add("--source", help="name of the published data")
    add("--resume", metavar="RUN", help="go on with a run that was stopped or killed")
    add("--run", metavar="RUN", help="id of the new run")
    if experiment is None:
        return
    preset = _preset_of(words)
    if preset not in experiment.presets:
        raise UnknownNameError(f"{experiment.name} preset", preset, experiment.presets)
    for setting in fields(experiment.presets[preset]):
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


_ADD_OPTIONS: dict[str, Callable[..., None]] = {
    "fetch": lambda *_: None,
    "train": _train_options,
    "evaluate": _evaluate_options,
    "predict": _predict_options,
    "publish": _publish_options,
}


def _list(_: Namespace) -> int:
    """Print what there is."""
    for name in registry.NAMES:
        experiment = registry.get(name)
        print(f"{name}: {experiment.purpose}")
        print(f"  presets      {', '.join(experiment.presets)}")
        print(f"  data         {', '.join(s.name for s in experiment.sources)}")
        for found, folder in checkpoint.names(name).items():
            print(f"  checkpoint   {found}  {_figures(folder, name)}")
    for run in runs.list_runs():
        print(f"run  {run.id}  {run.experiment}  {run.title}  {runs.state(run)}")
    return 0


def _figures(folder: Path, experiment: str) -> str:
    """Return a checkpoint's first figure, or what is wrong with its card."""
    try:
        card = checkpoint.read_card(folder, experiment)
    except CheckpointError as error:
        return str(error)
    return ", ".join(f"{m.name} {m.value:.4g}" for m in card.metrics[:1])


def _fetch(options: Namespace) -> int:
    """Bring the data of an experiment."""
    from engine.download import fetch

    root = data_folder()

    def notify(name: str, have: int, size: int) -> None:
        print(f"\r{name}  {have / size:.0%}", end="", file=sys.stderr)

    for source in registry.get(options.experiment).sources:
        print(f"{source.title} ({source.licence})")
        for line in fetch(source, root, notify):
            print(f"  {line}")
    return 0


def _train(options: Namespace) -> int:
    """Train in the foreground; Ctrl-C stops within one batch and keeps all."""
    from engine import training

    experiment = registry.get(options.experiment)
    if options.resume:
        run = training.resume(options.resume, experiment.name)
    else:
        config = _config_of(options, experiment.presets[options.preset])
        run = training.prepare(
            experiment,
            options.preset,
            config,
            source=options.source,
            text=options.text,
            run_id=options.run,
        )
    print(f"run {run.id}")
    outcome = training.work(run, experiment, notify=print)
    return 0 if outcome in ("done", "stopped") else 1


def _config_of(options: Namespace, preset: Config) -> Config:
    """Return the preset with the options' values."""
    values = {
        setting.name: getattr(options, setting.name) for setting in fields(preset)
    }
    return type(preset).from_mapping(values)


def _evaluate(options: Namespace) -> int:
    """Measure a checkpoint and print its figures."""
    experiment = registry.get(options.experiment)
    folder = checkpoint.find(experiment.name, options.checkpoint)
    figures = experiment.evaluate(folder, data_folder(), options.limit, options.measure)
    if options.json:
        print(json.dumps(figures | {"checkpoint": options.checkpoint}))
    else:
        for name, value in figures.items():
            print(
                f"{name:32}{value:.4f}" if type(value) is float else f"{name:32}{value}"
            )
    return 0


def _predict(options: Namespace) -> int:
    """Ask a checkpoint; text is printed as it comes, figures as lines or JSON."""
    experiment = registry.get(options.experiment)
    text = ""
    figures: dict[str, Any] = {}
    for part in experiment.predict(options):
        if not isinstance(part, str):
            figures |= part
            continue
        text += part
        if not options.json:
            print(part, end="", flush=True)
    if options.json:
        answer = {"text": text} | figures if text else figures
        print(json.dumps(answer, ensure_ascii=False))
        return 0
    if text:
        print()
    for name, value in figures.items():
        print(f"{name}: {value}")
    return 0


def _cards(_: Namespace) -> int:
    """Write the table of all shipped checkpoints."""
    from engine import tables

    print(f"wrote {tables.write_checkpoints_table()}")
    return 0


def _publish(options: Namespace) -> int:
    """Ship a run's checkpoint with its full figures and a worked example."""
    from engine import publishing

    experiment = registry.get(options.experiment)
    folder = publishing.publish(experiment, options.run, options.name, data_folder())
    print(f"wrote {folder}")
    return 0


def _vectors(_: Namespace) -> int:
    """Make the word vectors that several experiments share."""
    from engine import glove

    print(f"wrote {glove.write_asset(data_folder() / glove.TEXT)}")
    return 0
