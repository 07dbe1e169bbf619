"""The tabs of a page: the open one is in the URL, and only it is drawn."""

from collections.abc import Callable, Mapping

import streamlit as st

from ui import scrolling
from ui.notices import errors_shown


def draw_tabs(page: str, tabs: Mapping[str, Callable[[], None]]) -> None:
    """Draw a page's tabs and the content of the open one.

    A `LoupeError` becomes a notice inside the tab.

    Args:
        page: Its name; the open tab is `<page>_tab` in the URL.
        tabs: Title -> what draws it, in order.
    """
    drawn = st.tabs(
        list(tabs), key=f"{page}_tab", on_change="rerun", bind="query-params"
    )
    for tab, draw in zip(drawn, tabs.values(), strict=True):
        if tab.open:
            with tab, errors_shown():
                draw()
    scrolling.draw(page)  # last, once the page has its height
