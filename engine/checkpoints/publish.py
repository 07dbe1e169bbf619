"""From a finished run to a published checkpoint in the repository.

Every figure on the card is measured here, once, on the full split; nothing is chosen
by it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

from engine.checkpoints import checkpoint, learning_curve
from engine.checkpoints.checkpoint import Card, Metric, Snapshot
from engine.errors import RunError
from engine.experiment import Experiment
from engine.runs import events, store
from engine.sweeps import report

# Begins with a letter, unlike the id of a run.
_NAME = re.compile(r"[a-z][a-z0-9-]{1,40}")
SNAPSHOT_MEGABYTES = 9.0  # of all snapshots of a checkpoint, unless said otherwise
# Fraction of the training after which a snapshot is too similar to the end.
_LATEST = 0.8


def publish(
    experiment: Experiment,
    run_id: str,
    name: str,
    data: Path,
    other_seeds: Sequence[str] = (),
    snapshot_megabytes: float = SNAPSHOT_MEGABYTES,
) -> Path:
    """Write `checkpoints/<experiment>/<name>` from a run's checkpoint.

    Args:
        experiment: The run's experiment.
        run_id: The run that is published.
        name: Of the checkpoint.
        data: Folder of the sources.
        other_seeds: Runs that differ only in their seed. They are measured too, and
            the card has the mean over all; they are not published.
        snapshot_megabytes: All its snapshots together take at most as much; what is
            left out are the latest, which differ least from the end.

    Raises:
        UnknownNameError: There is no such run.
        RunError: The name is invalid, a run is not done or was steered by hand, or one
            of the others differs in more than its seed.
        CheckpointError: The checkpoint is damaged.
        DataMissingError: The data for measuring is not on this machine.
    """
    _check_name(name)
    source, card = _finished(experiment, run_id)
    others = [_finished(experiment, other) for other in other_seeds]
    _refuse_unlike(experiment, [card, *(other for _, other in others)])
    metrics = measured(experiment, source, name, data)
    by_seed = {
        other.config["seed"]: measured(experiment, folder, name, data)
        for folder, other in others
    }
    snapshots = _published_snapshots(card, source, snapshot_megabytes)
    left_out = {s.file for s in card.snapshots} - {s.file for s in snapshots}
    card = replace(
        card,
        name=name,
        note=" ".join(filter(None, (card.note, report.tried(store.get(run_id))))),
        metrics=(*metrics, *_means(card, {card.config["seed"]: metrics} | by_seed)),
        snapshots=snapshots,
    )
    files: dict[str, bytes | Path] = {
        file: source / file for file in card.files if file not in left_out
    }
    curve = learning_curve.published(events.read(source / learning_curve.FILE))
    assets = {learning_curve.FILE: curve} | experiment.assets(source, data)
    folder = checkpoint.shipped_folder() / experiment.name / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    checkpoint.write(folder, card, files | assets)
    published = checkpoint.read_card(folder, experiment.name).files
    replaced = {file for file in files if published[file] != card.files[file]}
    if replaced - {learning_curve.FILE}:  # a curve with fewer points changes no figure
        _measure_again(experiment, folder, data)
    return folder


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise RunError(
            f"“{name}” is not a valid name: use lowercase letters, digits and “-”."
        )


def _measure_again(experiment: Experiment, folder: Path, data: Path) -> None:
    """Measure a published checkpoint itself; other figures of its card stay.

    Publishing can replace a run's calibration by a better one.
    """
    card = checkpoint.read_card(folder, experiment.name)
    metrics = measured(experiment, folder, card.name, data)
    text = replace(card, metrics=metrics).to_text()
    (folder / "card.json").write_text(text, encoding="utf-8")


def _published_snapshots(
    card: Card, source: Path, megabytes: float
) -> tuple[Snapshot, ...]:
    """Return the snapshots that are published; whole epochs have the first claim."""
    early = [s for s in card.snapshots if s.epoch <= _LATEST * card.epochs]
    room, kept = megabytes * 1e6, set()
    for snapshot in sorted(early, key=lambda s: (s.epoch < 1, s.epoch)):
        room -= (source / snapshot.file).stat().st_size
        if room < 0:
            break
        kept.add(snapshot.epoch)
    return tuple(s for s in early if s.epoch in kept)


def measured(
    experiment: Experiment, source: Path, name: str, data: Path
) -> tuple[Metric, ...]:
    """Return all metrics of a checkpoint, each with the command that measures it.

    A metric is a mean over `n` examples, or over its own number in `counts`. Metrics
    of the run that `evaluate` does not measure stay as they are.
    """
    metrics: dict[tuple[str, str], Metric] = {}
    for measure in ("", *experiment.measures):
        figures: dict[str, Any] = experiment.evaluate(source, data, None, measure)
        command = f"./loupe evaluate {experiment.name} {name}"
        command += f" --measure {measure}" if measure else ""
        split, counts = figures["split"], figures.get("counts", {})
        for key, value in figures.items():
            if isinstance(value, float):
                metric = Metric(
                    key, value, counts.get(key, figures["n"]), split, command
                )
                metrics.setdefault((key, split), metric)
    for metric in checkpoint.read_card(source, experiment.name).metrics:
        metrics.setdefault((metric.name, metric.split), metric)
    return tuple(metrics.values())


def _finished(experiment: Experiment, run_id: str) -> tuple[Path, Card]:
    """Return the checkpoint of a run that is done, and its card."""
    run = store.get(run_id)
    if store.state(run) != "done":
        raise RunError(f"{run_id} is not done. Only complete runs can be published.")
    source = run.folder / "checkpoint"
    card = checkpoint.verify(source, experiment.name)
    if card.facts.get(checkpoint.RATE_CHANGED):
        raise RunError(
            f"The learning rate of {run_id} was changed by hand, so that its command "
            "would not train it again. Publish a run that trained by itself."
        )
    return source, card


def _refuse_unlike(experiment: Experiment, cards: list[Card]) -> None:
    """Raise RunError unless the cards differ in their seed, and in nothing else.

    A setting that was added after a run has its default there.
    """
    settings = []
    for card in cards:
        config = type(experiment.presets[card.preset]).from_mapping(card.config)
        without_seed = config.to_mapping() | {"seed": None}
        settings.append((card.preset, card.sources, card.epochs, without_seed))
    seeds = [card.config["seed"] for card in cards]
    for card, own in zip(cards, settings, strict=True):
        if own != settings[0]:
            raise RunError(
                f"{card.name} differs from {cards[0].name} in more than its seed."
            )
        if seeds.count(card.config["seed"]) > 1:
            raise RunError(f"Two of the runs have the seed {card.config['seed']}.")


def _means(card: Card, by_seed: dict[int, tuple[Metric, ...]]) -> tuple[Metric, ...]:
    """Return the mean over seeds of each metric on the first split; () for one seed.

    Args:
        card: Of the run that is published.
        by_seed: Seed -> metrics of its run.
    """
    first = by_seed[card.config["seed"]]
    if len(by_seed) < 2:
        return ()
    seeds = ", ".join(map(str, by_seed))
    command = (
        f"for seed in {' '.join(map(str, by_seed))}; do {card.command} --seed $seed; "
        f"done; ./loupe evaluate {card.experiment} RUN"
    )
    means = []
    for metric in (m for m in first if m.split == first[0].split):
        values = {
            str(seed): m.value
            for seed, metrics in by_seed.items()
            for m in metrics
            if (m.name, m.split) == (metric.name, metric.split)
        }
        means.append(
            replace(
                metric,
                value=fmean(values.values()),
                split=f"{metric.split}, mean of seeds {seeds}",
                command=command,
                note=f"published: seed {card.config['seed']}",
                per_seed=values,
            )
        )
    return tuple(means)
