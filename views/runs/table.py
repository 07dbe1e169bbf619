"""The table of all runs; its rows select those that are shown below it."""

from collections.abc import Sequence
from hashlib import sha256

import streamlit as st

from engine import registry
from engine.runs import store
from engine.runs.active import active_runs
from engine.runs.published import run_of
from engine.runs.store import Run
from engine.sweeps.sweep import is_active, list_sweeps
from ui.cards import title_of
from ui.links.missing import keep_missing, tell_missing, told_outside
from ui.loading import cards_of, is_own_run
from ui.training.curves import choose_view
from ui.training.following import labels_of
from ui.url_state import (
    brought,
    put_all_in_link,
    put_left_out,
    take_left_out,
    tell_left_out,
    tell_not_carried,
)
from views.runs import chosen as chosen_runs
from views.runs import sweeps
from views.runs.chosen import CHOSEN
from views.runs.row import row

_WHOLE_ROWS = 10  # shown at once; a longer table scrolls
_SCROLLED_PIXELS = 390
_LINKS = "_runs_links"  # how many links chose rows
_TRAINED_PIXELS = 165  # it grows from “9 of 40 epochs” to “10.5 of 40 epochs”
_WATTS = 45.0  # of a laptop's processor at full load


def published() -> list[Run]:
    """Return the networks that are included in Loupe, as runs."""
    return [
        run_of(card, title_of(card))
        for name in registry.NAMES
        for card in cards_of(name).values()
        if not is_own_run(card)
    ]


def now_active() -> tuple[str, ...]:
    """Return the ids of active runs and the names of sweeps that go on.

    Between two of its runs a sweep has none that is active.
    """
    return (
        *(run.id for run in active_runs()),
        *(s.name for s in list_sweeps() if is_active(s)),
    )


def draw(were_active: tuple[str, ...]) -> None:
    """Draw the table, and the runs that are chosen in it; called every two seconds.

    Args:
        were_active: What `now_active` returned when the page was drawn.
    """
    own, active = store.list_runs(), now_active()
    if active != were_active:
        st.rerun()
    choice, options = st.columns([4, 1], vertical_alignment="bottom")
    with choice:
        sweep = sweeps.choose(list_sweeps(), {run.sweep for run in own})
    popover = options.popover("Options", icon=":material/tune:", width="stretch")
    with told_outside(), popover:
        included = st.toggle(
            "List the included networks",
            key="runs_published",
            help="The trainings of the networks that come with Loupe.",
            bind="query-params",
            persist_state="session",
        )
        watts = st.number_input(
            "Power while training, watts",
            min_value=1.0,
            value=_WATTS,
            format="%g",
            key="runs_watts",
            help="For the energy estimate: the time of training times this power. "
            "Measure your machine’s with a power meter, or look it up.",
            persist_state="session",
        )
        view = choose_view("runs")
    runs = own + (published() if included else [])
    if sweep is not None:
        sweeps.draw(sweep, view)
        runs = [run for run in own if run.sweep == sweep.name]
    if not runs:
        return
    chosen_runs.draw(_select(runs, float(watts), first=0 if sweep else 1), view)


def _select(runs: Sequence[Run], watts: float, first: int) -> list[Run]:
    """Draw the table; return the runs whose rows are selected.

    Args:
        runs: The runs, newest first.
        watts: What the machine draws while it trains.
        first: How many rows are selected at first.
    """
    ids = [run.id for run in runs]
    linked = [run_id for run_id in brought(CHOSEN) if run_id in ids]
    keep_missing(CHOSEN, ids)
    if linked:
        st.session_state[f"_{CHOSEN}"] = linked
        st.session_state[_LINKS] = st.session_state.get(_LINKS, 0) + 1
    before = st.session_state.get(f"_{CHOSEN}", ids[:first])
    # A selection is of places: another list of runs, or a link, is another table.
    version = f"{st.session_state.get(_LINKS, 0)} {' '.join(ids)}"
    rows = [ids.index(run_id) for run_id in before if run_id in ids]
    swept = any(run.sweep for run in runs)
    table = st.dataframe(
        [
            row(run, label, watts) | ({"Sweep": run.sweep or None} if swept else {})
            for run, label in zip(runs, labels_of(runs), strict=True)
        ],
        hide_index=True,
        column_config={"Trained": st.column_config.Column(width=_TRAINED_PIXELS)},
        height="content" if len(runs) <= _WHOLE_ROWS else _SCROLLED_PIXELS,
        placeholder="–",
        alt="All runs, newest first",
        key=f"runs_table_{sha256(version.encode()).hexdigest()[:8]}",
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": rows}},
    )
    selected = [ids[place] for place in table["selection"]["rows"] if place < len(ids)]
    st.session_state[f"_{CHOSEN}"] = selected
    _put_in_link([] if selected == ids[:first] else selected)
    tell_missing(CHOSEN, selected, dict(zip(ids, labels_of(runs), strict=True)))
    return [run for run in runs if run.id in selected]


def _put_in_link(selected: Sequence[str]) -> None:
    """Write the ids of selected runs into the URL; say if a link has no room for them.

    Args:
        selected: The ids; none where they are those that are selected at first.
    """
    take_left_out(CHOSEN)
    fits = put_all_in_link(CHOSEN, selected)
    put_left_out(CHOSEN, is_left_out=not fits)
    if not fits:
        tell_not_carried("The selection of runs")
    tell_left_out(
        CHOSEN,
        "The runs selected by the sender of this link were too many for it. Select "
        "them here.",
        is_replaced=bool(selected),
    )
