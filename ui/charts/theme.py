"""Colours that depend on the theme, for what a chart library would draw by itself."""

import streamlit as st

# As in .streamlit/config.toml.
INKS = {"light": "#1F2430", "dark": "#E8E6E1"}
_PAPERS = {"light": "#FBFAF7", "dark": "#15171B"}
_ACCENTS = {"light": "#A3541A", "dark": "#E0A069"}  # of words
# Where the sequential scale gets too dark for black, or too light for white: on both
# sides a text has 4.5:1, which Plotly’s own choice does not reach.
_TURNS = {"light": 0.6, "dark": 0.46}


def theme() -> str:
    """Return the theme that the page is drawn in: "light" or "dark"."""
    return "dark" if st.context.theme.type == "dark" else "light"


def ink() -> str:
    """Return the colour of text."""
    return INKS[theme()]


def accent() -> str:
    """Return the colour of words on what a chart points out."""
    return _ACCENTS[theme()]


def paper() -> str:
    """Return the colour of the page."""
    return _PAPERS[theme()]


def ink_on(place: float) -> str:
    """Return the colour of text on a place of the sequential scale, 0 to 1."""
    high = place > _TURNS[theme()]
    return "#000000" if high == (theme() == "dark") else "#FFFFFF"
