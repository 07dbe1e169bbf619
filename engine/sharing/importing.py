"""From a ZIP of somebody else to a run of this machine; nothing in it is executed.

What is shown or used of a card is checked here or made anew: a forged card cannot name
a command to copy, draw a picture from another host, or pass its figures off as
measured on this machine. The run appears whole, by one rename, or not at all.
"""

import json
import shutil
import time
import unicodedata
import zipfile
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import h5py

from engine import registry
from engine.checkpoints.checkpoint import FORMAT, IMPORTED, Card, Metric
from engine.config import Config
from engine.data.sources import digest
from engine.errors import (
    DiskFullError,
    ImportRefusedError,
    LoupeError,
    TrainingOffError,
)
from engine.experiment import Experiment
from engine.runs import events, request, store
from engine.runs.events import OUTCOMES, Finished
from engine.runs.store import OWN_DATA, Run
from engine.sharing import archive
from engine.sharing.archive import CARD, MAXIMUM_BYTES

_WORDS = 500  # characters of any text on a card
_STAGING = ".importing"  # in the runs' folder; nothing is listed from there
_ABANDONED_SECONDS = 3600.0  # a killed import is removed by a later one
_ARRAY_BYTES = 2**30  # of one array, which damage could declare without holding it


def import_file(path: Path) -> Run:
    """Import the ZIP at a path; return and raise as `import_network`."""
    try:
        with path.open("rb") as file:
            return import_network(file)
    except OSError as error:
        raise ImportRefusedError(
            f"{path.name} cannot be read ({error.strerror or error})"
        ) from error


def import_network(file: BinaryIO) -> Run:
    """Make a run, with its checkpoint, of a ZIP that `exporting.write` has written.

    Args:
        file: The ZIP, open for reading; it can be sought in.

    Returns:
        The new run, under an id of its own.

    Raises:
        TrainingOffError: Importing is disabled here.
        ImportRefusedError: The file is not what `./loupe export` writes.
        DiskFullError: It cannot be written.
    """
    if not store.training_allowed():
        raise TrainingOffError
    with archive.opened(file) as (zipped, card):
        experiment, config = _checked(card)
        run = _run_of(card, experiment, config, OWN_DATA in zipped.namelist())
        staging = store.runs_folder() / _STAGING / f".{run.id}"
        try:
            _remove_abandoned(staging.parent)
            for name in (*card.files, *([OWN_DATA] if run.own_data else [])):
                place = staging if name == OWN_DATA else staging / "checkpoint"
                archive.unpack(zipped, name, place / name)
            _check_content(card, staging)
            _complete(run, _card_here(card, run, experiment), staging)
            run.folder.parent.mkdir(parents=True, exist_ok=True)
            staging.rename(run.folder)
        except OSError as error:
            raise DiskFullError(
                f"The network could not be written: {error.strerror or error}."
            ) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return run


def _remove_abandoned(folder: Path) -> None:
    """Remove what imports that were killed have left."""
    for left in folder.glob(".*"):
        if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _checked(card: Card) -> tuple[Experiment, Config]:
    """Return the experiment of a card and its settings; refuse a forged one."""
    if card.format != FORMAT:
        raise ImportRefusedError(f"it has checkpoint format {card.format}")
    if card.experiment not in registry.NAMES:
        raise ImportRefusedError(f"there is no experiment “{card.experiment[:60]}”")
    experiment = registry.get(card.experiment)
    preset = experiment.presets.get(card.preset)
    if preset is None:
        raise ImportRefusedError(
            f"{experiment.name} has no preset “{card.preset[:60]}”"
        )
    try:
        config = type(preset).from_mapping(card.config)
    except LoupeError as error:
        raise ImportRefusedError(f"its settings are not valid: {error}") from error
    if card.outcome not in OUTCOMES or not card.sources:
        raise ImportRefusedError("its card does not say how it was trained")
    if wild := [snapshot for snapshot in card.snapshots if snapshot.epoch < 0]:
        raise ImportRefusedError(f"it has a snapshot of epoch {wild[0].epoch:g}")
    if not {snapshot.file for snapshot in card.snapshots} <= card.files.keys():
        raise ImportRefusedError("a snapshot on its card has no digest")
    if "events.jsonl" not in card.files:
        raise ImportRefusedError("it has no learning curve")
    if min(card.epochs, card.seconds, card.parameters) < 0:
        raise ImportRefusedError("a number on its card is negative")
    _check_texts(asdict(card), "card")
    return experiment, config


