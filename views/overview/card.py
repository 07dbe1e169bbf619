"""One experiment on the overview: its example, its pages, its guide.

An experiment that has an example to show adds one entry to `EXAMPLES`; all the
rest is read from its cards and from the menu.
"""

from collections.abc import Callable, Mapping

import streamlit as st

from engine import registry
from ui import frame
from ui.loading import cards_of
from views.overview import images, language, reading, sentiment

# Each draws a heading and a worked example, and returns False where there is none.
EXAMPLES: Mapping[str, Callable[[], bool]] = {
    "language": language.example,
    "reading": reading.example,
    "sentiment": sentiment.example,
    "images": images.example,
}


def draw(name: str) -> None:
    """Draw the card of an experiment; nothing as long as it has no page."""
    if not any(page.experiment == name for page in frame.pages()):
        return  # it can be trained from the command line only
    draw_example = EXAMPLES.get(name)
    with st.container(key=f"overview_{name}"):
        example, pages = st.columns([3, 2], gap="large")
        with example:
            if draw_example is None or not draw_example():
                _invite(name)
        with pages:
            _links(name)
            if cards_of(name):
                _more(name)


def _links(name: str) -> None:
    """Draw links to the experiment's pages, each with its purpose."""
    for page in frame.pages():
        if page.experiment == name:
            frame.link(page.name)
            st.caption(page.purpose)


def _more(name: str) -> None:
    """Draw links to the guide of the experiment and to its figures."""
    frame.link(name, "Take the guide, step by step", **{f"{name}_guide": "1"})
    label = "Figures and how they were measured"
    frame.link(name, label, **{f"{name}_tab": "Results"})


def _invite(name: str) -> None:
    """Draw a link to the page where there is no example to show."""
    st.subheader(registry.get(name).title, anchor=False)
    if cards_of(name):
        st.markdown("Its networks are trained and ready to try.")
        frame.link(name, "Try one")
        return
    st.markdown(
        "No trained network on this machine yet. The quick preset trains one in a few "
        "minutes."
    )
    frame.link(name, "Train a network", **{f"{name}_tab": "Train"})
