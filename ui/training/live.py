"""The live part of the Train tab: a run's progress, its curve, its samples."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from engine.accuracy import FEW, accuracy_interval
from engine.experiment import Experiment
from engine.runs import launcher, store
from engine.runs.events import Event
from engine.runs.queue import runs_ahead
from engine.runs.store import Run
from ui.cards import briefly, figure_kind
from ui.charts import points
from ui.downloads import download
from ui.format import duration, percent
from ui.notices import plain
from ui.sharing import draw_run_download
from ui.training import export
from ui.training.afterwards import OpenInTry, draw_afterwards
from ui.training.control import draw_control
from ui.training.curves import Look, draw_curves
from ui.training.following import events_of
from ui.training.samples import draw_samples
from ui.training.status import RunProgress, run_progress
from ui.training.steering import draw_steering


def draw_live(
    experiment: Experiment,
    run: Run,
    look: Look,
    open_in_try: OpenInTry | None = None,
    *,
    was_active: bool,
) -> None:
    """Draw a run as it is now; called each second while it is active.

    Training uses the whole machine, so a call draws few elements and reads only
    what is new.

    Args:
        experiment: Whose run it is.
        run: The run to draw.
        look: How its curve is drawn.
        open_in_try: See `panel.draw`.
        was_active: Whether it was active when the page was drawn. Once that has
            changed, the whole page is drawn again: polling, buttons, pickers.
    """
    if store.is_active(run) != was_active:
        st.rerun()
    events = events_of(run)
    now = run_progress(events)
    _draw_state(run, now)
    draw_steering(run, store.state(run), events)
    if not was_active:
        draw_afterwards(run, open_in_try)
    _draw_figures(run, now, events)
    if now.step:
        draw_curves(run, look, f"best validation loss {_nats(now.best_loss)} nats")
    elif was_active:
        st.skeleton(height=360)
    draw_samples(events)
    log = st.expander(
        "Log",
        icon=":material/terminal:",
        key=f"{run.experiment}_run_log",
        bind="query-params",
    )
    if log.open:
        written = launcher.log_of(run)
        if written:
            log.code(written, language=None, height=260)
        else:
            log.caption(_NO_LOG)


def draw_export(run: Run) -> None:
    """Draw the downloads, made on a click; outside the part that is redrawn."""
    with st.container(horizontal=True):
        for kind in ("csv", "json"):
            made = partial(_exported, run, kind)
            name = f"{run.id}.{kind}"
            download(f"Curve as {kind.upper()}", made, name, f"{run.experiment}_{kind}")
        draw_run_download(run, f"{run.experiment}_zip")


def _exported(run: Run, kind: str) -> bytes:
    return export.curve(events_of(run), kind)


def _draw_state(run: Run, now: RunProgress) -> None:
    """Draw the state in words, the progress bar, and Stop or Resume."""
    state = store.state(run)
    st.markdown(f"**{_HEADS[state]}** {_sentence(run, state, now)}")
    with st.container(horizontal=True):
        draw_control(run, state)
    if now.total_steps and state != "done":
        st.progress(now.share)


# Streamlit fades what a fragment has not drawn again yet: each second, all of it.
STEADY = """<style>
[class*="_live"] [data-stale="true"] {
  opacity: 1 !important; transition: none !important; }