def _check_texts(value: Any, name: str) -> None:
    """Refuse a text on a card that is too long, or has characters without a sign."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _check_texts(str(key), name)
            _check_texts(inner, str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_texts(inner, name)
    elif isinstance(value, str):
        odd = {unicodedata.category(sign) for sign in value} & {"Cc", "Cs"}
        if len(value) > _WORDS or odd:
            raise ImportRefusedError(f"“{name[:60]!a}” on its card is not plain text")


def _check_content(card: Card, staging: Path) -> None:
    """Refuse files whose digest is not the card's, and HDF5 that reaches outside."""
    for name, expected in card.files.items():
        if digest(staging / "checkpoint" / name) != expected:
            raise ImportRefusedError(f"“{name}” is not what its card says (SHA-256)")
        if name.endswith(".h5"):
            _check_hdf5(staging / "checkpoint" / name)
        if name.endswith(".npz"):
            _check_npz(staging / "checkpoint" / name)
    own = staging / OWN_DATA
    if own.exists() and digest(own) not in card.sources.values():
        raise ImportRefusedError("its data is not the data on its card (SHA-256)")


def _check_hdf5(path: Path) -> None:
    """Refuse HDF5 with arrays that are in other files, or that would fill the memory.

    HDF5 can name another file, and declare an array without holding one byte of it.
    """
    sizes: list[int] = []

    def check(_: str, item: Any) -> None:
        if isinstance(item, h5py.Dataset):
            if item.external or item.is_virtual or item.dtype.kind not in "biuf":
                raise ImportRefusedError(f"“{path.name}” reads other files or objects")
            sizes.append(item.nbytes)

    try:
        with h5py.File(path, "r") as file:
            if file.visititems_links(_leads_elsewhere):
                raise ImportRefusedError(f"“{path.name}” has a link to another place")
            file.visititems(check)
    except (OSError, KeyError, RuntimeError, ValueError, TypeError) as error:
        raise ImportRefusedError(f"“{path.name}” is not readable HDF5") from error
    if max(sizes, default=0) > _ARRAY_BYTES or sum(sizes) > 2 * MAXIMUM_BYTES:
        raise ImportRefusedError(f"an array in “{path.name}” is too large")


def _leads_elsewhere(_: str, link: Any) -> bool | None:
    return None if isinstance(link, h5py.HardLink) else True  # None: visit the next


def _check_npz(path: Path) -> None:
    """Refuse arrays whose ZIP, which `.npz` is, declares too much."""
    try:
        with zipfile.ZipFile(path) as arrays:
            sizes = [entry.file_size for entry in arrays.infolist()]
    except Exception as error:  # as in `archive.opened`
        raise ImportRefusedError(f"“{path.name}” holds no arrays") from error
    if sum(sizes) > 2 * MAXIMUM_BYTES:
        raise ImportRefusedError(f"an array in “{path.name}” is too large")


def _run_of(
    card: Card, experiment: Experiment, config: Config, has_own_data: bool
) -> Run:
    """Return the run that the network becomes here, under a new id."""
    published = {source.name: source.title for source in experiment.sources}
    name = next(iter(card.sources))
    own_path = "" if name in published else name
    source = name if name in published else next(iter(published))
    return Run(
        id=store.new_id(card.preset),
        experiment=experiment.name,
        preset=card.preset,
        config=config.to_mapping(),
        source="" if own_path else name,
        own_data=OWN_DATA if has_own_data else "",
        title=str(card.facts.get("title", published.get(name, name)))[:_WORDS],
        command=request.command_of(experiment, card.preset, config, source, own_path),
        created=datetime.now().isoformat(),
        imported=card.name,
    )


def _card_here(card: Card, run: Run, experiment: Experiment) -> Card:
    """Return the card under the run's name, with commands that Loupe wrote."""
    said = f"{date.today().isoformat()}, as “{card.name}”; not measured again here"
    return replace(
        card,
        name=run.id,
        command=run.command,
        metrics=tuple(_metric(metric, run, experiment) for metric in card.metrics),
        facts=dict(card.facts) | {IMPORTED: said},
    )


def _metric(metric: Metric, run: Run, experiment: Experiment) -> Metric:
    """Return a metric with the command that measures it here."""
    command = f"./loupe evaluate {run.experiment} {run.id}"
    for measure in experiment.measures:
        if metric.command.endswith(f" --measure {measure}"):
            command += f" --measure {measure}"
    return replace(metric, command=command)


def _complete(run: Run, card: Card, staging: Path) -> None:
    """Write what a run has beside its checkpoint: its request and its events."""
    folder = staging / "checkpoint"
    (folder / CARD).write_text(card.to_text(), encoding="utf-8")
    text = json.dumps(asdict(run), indent=1, ensure_ascii=False) + "\n"
    (staging / "config.json").write_text(text, encoding="utf-8")
    shutil.copyfile(folder / "events.jsonl", staging / "events.jsonl")
    said = events.read(staging / "events.jsonl")
    step = said[-1].step if said else 0
    ended = Finished(card.seconds, step, card.outcome, f"Imported as “{run.imported}”.")
    events.append(staging / "events.jsonl", ended)
