"""What a network wrote or answered during its training, newest first."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from engine.runs.events import Event, Sample

_SHOWN = 30  # samples
_STYLE = """<style>
.samples { max-height: 24rem; overflow-y: auto; padding-bottom: 2rem;
  mask-image: linear-gradient(#000 calc(100% - 2rem), transparent); } /* it goes on */
.samples .when { opacity: 0.7; font-size: 0.875rem; margin-top: 1rem; }
.samples .when:first-child { margin-top: 0; }
.samples .words { font-family: "Source Code Pro", monospace; font-size: 0.9375rem;
  line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; }
</style>"""


def draw_samples(events: Sequence[Event]) -> None:
    """Draw the samples, each with its epoch; nothing where there are none."""
    samples = [event for event in events if isinstance(event, Sample)]
    if not samples:
        return
    st.markdown("**Samples during training**, newest first")
    # One element for all: it is drawn each second.
    parts = []
    for sample in reversed(samples[-_SHOWN:]):
        when = f"After epoch {sample.epoch:.3g}, step {sample.step:,}"
        words = escape(sample.text)
        parts.append(f"<div class='when'>{when}</div><div class='words'>{words}</div>")
    st.html(f"{_STYLE}<div class='samples' tabindex='0'>{''.join(parts)}</div>")
