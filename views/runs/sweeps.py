"""A sweep as one experiment: curves with bands, parallel coordinates, a table."""

from collections.abc import Collection, Sequence
from typing import Any

import streamlit as st

from engine.runs import store
from engine.runs.events import Event
from engine.runs.store import Run
from engine.sweeps import groups
from engine.sweeps import sweep as sweeps
from engine.sweeps.groups import Group
from engine.sweeps.sweep import Sweep
from ui.cards import figure_kind
from ui.charts import bands, points, zoom
from ui.charts.lines import View
from ui.charts.parallel import parallel
from ui.format import words
from ui.links.missing import keep_missing, tell_missing
from ui.notices import plain
from ui.pickers import choose_one
from ui.text import commands
from ui.training.following import events_of
from views.runs import progress
from views.runs.reached import LOSS, Reached

_KEY = "runs_sweep"  # of the picker, and the parameter in the URL
_DEVIATION, _SINGLE = "Standard deviation", "Best single run"


def choose(all_sweeps: Sequence[Sweep], with_runs: Collection[str]) -> Sweep | None:
    """Draw the choice of a sweep; None for all runs, and where there is no sweep.

    Args:
        all_sweeps: All sweeps, newest first.
        with_runs: Names of those that have runs: one whose runs were deleted is gone.
    """
    by_name = {
        s.name: s for s in all_sweeps if s.name in with_runs or sweeps.is_active(s)
    }
    options = {"": "All runs", **{name: name for name in by_name}}
    if not by_name:  # then there is nothing to choose, but a link may name one
        keep_missing(_KEY, options)
        tell_missing(_KEY, [""], options)
        return None
    return by_name.get(choose_one("Sweep", options, _KEY, ""))


def draw(sweep: Sweep, view: View) -> None:
    """Draw the state of a sweep, its charts, its table and its commands.

    Args:
        sweep: The chosen one.
        view: How the curves are drawn.
    """
    runs = sweeps.runs_of(sweep)
    states = {
        run.id: groups.by_itself(groups.state_of(sweep, run), events_of(run))
        for run in runs
    }
    progress.draw(sweep, list(states.values()))
    reached = Reached.of(sweep, runs, states, _choose_metric(sweep, runs))
    if not reached.best:
        st.caption("No run of this sweep has been validated yet.")
        return
    ranked = reached.ranked()
    _draw_bands(reached, ranked, view)
    _draw_parallel(reached)
    _draw_table(reached, ranked)
    _draw_publishing(reached, ranked)


def _choose_metric(sweep: Sweep, runs: Sequence[Run]) -> str:
    """Draw the choice of a validation metric where there are several; return it."""
    names = {name: None for run in runs for name in points.figures(events_of(run))}
    if not names:
        return LOSS
    options = {LOSS: "loss (nats)"}
    options |= {name: figure_kind(sweep.experiment, name).title for name in names}
    return choose_one("Validation metric", options, "runs_metric", LOSS)


def _draw_bands(reached: Reached, ranked: Sequence[Group], view: View) -> None:
    """Draw the curves of the best groups: of their runs that are done, if any are."""
    shown: dict[str, list[list[Event]]] = {}
    for group in ranked[: bands.MOST_BANDS]:
        drawn = reached.done(group) or group.runs
        label = group.title if reached.single else f"{group.title} (n = {len(drawn)})"
        shown[label] = [events_of(run) for run in drawn]
    zoom.draw(
        bands.band_chart(
            shown,
            view,
            name=reached.metric,
            title=reached.title,
            percent=reached.kind.percent,
        ),
        "runs",
        view,
        key="runs_sweep_chart",
        height=380,
        alt=f"Mean {reached.title} of {'; '.join(shown)}",
    )
    notes = []
    if not reached.single:
        notes += ["Line: mean over seeds. Band: one standard deviation on both sides."]
    if len(ranked) > len(shown):
        notes += [f"The best {len(shown)} of {len(ranked)} settings are shown."]
    if notes:
        st.caption(" ".join(notes))


def _draw_parallel(reached: Reached) -> None:
    """Draw the settings that differ against the best value of each run that ended."""
    names = groups.differing(reached.runs)
    ended = [
        run
        for run in reached.runs
        if run.id in reached.best and reached.states[run.id] not in store.ACTIVE_STATES
    ]
    if not names or len(ended) < 2:
        return
    parallel(
        [[groups.value(run, name) for name in names] for run in ended],
        names,
        reached.best_of(ended),
        f"best {reached.title}",
        f"runs_parallel_{reached.metric}",
        higher_is_better=reached.kind.higher_is_better,
    )
    st.caption(
        f"Each line is a run that has ended; its best {reached.title} is on the last "
        "axis. The best run is blue, the worst orange. Drag along an axis to keep the "
        "lines through that part."
    )


def _draw_table(reached: Reached, ranked: Sequence[Group]) -> None:
    """Draw one row for each group: what differs, mean, spread, n and states."""
    row = _single_row if reached.single else _row
    digits = st.column_config.NumberColumn(
        format="%.2f" if reached.kind.percent else "%.4f"
    )
    figures = (_mean_of(reached), _DEVIATION, _SINGLE, f"Best {reached.title}")
    st.dataframe(
        [row(reached, group) for group in ranked],
        hide_index=True,
        placeholder="–",
        column_config=dict.fromkeys(figures, digits),
        key="runs_sweep_table",
        alt=f"Settings of the sweep {reached.sweep.name} with what they reached",
    )
    if not reached.single:
        st.caption(
            "Mean, standard deviation (n − 1) and n are over the seeds of the runs "
            "that are done."
        )
    st.caption(
        "Settings chosen by their validation value look better on it than on new data: "
        "measure the chosen ones on data that played no part in the choice."
    )


def _row(reached: Reached, group: Group) -> dict[str, Any]:
    """Return one row of the table."""
    spread = reached.spread(group)
    return {
        **_settings(group),
        _mean_of(reached): spread and spread.mean,
        _DEVIATION: spread and spread.deviation,
        "n": spread.n if spread else 0,
        _SINGLE: reached.best_single(group),
        "Runs": groups.counted([reached.states[run.id] for run in group.runs]),
    }


def _single_row(reached: Reached, group: Group) -> dict[str, Any]:
    """Return one row of a table of single runs."""
    return {
        **_settings(group),
        f"Best {reached.title}": reached.best_single(group),
        "State": reached.states[group.runs[0].id],
    }


def _settings(group: Group) -> dict[str, str]:
    """Return what sets a group apart."""
    return {words(name): str(value) for name, value in group.settings.items()}


def _mean_of(reached: Reached) -> str:
    """Return the heading of the mean."""
    return f"Mean of best {reached.title}"


def _draw_publishing(reached: Reached, ranked: Sequence[Group]) -> None:
    """Draw the command that publishes a group with the mean over its seeds."""
    offered = {
        group.title: command
        for group in ranked
        if (command := groups.publish_words(reached.sweep, group, reached.done(group)))
    }
    if not offered:
        return
    title = next(iter(offered))
    if len(offered) > 1:
        title = choose_one("Publish", {t: t for t in offered}, "runs_publish", title)
    st.caption(
        f"Publish {plain(title)}: the lowest seed, with the mean over all. It measures "
        "the splits that the card reports, once."
    )
    commands.draw(offered[title])
