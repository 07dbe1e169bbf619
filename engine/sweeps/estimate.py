"""How long a sweep takes, judged by trainings of the same preset that have ended."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine import registry
from engine.checkpoints import checkpoint
from engine.config import Config
from engine.errors import CheckpointError, ConfigError
from engine.runs import store
from engine.sweeps.plan import Training


@dataclass(frozen=True, slots=True)
class Estimate:
    """Seconds of training, and what they are judged by."""

    seconds: float
    judged_by: tuple[str, ...]  # runs of this machine and published checkpoints


def estimate(
    experiment: str, trainings: Iterable[Training], title: str
) -> Estimate | None:
    """Return how long trainings take one after the other; None where nobody knows.

    A training's time grows with its epochs; other settings are not accounted for.

    Args:
        experiment: Its name.
        trainings: What is trained.
        title: Of the data: a run on other data does not count.
    """
    paces: dict[str, tuple[float, str] | None] = {}
    seconds = 0.0
    judged_by: dict[str, None] = {}
    for training in trainings:
        preset = training.preset
        if preset not in paces:
            paces[preset] = _by_run(experiment, preset, title) or _by_card(
                experiment, preset, title
            )
        pace = paces[preset]
        if pace is None:
            return None
        seconds += pace[0] * _epochs(training.config)
        judged_by[pace[1]] = None
    return Estimate(seconds, tuple(judged_by))


def _epochs(config: Config) -> int:
    return config.epochs + config.more_epochs


def _by_run(experiment: str, preset: str, title: str) -> tuple[float, str] | None:
    """Return seconds per epoch of the newest finished run here, and its name."""
    for run in store.list_runs(experiment):
        alike = run.preset == preset and run.title == title and not run.imported
        if alike and store.state(run) == "done":
            kind = type(registry.get(experiment).presets[preset])
            try:
                config = kind.from_mapping(run.config)
            except ConfigError:  # of another version
                continue
            return run.events[-1].at / max(_epochs(config), 1), f"run {run.id}"
    return None


def _by_card(experiment: str, preset: str, title: str) -> tuple[float, str] | None:
    """Return seconds per epoch of a published checkpoint, and its name.

    Of several, one on the same data counts.
    """
    sources = {s.title: s.name for s in registry.get(experiment).sources}
    if title not in sources:
        return None
    for name, folder in checkpoint.names(experiment).items():
        if not folder.is_relative_to(checkpoint.shipped_folder()):
            continue
        try:
            card = checkpoint.read_card(folder, experiment)
        except CheckpointError:
            continue
        if card.preset == preset and sources[title] in card.sources and card.epochs:
            epochs = max(card.epochs, 1.0)
            return card.seconds / epochs, f"checkpoint {name}, on {card.machine}"
    return None


def in_words(seconds: float) -> str:
    """Return a duration as exactly as an estimate is worth.

    Example:
        >>> in_words(40), in_words(1500), in_words(9000)
        ('1 minute', '25 minutes', '2.5 hours')
    """
    minutes = max(1, round(seconds / 60))
    if minutes < 90:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{seconds / 3600:.1f} hours"
