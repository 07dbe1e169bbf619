"""The live part of the Train tab: where a run stands, its curve, its samples."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from engine.experiment import Experiment
from engine.runs import store
from engine.runs.events import Event
from engine.runs.store import Run
from ui.cards import briefly, figure_kind
from ui.charts import points
from ui.format import duration
from ui.notices import plain
from ui.training import export
from ui.training.control import draw_control
from ui.training.curves import Look, draw_curves
from ui.training.following import events_of, is_active, log_of, place_in_line
from ui.training.samples import draw_samples
from ui.training.status import Standing, standing


def draw_live(
    experiment: Experiment, run: Run, look: Look, *, was_active: bool
) -> None:
    """Draw a run as it is now; called each second while it works.

    Training takes the whole machine, so a call draws few elements and reads
    only what is new.

    Args:
        experiment: Whose run it is.
        run: The run to draw.
        look: How its curve is drawn.
        was_active: Whether it worked when the page was drawn. Once that has
            changed, the whole page is drawn again: polling on or off, buttons,
            pickers.
    """
    if is_active(run) != was_active:
        st.rerun()
    events = events_of(run)
    now = standing(events)
    _draw_state(run, now)
    _draw_figures(run, now, events)
    if now.step:
        draw_curves(run, look, f"best validation loss {_nats(now.best_loss)} nats")
    else:
        st.skeleton(height=360)
    draw_samples(events)
    log = st.expander(
        "Log",
        icon=":material/terminal:",
        key=f"{run.experiment}_log",
        on_change="rerun",
    )
    if log.open:
        log.code(log_of(run) or _NO_LOG, language=None, height=260)


def draw_export(run: Run) -> None:
    """Draw the downloads: made on a click, and outside of what moves."""
    with st.container(horizontal=True):
        for kind, mime in (("csv", "text/csv"), ("json", "application/json")):
            st.download_button(
                f"Curve as {kind.upper()}",
                partial(_exported, run, kind),
                file_name=f"{run.id}.{kind}",
                mime=mime,
                icon=":material/download:",
                key=f"{run.experiment}_{kind}",
                on_click="ignore",
            )


def _exported(run: Run, kind: str) -> bytes:
    return export.curve(events_of(run), kind)


def _draw_state(run: Run, now: Standing) -> None:
    """Draw what is happening in words, the bar, and the one button that fits."""
    state = store.state(run)
    words, button = st.columns([3, 1], vertical_alignment="center")
    with words:
        st.markdown(f"**{_HEADS[state]}** {_sentence(run, state, now)}")
    with button:
        draw_control(run, state)
    if now.total_steps and state != "done":
        st.progress(now.share)


_NO_LOG = "Nothing is printed here yet. A training begun in a shell prints there."
_HEADS = {
    "queued": "Waiting in line.",
    "running": "Training.",
    "done": "Done.",
    "stopped": "Stopped.",
    "failed": "Failed.",
    "interrupted": "Ended without a word.",
}


def _sentence(run: Run, state: str, now: Standing) -> str:
    """Return what there is to say of a run's state beyond its one word."""
    if state == "queued":
        before = place_in_line(run)
        runs_before = "1 run is" if before == 1 else f"{before} runs are"
        return f"{runs_before} before it." if before else "It begins at once."
    if state == "running" and not now.step:
        return "The engine is starting; the first batches take a few seconds."
    if state == "running":
        return f"Epoch {now.epoch:.1f} of {now.epochs:g}. {_time_left(now)}"
    kept = "It can go on from there." if store.resumable(run) else ""
    if state == "interrupted":
        what = "Its process was killed, the machine went off, or the disk was full."
        return f"{what} {kept}" if kept else f"{what} It had kept nothing yet."
    if state == "failed":
        # A trace ends with the line that says what happened; all is in the log.
        reason = now.reason.strip().splitlines()[-1] if now.reason else ""
        return f"{plain(reason)} {kept}"
    after = f"{now.epoch:.3g} epochs in {duration(now.seconds)}."
    return f"{after} {kept}" if state == "stopped" else after


def _time_left(now: Standing) -> str:
    """Return how long it will go on, no finer than it can be known."""
    left = now.seconds_left
    if left is None:
        return "How long it takes will be known in some seconds."
    if left < 90:
        return f"About {max(1, round(left / 10)) * 10} seconds left."
    return f"About {duration(round(left / 60) * 60).removesuffix(' 0 s')} left."


def _draw_figures(run: Run, now: Standing, events: Sequence[Event]) -> None:
    """Draw the figures in a row that wraps on a phone."""
    at = "" if now.best_epoch is None else f", epoch {now.best_epoch:.3g}"
    rate = "–" if now.rate is None else f"{now.rate:,.0f}"
    with st.container(horizontal=True):
        st.metric("Train loss", _nats(now.train_loss), width=110)
        st.metric(f"Best validation{at}", _nats(now.best_loss), width=175)
        for name in points.figures(events):
            _draw_best(run, name, events)
        st.metric(f"{now.unit or 'steps'} per second".capitalize(), rate, width=170)


def _draw_best(run: Run, name: str, events: Sequence[Event]) -> None:
    """Draw the best value of a figure that was validated beside the loss."""
    kind = figure_kind(run.experiment, name)
    top = points.best(events, name, higher=kind.higher_is_better)
    if top is not None:
        value = briefly(kind, top.values[name])
        st.metric(f"Best {kind.title}", value, width="content")


def _nats(loss: float | None) -> str:
    return "–" if loss is None else f"{loss:.3f}"
