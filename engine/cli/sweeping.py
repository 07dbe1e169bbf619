"""The command `sweep`: makes, lists, stops and resumes sweeps.

What it would print is handed to `notify`.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from engine import registry
from engine import settings as environment
from engine.cli import new_run
from engine.errors import LoupeError
from engine.own_data import FITTED
from engine.runs import request
from engine.runs.resuming import in_shell, sweep_words
from engine.sweeps import driver, groups, plan, report, values
from engine.sweeps import sweep as sweeps
from engine.sweeps.grid import Grid
from engine.sweeps.launching import Launching
from engine.sweeps.sweep import Sweep

# Trainings at a time: here one trains while the next waits for the device; a cluster
# gets all of a grid, and of a search so many that the later ones learn from the first.
_JOBS, _SEARCH_JOBS = 2, 4
_ABOUT_SET = (
    "values of a setting: dropout=0.2,0.4; in a search also a range: dropout=0.1..0.5"
)


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `sweep`."""
    add = parser.add_argument
    add("experiment", metavar="EXPERIMENT", nargs="?")
    add(
        "--presets",
        nargs="+",
        default=["quick"],
        metavar="PRESET",
        help="presets to train (quick)",
    )
    add("--seeds", nargs="+", default=[], metavar="SEEDS", help="such as 0-4 or 0,1,7")
    add("--set", nargs="+", default=[], action="extend", metavar="SETTING=VALUES",
        help=_ABOUT_SET)  # fmt: skip
    add("--search", type=int, default=0, metavar="N",
        help="let Optuna choose the settings of N trainings")  # fmt: skip
    add("--source", default="", help="name of the published data set to train on")
    add("--own-data", default="", metavar="FILE", help="train on your own file instead")
    add("--name", default="", help="of the new sweep (default: preset and time)")
    add("--jobs", type=int, metavar="N",
        help=f"trainings to queue at a time ({_JOBS}; on a cluster all, or "
        f"{_SEARCH_JOBS} of a search)")  # fmt: skip
    add("--dry-run", action="store_true", help="only say what would be trained")
    add("--list", action="store_true", help="list all sweeps")
    add("--stop", metavar="NAME", help="stop a sweep and its runs")
    add("--resume", metavar="NAME", help="train what is left of a sweep")


def refuse_unclear(options: Namespace, words: list[str]) -> None:
    """Raise LoupeError unless the words ask for one thing, with its own options."""
    actions = {
        "--list": options.list,
        "--stop": options.stop,
        "--resume": options.resume,
    }
    named = [name for name, given in actions.items() if given]
    if not named and not options.experiment:
        listed = ", ".join(registry.NAMES)
        raise LoupeError(
            f"Name an experiment ({listed}), or give --resume NAME, --stop NAME or "
            "--list."
        )
    if not named:
        return
    given = {word.partition("=")[0] for word in words if word.startswith("--")}
    others = sorted(given - {named[0]}) + (
        [options.experiment] * bool(options.experiment)
    )
    if others:
        raise LoupeError(
            f"{named[0]} takes no other options. Leave out {', '.join(others)}."
        )


def carry_out(options: Namespace, notify: Callable[[str], None]) -> int:
    """Do what the options ask for; return the exit status.

    Raises:
        LoupeError: A value is wrong, or something cannot be done.
    """
    if options.list:
        for sweep in sweeps.list_sweeps():
            notify(report.line_of(sweep))
        return 0
    if options.stop:
        count = sweeps.stop(sweeps.get(options.stop), Launching())
        notify(
            f"Asked {report.several(count, 'active run')} to stop. "
            f"{_go_on(options.stop)}"
        )
        return 0
    sweep = _resumable_sweep(options.resume) if options.resume else planned(options)
    own_data = [] if options.resume else _own_data_in_words(sweep)
    for line in (*report.announced(sweep), *own_data):
        notify(line)
    if options.dry_run:
        return 0
    if not options.resume:
        sweeps.create(sweep)
    return _drive(sweep, notify)


