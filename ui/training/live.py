"""The live part of the Train tab: a run's progress, its curve, its samples."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from engine.experiment import Experiment
from engine.runs import store
from engine.runs.events import Event
from engine.runs.queue import runs_ahead
from engine.runs.store import Run
from ui.cards import briefly, figure_kind
from ui.charts import points
from ui.format import duration
from ui.notices import plain
from ui.training import export
from ui.training.control import draw_control
from ui.training.curves import Look, draw_curves
from ui.training.following import events_of, log_of
from ui.training.samples import draw_samples
from ui.training.status import Standing, standing


def draw_live(
    experiment: Experiment, run: Run, look: Look, *, was_active: bool
) -> None:
    """Draw a run as it is now; called each second while it is active.

    Training uses the whole machine, so a call draws few elements and reads only
    what is new.

    Args:
        experiment: Whose run it is.
        run: The run to draw.
        look: How its curve is drawn.
        was_active: Whether it was active when the page was drawn. Once that has
            changed, the whole page is drawn again: polling, buttons, pickers.
    """
    if store.is_active(run) != was_active:
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
    """Draw the downloads, made on a click; outside the part that is redrawn."""
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
    """Draw the state in words, the progress bar, and Stop or Resume."""
    state = store.state(run)
    words, button = st.columns([3, 1], vertical_alignment="center")
    with words:
        st.markdown(f"**{_HEADS[state]}** {_sentence(run, state, now)}")
    with button:
        draw_control(run, state)
    if now.total_steps and state != "done":
        st.progress(now.share)


_NO_LOG = "No log yet. Runs started in a terminal log there."
_HEADS = {
    "queued": "Queued.",
    "running": "Running.",
    "done": "Done.",
    "stopped": "Stopped.",
    "failed": "Failed.",
    "interrupted": "Interrupted.",
}


def _sentence(run: Run, state: str, now: Standing) -> str:
    """Return the sentences after a run's state."""
    if state == "queued":
        ahead = runs_ahead(run)
        runs = "1 run" if ahead == 1 else f"{ahead} runs"
        return f"{runs} ahead of it." if ahead else "It starts in a moment."
    if state == "running" and not now.step:
        return "Keras is starting. The first batches take a few seconds."
    if state == "running":
        return f"Epoch {now.epoch:.1f} of {now.epochs:g}. {_time_left(now)}"
    resume = "You can resume it from there." if store.resumable(run) else ""
    if state == "interrupted":
        cause = "The process was killed, the computer shut down, or the disk was full."
        return f"{cause} {resume or 'Nothing was saved yet.'}"
    if state == "failed":
        # A traceback ends with the line that says what happened; the log has it all.
        reason = now.reason.strip().splitlines()[-1] if now.reason else ""
        return f"{plain(reason)} {resume}"
    trained = f"{now.epoch:.3g} epochs in {duration(now.seconds)}."
    return f"{trained} {resume}" if state == "stopped" else trained


def _time_left(now: Standing) -> str:
    """Return the estimated time left, rounded to what the estimate is worth."""
    left = now.seconds_left
    if left is None:
        return "Estimating the time left …"
    if left < 90:
        return f"About {max(1, round(left / 10)) * 10} seconds left."
    return f"About {duration(round(left / 60) * 60).removesuffix(' 0 s')} left."


def _draw_figures(run: Run, now: Standing, events: Sequence[Event]) -> None:
    """Draw the figures in a row that wraps on a phone."""
    epoch = "" if now.best_epoch is None else f", epoch {now.best_epoch:.3g}"
    rate = "–" if now.rate is None else f"{now.rate:,.0f}"
    with st.container(horizontal=True):
        st.metric("Training loss", _nats(now.train_loss), width=110)
        st.metric(f"Best validation loss{epoch}", _nats(now.best_loss), width=205)
        for name in points.figures(events):
            _draw_best(run, name, events)
        st.metric(f"{now.unit or 'steps'} per second".capitalize(), rate, width=170)


def _draw_best(run: Run, name: str, events: Sequence[Event]) -> None:
    """Draw the best value of a validation metric other than the loss."""
    kind = figure_kind(run.experiment, name)
    top = points.best(events, name, higher=kind.higher_is_better)
    if top is not None:
        value = briefly(kind, top.values[name])
        st.metric(f"Best {kind.title}", value, width="content")


def _nats(loss: float | None) -> str:
    return "–" if loss is None else f"{loss:.3f}"
