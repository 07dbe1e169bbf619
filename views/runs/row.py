"""One run as a row of the table, and its name among the runs of all experiments."""

from collections.abc import Sequence
from typing import Any

from engine import registry
from engine.runs import about, store
from engine.runs.events import Event
from engine.runs.facts import rate_changed_in_words
from engine.runs.published import PublishedRun
from engine.runs.store import Run
from ui.cards import figure_kind
from ui.charts import points
from ui.format import duration, words
from ui.training.following import events_of, label_of
from ui.training.status import run_progress

PUBLISHED = "included"  # the state of a network that is included in Loupe
_SECONDS_PER_HOUR = 3600


def row(run: Run, label: str, watts: float) -> dict[str, Any]:
    """Return one row of the table.

    Args:
        run: The run.
        label: Its name; no two runs share one.
        watts: What the machine draws while it trains.
    """
    events = events_of(run)
    now = run_progress(events)
    changed = rate_changed_in_words(events)
    written = about.read(run.folder)
    return {
        "★": "★" if written.starred else "",
        "Name": label,
        "State": state_of(run),
        "Trained": now.done if now.total_steps else None,
        "Best validation loss, nats": now.best_loss and round(now.best_loss, 4),
        "Best at": now.best_place or None,
        "Experiment": registry.get(run.experiment).title,
        "Preset": words(run.preset) + (", rate changed" if changed else ""),
        "Data": run.title,
        "Started": run.created[:16].replace("T", " "),
        "Best other metrics": _best_figures(run, events) or None,
        "Time": duration(now.seconds),
        f"Energy (estimate at {watts:g} W), Wh": round(
            watts * now.seconds / _SECONDS_PER_HOUR, 1
        ),
        "Tags": ", ".join(written.tags),
        "Run": run.id,
    }


def state_of(run: Run) -> str:
    """Return a run's state, or that it is a published network."""
    return PUBLISHED if isinstance(run, PublishedRun) else store.state(run)


def named(run: Run) -> str:
    """Return a run's name among those of all experiments."""
    return f"{registry.get(run.experiment).title}: {label_of(run)}"


def _best_figures(run: Run, events: Sequence[Event]) -> str:
    """Return the best value of each validation metric beside the loss, in words."""
    best = []
    for name in points.figures(events):
        kind = figure_kind(run.experiment, name)
        top = points.best(events, name, higher=kind.higher_is_better)
        if top is not None:
            best.append(kind.say(top.values[name]))
    return ", ".join(best)
