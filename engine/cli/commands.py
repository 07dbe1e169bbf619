"""The command line: list, fetch, train, evaluate, predict, export and more.

The only engine file that prints. A `LoupeError` becomes one line on standard error and
exit status 2; with `--json`, one JSON object is the last line.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from engine import ensembles, registry, settings
from engine.backend.memory import collect_rarely
from engine.checkpoints import checkpoint
from engine.cli import new_run, sweeping
from engine.cli.options import parse
from engine.data.sources import data_folder
from engine.errors import CheckpointError, LoupeError
from engine.runs import store
from engine.sweeps import report
from engine.sweeps import sweep as sweeps


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    words = list(sys.argv[1:] if words is None else words)
    collect_rarely()
    if isinstance(sys.stdout, TextIOWrapper):
        # A file's name may be no UTF-8: printed as an escape, which JSON reads, too.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        settings.check()
        options = parse(words)
        return _COMMANDS[options.command](options)
    except LoupeError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130


def _list(_: Namespace) -> int:
    """Print experiments, presets, checkpoints, runs and sweeps."""
    for name in registry.NAMES:
        experiment = registry.get(name)
        print(f"{name}: {experiment.purpose}")
        print(f"  presets      {', '.join(experiment.presets)}")
        print(f"  data         {', '.join(s.name for s in experiment.sources)}")
        for trained, folder in checkpoint.names(name).items():
            print(f"  checkpoint   {trained}  {_figures(folder, name)}")
    for run in store.list_runs():
        print(f"run  {run.id}  {run.experiment}  {run.title}  {store.state(run)}")
    for sweep in sweeps.list_sweeps():
        print(report.line_of(sweep))
    return 0


def _figures(folder: Path, experiment: str) -> str:
    """Return a checkpoint's first metric, or what is wrong with its card."""
    try:
        card = checkpoint.read_card(folder, experiment)
    except CheckpointError as error:
        return str(error)
    return ", ".join(f"{m.name} {m.value:.4g}" for m in card.metrics[:1])


def _fetch(options: Namespace) -> int:
    """Download the data of an experiment."""
    from engine.data.download import fetch

    root = data_folder()

    def notify(name: str, have: int, size: int) -> None:
        print(f"\r{name}  {have / size:.0%}", end="", file=sys.stderr)

    for source in registry.get(options.experiment).sources:
        print(f"{source.title} ({source.licence})")
        for line in fetch(source, root, notify):
            print(f"  {line}")
    return 0


def _train(options: Namespace) -> int:
    """Train in the foreground; Ctrl-C stops within one batch, to be resumed."""
    from engine.backend import memory
    from engine.training import worker

    memory.keep()
    experiment = registry.get(options.experiment)
    if options.resume:
        run = worker.resume(options.resume, experiment.name, options.job)
        print(f"run {run.id}")
    else:
        run = new_run.create(options, experiment, notify=print)
    outcome = worker.work(run, experiment, notify=print, job_name=options.job)
    return worker.EXIT_STATUS[outcome]


def _sweep(options: Namespace) -> int:
    """Train many settings and seeds; Ctrl-C stops all of them, to be resumed."""
    return sweeping.carry_out(options, notify=lambda line: print(line, flush=True))


def _evaluate(options: Namespace) -> int:
    """Measure a checkpoint and print its metrics."""
    experiment = registry.get(options.experiment)
    figures = ensembles.evaluate(
        experiment, options.checkpoint, data_folder(), options.limit, options.measure
    )
    if options.json:
        print(json.dumps(figures | {"checkpoint": options.checkpoint}))
    else:
        for name, value in figures.items():
            print(
                f"{name:32}{value:.4f}" if type(value) is float else f"{name:32}{value}"
            )
    return 0


def _predict(options: Namespace) -> int:
    """Run a checkpoint on an input; print text as it comes, then its figures."""
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
    """Write the tables of all published checkpoints."""
    from engine.checkpoints import tables

    print(f"wrote {tables.write_checkpoints_table()}")
    return 0


def _publish(options: Namespace) -> int:
    """Publish a run's checkpoint with all its metrics and worked examples."""
    from engine.checkpoints import publish

    experiment = registry.get(options.experiment)
    folder = publish.publish(
        experiment,
        options.run,
        options.name,
        data_folder(),
        options.other_seeds,
        options.snapshot_megabytes,
    )
    print(f"wrote {folder}")
    return 0


def _export(options: Namespace) -> int:
    """Write a network to a file, or for other programs."""
    from engine.sharing import exporting

    experiment, name = exporting.find(options.network)
    if options.tensorboard:
        from engine.sharing import tensorboard

        print(f"wrote {tensorboard.write(experiment, name, options.tensorboard)}")
    if options.keras:
        from engine.sharing import keras_file

        said = keras_file.write(experiment, name, options.keras)
        print(f"wrote {options.keras}. {said}")
    if options.onnx:
        from engine.sharing import onnx_file

        said = onnx_file.write(experiment, name, options.onnx)
        print(f"wrote {options.onnx}. {said}")
    others = options.tensorboard or options.keras or options.onnx
    if options.file or not others:
        path = options.file or Path(f"{experiment}-{name}.zip")
        exporting.write_file(path, experiment, name, options.with_own_data)
        print(f"wrote {path}")
    return 0


def _import(options: Namespace) -> int:
    """Add a network from a file of `export`; nothing in it is executed."""
    from engine.sharing import importing

    run = importing.import_file(options.file)
    print(f"imported {run.experiment} “{run.imported}” as run {run.id}")
    return 0


def _vectors(_: Namespace) -> int:
    """Write the word vectors that several experiments share."""
    from engine.data import glove

    print(f"wrote {glove.write_asset(data_folder() / glove.TEXT)}")
    return 0


# Under the names of `options.parse`.
_COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "list": _list,
    "fetch": _fetch,
    "train": _train,
    "sweep": _sweep,
    "evaluate": _evaluate,
    "predict": _predict,
    "cards": _cards,
    "publish": _publish,
    "export": _export,
    "import": _import,
    "vectors": _vectors,
}
