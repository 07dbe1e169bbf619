"""Draws the page again once it has turned from light to dark, or back.

Streamlit colours what is there anew, but not the words of a Plotly chart: their colour
was set when the chart was drawn (`ui.charts.theme`).
"""

import streamlit as st

# A component runs again whenever its page does: the watch of before has to end.
_SCRIPT = """
const watches = new WeakMap();
export default function ({ parentElement, setTriggerValue }) {
  const app = document.querySelector('[data-testid="stApp"]');
  const scheme = () => getComputedStyle(app).colorScheme;
  let drawn = scheme();
  const watch = new MutationObserver(() => {
    if (scheme() !== drawn) setTriggerValue("scheme", (drawn = scheme()));
  });
  watches.get(parentElement)?.disconnect();
  watches.set(parentElement, watch);
  watch.observe(app, { attributes: true, attributeFilter: ["class"] });
}
"""
_COMPONENT = st.components.v2.component("loupe_scheme", js=_SCRIPT)


def watch() -> None:
    """Draw nothing; run the page again when its colours have changed."""
    _COMPONENT(key="scheme", on_scheme_change=lambda: None)