</style>"""
_STARTING = (
    "The training process is loading Keras and its data; the first batches come in "
    "about 15 seconds."
)
_STOPPING = (
    "Stopping: the weights are saved after this batch. Then the network is measured "
    "for its checkpoint, which can take a few more seconds."
)
_PAUSED = (
    "It uses no processor time, and its state is saved; queued runs wait until it "
    "continues or stops."
)
_KILLED = "The process was killed, the computer shut down, or the disk was full."
_NO_LOG = "No log yet. Runs started in a terminal log there."
_HEADS = {
    "queued": "Queued.",
    "running": "Running.",
    "paused": "Paused.",
    "done": "Done.",
    "stopped": "Stopped.",
    "failed": "Failed.",
    "interrupted": "Interrupted.",
}


def _sentence(run: Run, state: str, now: RunProgress) -> str:
    """Return the sentences after a run's state."""
    if state == "queued" and (note := launcher.of(run).note(run)):
        return plain(note)
    if state == "queued":
        ahead = runs_ahead(run)
        runs = "1 run" if ahead == 1 else f"{ahead} runs"
        return f"{runs} ahead of it." if ahead else _STARTING
    if state in ("running", "paused") and (run.folder / "stop").exists():
        return _STOPPING
    if state == "paused":
        return f"Epoch {now.epoch:.3g} of {now.epochs:g}, step {now.step:,}. {_PAUSED}"
    if state == "running" and (launcher.of(run).is_starting(run) or not now.step):
        return _STARTING
    if state == "running":
        if now.counts_orders:
            return f"Order {now.step} of {now.total_steps}."
        return f"Epoch {now.epoch:.1f} of {now.epochs:g}. {_time_left(now)}"
    resume = "You can resume it from there." if store.resumable(run) else ""
    if state == "interrupted":
        note = plain(launcher.of(run).note(run))
        cause = note or _KILLED
        return f"{cause} {resume or 'Nothing was saved yet.'}"
    if state == "failed":
        # A traceback ends with the line that says what happened; the log has it all.
        reason = now.reason.strip().splitlines()[-1] if now.reason else ""
        return f"{plain(reason)} {resume}"
    if now.counts_orders:
        amount = f"{now.step} orders"
    else:
        amount = "1 epoch" if now.epoch == 1 else f"{now.epoch:.3g} epochs"
    trained = f"{amount} in {duration(now.seconds)}."
    return f"{trained} {resume}" if state == "stopped" else trained


def _time_left(now: RunProgress) -> str:
    """Return the estimated time left, rounded to what the estimate is worth."""
    left = now.seconds_left
    if left is None:
        return "Estimating the time left …"
    if left < 90:
        return f"About {max(1, round(left / 10)) * 10} seconds left."
    return f"About {duration(round(left / 60) * 60).removesuffix(' 0 s')} left."


def _draw_figures(run: Run, now: RunProgress, events: Sequence[Event]) -> None:
    """Draw the figures in a row that wraps on a phone."""
    best_place = f", {now.best_place}" if now.best_place else ""
    rate = "–" if now.rate is None else f"{now.rate:,.0f}"
    with st.container(horizontal=True):
        if not now.counts_orders:
            st.metric("Training loss", _nats(now.train_loss), width=110)
        st.metric(f"Best validation loss{best_place}", _nats(now.best_loss), width=205)
        for name in points.figures(events):
            _draw_best(run, name, events, now.validation_counts.get(name, 0))
        if not now.counts_orders:
            st.metric(f"{now.unit or 'steps'} per second".capitalize(), rate, width=170)


_COUNTED = 100  # answers: of more, a percentage says more than their number


def _draw_best(run: Run, name: str, events: Sequence[Event], count: int) -> None:
    """Draw the best value of a validation figure other than the loss.

    Of few answers it says how many are right, and the interval of the accuracy.
    """
    kind = figure_kind(run.experiment, name)
    top = points.best(events, name, higher=kind.higher_is_better)
    if top is None:
        return
    value, label = top.values[name], f"Best {kind.title}"
    if not 0 < count <= FEW:
        st.metric(label, briefly(kind, value), width="content")
        return
    right = round(value * count if kind.percent else value / 100 * count)
    low, high = (percent(limit) for limit in accuracy_interval(right, count))
    shown, below = f"{right} of {count}", f"95% interval {low} to {high}"
    if count > _COUNTED:
        shown, below = briefly(kind, value), f"{shown}, {below}"
    st.metric(
        label, shown, below, delta_color="off", delta_arrow="off", width="content"
    )


def _nats(loss: float | None) -> str:
    return "–" if loss is None else f"{loss:.3f}"
