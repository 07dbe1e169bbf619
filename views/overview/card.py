"""One experiment on the overview: its example, its pages, its figures.

An experiment that has an example to show adds one entry to `ENTRIES`; all the
rest is read from its cards and from the menu.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from engine import registry
from ui import frame
from ui.loading import known_cards
from views.overview import figures as overview_figures
from views.overview import images, language, reading, sentiment


@dataclass(frozen=True, slots=True)
class Entry:
    """The parts that an experiment draws itself.

    Args:
        example: Draws a heading and its worked example; False where there is none.
        figures: Draws its figures; None for the table of its headline.
    """

    example: Callable[[], bool]
    figures: Callable[[], None] | None = None


ENTRIES: Mapping[str, Entry] = {
    "language": Entry(language.example, language.figures),
    "reading": Entry(reading.example),
    "sentiment": Entry(sentiment.example, sentiment.figures),
    "images": Entry(images.example),
}


def draw(name: str) -> None:
    """Draw the card of an experiment; nothing as long as it has no page."""
    if not any(page.experiment == name for page in frame.pages()):
        return  # it can be trained from the command line only
    entry = ENTRIES.get(name)
    with st.container(key=f"overview_{name}"):
        example, pages = st.columns([3, 2], gap="large")
        with example:
            if entry is None or not entry.example():
                _invite(name)
        with pages:
            _links(name)
        if entry is not None and entry.figures is not None:
            entry.figures()
        else:
            overview_figures.draw(name)


def _links(name: str) -> None:
    """Draw links to the experiment's pages, each with its purpose."""
    for page in frame.pages():
        if page.experiment == name:
            frame.link(page.name)
            st.caption(page.purpose)


def _invite(name: str) -> None:
    """Draw a link to the page where there is no example to show."""
    st.subheader(registry.get(name).title, anchor=False)
    if known_cards(name):
        st.markdown("Its networks are trained and ready to try.")
        frame.link(name, "Try one")
        return
    st.markdown(
        "No trained network on this machine yet. The quick preset trains one in a few "
        "minutes."
    )
    frame.link(name, "Train a network", **{f"{name}_tab": "Train"})
