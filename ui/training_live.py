"""The live part of the Train tab: where a run stands, its curve, its samples."""

from functools import partial

import streamlit as st

from engine import runs
from engine.experiment import Experiment
from engine.launcher import LocalLauncher
from engine.runs import Run
from ui import curves, export
from ui.cards import duration
from ui.following import events_of, is_active, label_of, log_of, place_in_line
from ui.notices import told
from ui.standing import Standing, standing
from ui.training_samples import draw_samples


def draw_live(experiment: Experiment, run: Run, was_active: bool) -> None:
    """Draw a run as it is now; called each second while it works.

    Args:
        experiment: Whose run it is.
        run: The run to draw.
        was_active: Whether it worked when the page was drawn. Once that has
            changed, the whole page is drawn again: polling on or off, buttons,
            pickers.
    """
    if is_active(run) != was_active:
        st.rerun()
    events = events_of(run)
    now = standing(events)
    _draw_state(run, now)
    _draw_figures(now)
    view = _draw_curve(experiment, run, now)
    if view is not None and st.session_state.get(f"{experiment.name}_rate_shown"):
        st.echarts_chart(
            curves.learning_rate_chart(curves.Curve(label_of(run), events), view),
            height=200,
            key=f"{experiment.name}_rate_chart",
            alt="Learning rate over the training",
        )
    draw_samples(experiment, run, events)
    with st.expander("Log", icon=":material/terminal:"):
        st.code(log_of(run) or "Nothing printed yet.", language=None, height=260)


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
    state = runs.state(run)
    words, button = st.columns([3, 1], vertical_alignment="center")
    with words:
        st.markdown(f"**{_HEADS[state]}** {_sentence(run, state, now)}")
    with button:
        draw_control(run, state)
    if now.total_steps and state != "done":
        st.progress(now.share)


def draw_control(run: Run, state: str) -> None:
    """Draw Stop for a working run, Resume for one that can go on."""
    if not runs.training_allowed():
        return
    key = f"{run.experiment}_{{}}_{run.id}"
    if state in ("waiting", "running"):
        asked = (run.folder / "stop").exists()
        label = "Stopping …" if asked else "Stop"
        if st.button(
            label,
            key=key.format("stop"),
            icon=":material/stop:",
            disabled=asked,
            width="stretch",
        ):
            LocalLauncher().stop(run)
    elif runs.resumable(run) and st.button(
        "Resume", key=key.format("resume"), icon=":material/resume:", width="stretch"
    ):
        with told():
            LocalLauncher().start(run)
            st.rerun()


_HEADS = {
    "waiting": "Waiting in line.",
    "running": "Training.",
    "done": "Done.",
    "stopped": "Stopped.",
    "failed": "Failed.",
    "dead": "Ended without a word.",
}


def _sentence(run: Run, state: str, now: Standing) -> str:
    """Return what there is to say of a run's state beyond its one word."""
    if state == "waiting":
        before = place_in_line(run)
        runs_before = "1 run is" if before == 1 else f"{before} runs are"
        return f"{runs_before} before it." if before else "It begins at once."
    if state == "running" and not now.step:
        return "The engine is starting; the first batches take a few seconds."
    if state == "running":
        return f"Epoch {now.epoch:.1f} of {now.epochs:g}. {_time_left(now)}"
    kept = "It can go on from there." if runs.resumable(run) else ""
    if state == "dead":
        what = "Its process was killed, or the machine went off."
        return f"{what} {kept}" if kept else f"{what} It had kept nothing yet."
    if state == "failed":
        # A trace ends with the line that says what happened; all is in the log.
        reason = now.reason.strip().splitlines()[-1] if now.reason else ""
        return f"{_plain(reason)} {kept}"
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


def _plain(words: str) -> str:
    """Return words in which no sign turns into markup."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>$#~:" else sign for sign in words)


def _draw_figures(now: Standing) -> None:
    """Draw the figures in a row that wraps on a phone."""
    at = "" if now.best_epoch is None else f", epoch {now.best_epoch:.3g}"
    rate = "–" if now.rate is None else f"{now.rate:,.0f}"
    with st.container(horizontal=True):
        st.metric("Train loss", _nats(now.train_loss), width=120)
        st.metric(f"Best validation{at}", _nats(now.best_loss), width=190)
        st.metric(f"{now.unit or 'steps'} per second".capitalize(), rate, width=180)


def _nats(loss: float | None) -> str:
    return "–" if loss is None else f"{loss:.3f}"


def _draw_curve(experiment: Experiment, run: Run, now: Standing) -> curves.View | None:
    """Draw the loss chart with its settings below; None where nothing is said yet."""
    if not now.step:
        st.skeleton(height=340)
        return None
    place = st.container()
    view, others = _draw_view(experiment, run)
    drawn = [curves.Curve(label_of(r), events_of(r)) for r in (run, *others)]
    place.echarts_chart(
        curves.loss_chart(drawn, view),
        height=360,
        key=f"{experiment.name}_loss_chart",
        alt=f"Train and validation loss of {label_of(run)}; best validation "
        f"{_nats(now.best_loss)} nats",
    )
    return view


def _draw_view(experiment: Experiment, run: Run) -> tuple[curves.View, list[Run]]:
    """Draw the chart's settings; return them and the runs to compare with."""
    name = experiment.name
    with st.container(horizontal=True, vertical_alignment="bottom"):
        x = st.segmented_control(
            "Horizontal axis",
            list(curves.AXES),
            default="epoch",
            required=True,
            key=f"{name}_x",
            bind="query-params",
        )
        smoothing = st.slider(
            "Smoothing", 0.0, 0.99, 0.6, 0.01, key=f"{name}_smoothing", width=180
        )
        log = st.toggle("Log axis", key=f"{name}_log")
        st.toggle("Learning rate", key=f"{name}_rate_shown")
    others = {r.id: r for r in runs.list_runs(name) if r.id != run.id}
    chosen: list[str] = []
    if others:
        chosen = st.multiselect(
            "Compare with",
            list(others),
            format_func=lambda other: label_of(others[other]),
            key=f"{name}_compare",
            placeholder="Earlier runs",
        )
    view = curves.View(str(x or "epoch"), float(smoothing), bool(log))
    return view, [others[other] for other in chosen if other in others]
