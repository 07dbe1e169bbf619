"""While a run trains: its learning rate, and single steps when it is paused."""

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

from engine.runs import control, facts, store
from engine.runs.control import HIGHEST_FACTOR, LOWEST_FACTOR
from engine.runs.events import Event, LearningRateChanged, OneStep, Progress
from engine.runs.store import Run
from ui.format import words
from ui.notices import plain
from ui.palette import strength
from ui.training.control import ask_button

_SHOWN = 8  # steps of the followed weight
_STYLE = f"""<style>
.norms {{ display: grid; gap: 3px 0.6rem; font-size: 0.9rem; line-height: 1.45rem;
  grid-template-columns: minmax(5rem, max-content) 1fr; }}
.norms .layer {{ overflow-wrap: anywhere; }}
.norms .bar {{ position: relative; background: rgba(128, 128, 128, 0.1);
  border-radius: 2px; overflow: hidden; }}
.norms .bar i {{ position: absolute; inset: 0 auto 0 0;
  background: {strength(0.7)}; }}
.norms .bar span {{ position: relative; left: 6px;
  font-variant-numeric: tabular-nums; }}
</style>"""


def draw_steering(run: Run, state: str, events: Sequence[Event]) -> None:
    """Draw the learning rate with its buttons, and what single steps changed.

    Args:
        run: In any state; n-grams, which only count, have nothing to steer.
        state: Its state.
        events: Its events so far.
    """
    if state in ("running", "paused") and _can_be_steered(run):
        _draw_learning_rate(run, events)
        if state == "paused":
            _draw_step_button(run, events)
    if changed := facts.rate_changed_in_words(events):
        st.caption(
            f"The learning rate was changed by hand: {changed}. Its figures are not "
            f"those of the preset “{plain(words(run.preset))}”."
        )
    steps = [event for event in events if isinstance(event, OneStep)]
    if steps:
        opened = state == "paused"
        with st.expander("Single steps", icon=":material/footprint:", expanded=opened):
            _draw_steps(steps)


def _can_be_steered(run: Run) -> bool:
    allowed = store.training_allowed() and not (run.folder / "stop").exists()
    return allowed and control.trains_in_batches(run)


def _draw_learning_rate(run: Run, events: Sequence[Event]) -> None:
    """Draw the present learning rate, and buttons that scale its schedule."""
    changes = facts.learning_rate_changes(events)
    applied = changes[-1].factor if changes else 1.0
    requested = control.read(run.folder).learning_rate_factor or applied
    scheduled = _scheduled_rate(events)
    now = "" if scheduled is None else f" {scheduled * requested:.3g}"
    scaled = "as scheduled" if requested == 1 else f"{requested:g} times the schedule"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"Learning rate{now}, {scaled}", width="content")
        for label, factor, name in (
            ("÷ 2", requested / 2, "halve"),
            ("× 2", requested * 2, "double"),
            ("As scheduled", 1.0, "reset"),
        ):
            ask_button(
                label,
                run,
                f"rate_{name}",
                partial(control.scale_learning_rate, run, factor),
                help="From the next batch on. The run records it and says so on its "
                "card.",
                disabled=factor == requested
                or not LOWEST_FACTOR <= factor <= HIGHEST_FACTOR,
            )


def _scheduled_rate(events: Sequence[Event]) -> float | None:
    """Return the schedule’s learning rate at the last report; None before the first."""
    factor, scheduled = 1.0, None
    for event in events:
        if isinstance(event, LearningRateChanged):
            factor = event.factor
        elif isinstance(event, Progress) and event.learning_rate:
            scheduled = event.learning_rate / factor
    return scheduled


def _draw_step_button(run: Run, events: Sequence[Event]) -> None:
    """Draw the button that trains a paused run on one batch."""
    step = events[-1].step if events else 0
    pending = control.read(run.folder).step == step
    ask_button(
        "Training on one batch …" if pending else "Train on one batch",
        run,
        "step",
        lambda: control.take_step(run, step),
        icon="footprint",
        help="Shows the loss on this batch before and after, the gradient of each "
        "layer and the way of one weight. It counts as any other batch.",
        disabled=pending,
        primary=True,
    )


def _draw_steps(steps: Sequence[OneStep]) -> None:
    """Draw the last step, and the way of the weight that it follows."""
    last = steps[-1]
    moved = "fell" if last.loss_after < last.loss_before else "rose"
    st.markdown(
        f"**Step {last.step:,}:** the loss on its batch {moved} from "
        f"{last.loss_before:.4f} to {last.loss_after:.4f}."
    )
    st.caption(
        "Both are the training loss of the same batch, with the same dropout: only "
        "the weights differ. The next batch is another one; what counts is the loss "
        "over many."
    )
    st.markdown("**Norm of each layer’s gradient**, from input to output")
    st.html(f"{_STYLE}<div class='norms'>{_bars(last)}</div>")
    st.markdown(f"**The way of one weight**, {plain(last.weight)}")
    followed = [step for step in steps if step.weight == last.weight][-_SHOWN:]
    st.table(
        [_row(step) for step in followed],
        border="horizontal",
        hide_index=True,
        alt="One weight and its gradient at each step",
    )
    st.caption(
        "The weight whose gradient was largest at the first step. The gradient is the "
        "one that the optimizer used, after clipping; the change also depends on the "
        "gradients before it (momentum) and, with Adam, on their size."
    )


def _bars(step: OneStep) -> str:
    """Return a bar for each layer, the longest for the largest norm."""
    largest = max(step.gradient_norms.values(), default=0.0) or 1.0
    return "".join(
        f"<div class='layer'>{escape(layer)}</div><div class='bar'>"
        f"<i style='width:{100 * norm / largest:.1f}%'></i>"
        f"<span>{norm:.3g}</span></div>"
        for layer, norm in step.gradient_norms.items()
    )


def _row(step: OneStep) -> dict[str, str]:
    """Return one step of the followed weight."""
    return {
        "Step": f"{step.step:,}",
        "Before": f"{step.weight_before:.6f}",
        "Gradient": f"{step.weight_gradient:+.2e}",
        "Learning rate": f"{step.learning_rate:.3g}",
        "Change": f"{step.weight_after - step.weight_before:+.2e}",
        "After": f"{step.weight_after:.6f}",
    }