def _resumable_sweep(name: str) -> Sweep:
    """Return a sweep that can be resumed: this version has all its settings."""
    sweep = sweeps.get(name)
    plan.check(sweep)
    return sweep


def _go_on(name: str) -> str:
    return f"Resume with: {in_shell(sweep_words(name))}"


def planned(options: Namespace) -> Sweep:
    """Return the sweep that the options ask for, checked as a whole."""
    experiment = registry.get(options.experiment)
    names = values.separated(options.presets) or ["quick"]
    presets = plan.presets_of(experiment.name, names)
    for name, number in (("--search", options.search), ("--jobs", options.jobs)):
        if number is not None and number < (name == "--jobs"):
            raise LoupeError(f"{name} must be a whole number from 1, not {number}.")
    settings, ranges = values.settings_of(
        presets, options.set, searched=bool(options.search)
    )
    own = request.read_own_file(Path(options.own_data)) if options.own_data else None
    fitted = {
        name: getattr(standard, FITTED)
        for name in names
        if (standard := new_run.standard_of(experiment, name, own)) != presets[name]
    }
    now = datetime.now()
    standard_name = f"{names[0]}-{now:%m%d-%H%M%S}".replace("_", "-")
    sweep = Sweep(
        name=options.name or standard_name,
        experiment=experiment.name,
        presets=tuple(names),
        seeds=values.seeds_of(options.seeds),
        settings=settings,
        source="" if options.own_data else options.source or experiment.sources[0].name,
        own_data=options.own_data,
        jobs=options.jobs or _jobs(searched=bool(options.search)),
        created=now.isoformat(),
        trials=options.search,
        ranges=ranges,
        fitted=fitted,
    )
    sweeps.check_name(sweep.name)
    plan.check(sweep)
    _check_data(sweep)
    return sweep


def _jobs(*, searched: bool) -> int:
    """Return how many trainings the launcher has at a time unless the user says."""
    if environment.launcher() == "local":
        return _JOBS
    return _SEARCH_JOBS if searched else values.MOST_TRAININGS


def _check_data(sweep: Sweep) -> None:
    """Refuse data that is missing, or that some training cannot be made from.

    Raises:
        LoupeError: With what to do.
    """
    experiment = registry.get(sweep.experiment)
    if not sweep.own_data:
        new_run.check_published(experiment, sweep.source)
        return
    own = request.read_own_file(Path(sweep.own_data))
    for training in plan.variations(sweep):
        experiment.check_own_data(own.content, own.name, training.config)


def _own_data_in_words(sweep: Sweep) -> list[str]:
    """Return what the user's own data holds, and the epochs that were fitted to it."""
    if not sweep.own_data:
        return []
    experiment = registry.get(sweep.experiment)
    own = request.read_own_file(Path(sweep.own_data))
    first = next(plan.trainings(sweep))
    lines = [new_run.held_in_words(experiment, own, first.config)]
    if FITTED not in (*sweep.settings, *sweep.ranges):
        standards = {name: plan.standard_of(sweep, name) for name in sweep.presets}
        lines += [
            f"{line} --set {FITTED}=N sets another number."
            for line in new_run.fitted_in_words(experiment, standards)
        ]
    return lines


def _chooser_of(sweep: Sweep) -> driver.Chooser:
    """Return what decides which run comes next."""
    if not sweep.trials:
        return Grid(sweep)
    from engine.sweeps.search import Search  # Optuna takes half a second to import

    return Search(sweep)


def _drive(sweep: Sweep, notify: Callable[[str], None]) -> int:
    """Train what is left; return 0 where everything is done."""
    ended = driver.drive(sweep, _chooser_of, Launching(), notify)
    now = sweeps.get(sweep.name)
    for line in report.summarized(now):
        notify(line)
    states = {groups.state_of(now, run) for run in sweeps.runs_of(now)}
    if ended and states <= {"done", "pruned"}:
        return 0
    notify(_go_on(sweep.name))
    return 1
