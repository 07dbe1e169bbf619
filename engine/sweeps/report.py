"""A sweep in lines, as a terminal shows it: its plan, its state, what it found."""

from engine import registry
from engine.data.text import shown_name
from engine.runs import store
from engine.runs.store import Run
from engine.sweeps import estimate, grid, groups, plan
from engine.sweeps import sweep as sweeps
from engine.sweeps.groups import Spread, by_itself
from engine.sweeps.plan import Training
from engine.sweeps.sweep import Sweep

_SHOWN = 10  # groups, at the end of a sweep


def line_of(sweep: Sweep) -> str:
    """Return a sweep in one line: its name, and the states of its runs."""
    runs = sweeps.runs_of(sweep)
    active = "running" if sweeps.is_active(sweep) else "not running"
    counted = groups.counted([groups.state_of(sweep, r) for r in runs]) or "none begun"
    return (
        f"sweep {sweep.name}  {sweep.experiment}  {active}  "
        f"{several(plan.count(sweep), 'training')}: {counted}"
    )


def several(count: int, what: str) -> str:
    """Return a number of things as text: “1 seed”, “3 seeds”."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def announced(sweep: Sweep) -> list[str]:
    """Return what will be trained and roughly how long it takes, in lines."""
    experiment = registry.get(sweep.experiment)
    titles = {source.name: source.title for source in experiment.sources}
    title = shown_name(sweep.own_data) if sweep.own_data else titles[sweep.source]
    total, left = plan.count(sweep), _left(sweep)
    lines = [
        f"sweep {sweep.name}: {several(total, 'training')} of {sweep.experiment} on "
        f"{title} ({_how(sweep)})"
        + (f", {len(left)} left" if len(left) < total else "")
    ]
    duration = estimate.estimate(sweep.experiment, left, title)
    if not left:
        return lines
    if duration is None:
        return [
            *lines,
            "How long it takes is not known: no run of this preset has finished here.",
        ]
    return [
        *lines,
        f"Roughly {estimate.in_words(duration.seconds)} of training one after the "
        f"other, judged by {'; '.join(duration.judged_by)}.",
    ]


def _left(sweep: Sweep) -> list[Training]:
    """Return the trainings that are neither done nor pruned; of a search, as many."""
    if not sweep.trials:
        return [training for training, _ in grid.left(sweep)]
    states = [groups.state_of(sweep, run) for run in sweeps.runs_of(sweep)]
    settled = states.count("done") + states.count("pruned")
    return [next(plan.trainings(sweep))] * (sweep.trials - settled)


def _how(sweep: Sweep) -> str:
    """Return what a sweep combines, in words."""
    if sweep.trials:
        return "chosen by Optuna"
    settings = several(plan.settings_count(sweep), "setting")
    return f"{settings} × {several(len(sweep.seeds) or 1, 'seed')}"


def tried(run: Run) -> str:
    """Return what a published card says of a run that one of many settings made.

    Returns:
        "" for a run outside of a sweep, or in one of a single setting.
    """
    sweep = sweeps.of(run)
    settings = plan.settings_count(sweep) if sweep else 1
    if settings < 2:
        return ""
    return f"One of {settings} settings that were tried on the same validation data."


def summarized(sweep: Sweep) -> list[str]:
    """Return a sweep in lines: its states, and the groups with the lowest mean loss."""
    entries = []
    for group in groups.grouped(sweeps.runs_of(sweep)):
        done = [r for r in group.runs if by_itself(store.state(r), r.events) == "done"]
        losses = [loss for run in done if (loss := groups.best_loss(run)) is not None]
        if spread := groups.spread(losses):
            entries.append((spread.mean, _line(group.title, spread)))
    lines = [line for _, line in sorted(entries)[:_SHOWN]]
    more = [f"  and {len(entries) - _SHOWN} more"] if len(entries) > _SHOWN else []
    return [line_of(sweep), *lines, *more]


def _line(title: str, spread: Spread) -> str:
    """Return what a group has reached."""
    deviation = "" if spread.deviation is None else f" ± {spread.deviation:.4f}"
    return (
        f"  {title}: best validation loss {spread.mean:.4f}{deviation} nats "
        f"(n = {spread.n})"
    )
