"""What a sweep has found: its runs grouped by their settings, the seed aside."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any

from engine.runs import store
from engine.runs.events import Event, progress_of
from engine.runs.facts import learning_rate_changes
from engine.runs.store import Run
from engine.sweeps import sweep as sweeps
from engine.sweeps.sweep import Sweep

STEERED = "changed by hand"  # done, and its learning rate was changed meanwhile


@dataclass(frozen=True, slots=True)
class Group:
    """The runs of a sweep that differ in nothing but their seed."""

    settings: Mapping[str, Any]  # those in which the sweep's runs differ
    runs: tuple[Run, ...]  # by seed

    @property
    def title(self) -> str:
        """Its settings in words: “quick, dropout 0.2”, or “all seeds”."""
        return in_words(self.settings) or "all seeds"


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and spread of some values."""

    mean: float
    deviation: float | None  # of the sample (n − 1); None for one value
    n: int


def in_words(settings: Mapping[str, Any]) -> str:
    """Return settings as text.

    Example:
        >>> in_words({"preset": "quick", "batch_size": 32, "dropout": 0.25})
        'quick, batch size 32, dropout 0.25'
    """
    return ", ".join(
        str(value).replace("_", " ")
        if name == "preset"
        else f"{name.replace('_', ' ')} {value}"
        for name, value in settings.items()
    )


def title_of(run: Run) -> str:
    """Return what sets a run apart within its sweep, in words: “dropout 0.2, seed 1”.

    Returns:
        "" for a run without a sweep, or where its sweep cannot be read.
    """
    sweep = sweeps.of(run)
    if sweep is None:
        return ""
    varied = [name for name, values in sweep.settings.items() if len(values) > 1]
    names = ["preset"] if len(sweep.presets) > 1 else []
    names += [*varied, *sweep.ranges, *(["seed"] if len(sweep.seeds) > 1 else [])]
    return in_words({n: value(run, n) for n in names if n in (*run.config, "preset")})


def grouped(runs: Sequence[Run]) -> list[Group]:
    """Return the groups of a sweep's runs, in the order of their first run."""
    names = differing(runs)
    by_settings: dict[tuple[Any, ...], list[Run]] = {}
    for run in runs:
        by_settings.setdefault(_unseeded(run), []).append(run)
    return [
        Group({n: value(alike[0], n) for n in names}, tuple(sorted(alike, key=_seed)))
        for alike in by_settings.values()
    ]


def differing(runs: Sequence[Run]) -> list[str]:
    """Return the settings in which runs differ, the seed aside.

    Presets differ in many settings that nobody varied: of several presets their name
    counts, and what differs between two runs of the same.
    """
    names: set[str] = set()
    firsts: dict[str, Run] = {}
    for run in runs:
        first = firsts.setdefault(run.preset, run)
        names |= {n for n, v in run.config.items() if v != first.config.get(n)}
    shared = [n for n in names - {"seed"} if all(n in r.config for r in runs)]
    return ["preset", *sorted(shared)] if len(firsts) > 1 else sorted(shared)


def _unseeded(run: Run) -> tuple[Any, ...]:
    rest = sorted((n, v) for n, v in run.config.items() if n != "seed")
    return (run.preset, *rest)


def value(run: Run, name: str) -> Any:
    """Return a setting of a run; "preset" is one, too."""
    return run.preset if name == "preset" else run.config[name]


def _seed(run: Run) -> int:
    return int(run.config.get("seed", 0))


def spread(values: Sequence[float]) -> Spread | None:
    """Return mean and sample standard deviation; None for no values.

    Example:
        >>> spread([1.0, 2.0, 3.0])
        Spread(mean=2.0, deviation=1.0, n=3)
    """
    if not values:
        return None
    deviation = stdev(values) if len(values) > 1 else None
    return Spread(fmean(values), deviation, len(values))


def best_loss(run: Run) -> float | None:
    """Return the lowest validation loss of a run in nats; None before the first."""
    seen = progress_of(run.events, "validation")
    return min((e.values["loss"] for e in seen if "loss" in e.values), default=None)


def state_of(sweep: Sweep, run: Run) -> str:
    """Return a run's state, or "pruned" where the search gave it up."""
    state = store.state(run)
    given_up = state == "stopped" and run.id in sweep.pruned
    return "pruned" if given_up else state


def by_itself(state: str, events: Iterable[Event]) -> str:
    """Return a run's state, or `STEERED` where its settings do not tell its result.

    Such a run is done, and no mean counts it: `./loupe publish` refuses it, too.
    """
    changed = state == "done" and learning_rate_changes(events)
    return STEERED if changed else state


def counted(states: Sequence[str]) -> str:
    """Return how many runs are in which state.

    Example:
        >>> counted(["running", "done", "done", "pruned"])
        '2 done, 1 running, 1 pruned'
    """
    active = [state for state in ("running", *store.ACTIVE_STATES) if state in states]
    order = dict.fromkeys(["done", *active, "pruned", STEERED, *store.STATES])
    return ", ".join(
        f"{states.count(state)} {state}" for state in order if state in states
    )


def publish_words(sweep: Sweep, group: Group, done: Sequence[Run]) -> str:
    """Return the command that publishes a group's first seed with the mean over all.

    The lowest seed is published, not the best one: who chooses by the validation
    value reports luck.

    Args:
        sweep: The group's.
        group: Its settings are in the checkpoint's name.
        done: Its runs that are done, by seed.

    Returns:
        "" where fewer than two are done, or they are trained on the user's own data,
        which nobody else can measure on.
    """
    if len(done) < 2 or sweep.own_data:
        return ""
    first, *others = (run.id for run in done)
    words = ("./loupe publish", sweep.experiment, first, checkpoint_name(sweep, group))
    return " ".join((*words, "--other-seeds", *others))


def checkpoint_name(sweep: Sweep, group: Group) -> str:
    """Return a valid name for the checkpoint of a group: “tale-dropout-0-2”."""
    settings = in_words(group.settings).lower()
    name = re.sub("[^a-z0-9]+", "-", f"{sweep.name} {settings}").strip("-")
    return (name if name[0].isalpha() else f"sweep-{name}")[:41].rstrip("-")
