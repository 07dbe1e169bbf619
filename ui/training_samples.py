"""What a network made at each point of its training, newest first."""

from collections.abc import Sequence

import streamlit as st

from engine.events import Event, Sample
from engine.experiment import Experiment
from engine.runs import Run

_SHOWN = 30  # samples


def draw_samples(experiment: Experiment, run: Run, events: Sequence[Event]) -> None:
    """Draw what the network wrote, each with its epoch; nothing without samples."""
    samples = [event for event in events if isinstance(event, Sample)]
    if not samples:
        return
    st.markdown("**What it writes**")
    with st.container(height=380, border=True, key=f"{experiment.name}_samples"):
        for sample in reversed(samples[-_SHOWN:]):
            st.caption(f"After epoch {sample.epoch:.3g}, step {sample.step:,}")
            st.code(
                _shown(sample.text, experiment, run.source),
                language=None,
                wrap_lines=True,
            )


def _shown(text: str, experiment: Experiment, source: str) -> str:
    """Return as much of a text as the source's licence lets be shown."""
    runs_of = {known.name: known.shown_run for known in experiment.sources}
    most = runs_of.get(source)
    if most is None or len(text) <= most:
        return text
    return text[: most - 1] + "…"
