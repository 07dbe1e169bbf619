"""The tabs of a page, and the views of a tab: the open one is in the URL."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from ui import scrolling
from ui.links.bound import choose_bound
from ui.links.missing import keep_missing_bound, tell_missing
from ui.networks import tell_missing_network
from ui.notices import errors_shown

# On a phone the tabs scroll, and a link can open one that is out of view. The browser
# runs a script once while it stays the same.
_SHOW_OPEN = """<script>/* {open} */ {{
  const strip = document.querySelector('.st-key-{page}_tab [role="tablist"]');
  const open = strip?.querySelector('[aria-selected="true"]');
  if (open)
    strip.scrollLeft = open.offsetLeft - (strip.clientWidth - open.clientWidth) / 2;
}}</script>"""


def draw_tabs(page: str, tabs: Mapping[str, Callable[[], None]]) -> None:
    """Draw a page's tabs and the content of the open one.

    A `LoupeError` becomes a notice inside the tab.

    Args:
        page: Its name; the open tab is `<page>_tab` in the URL.
        tabs: Title -> what draws it, in order.
    """
    key = f"{page}_tab"
    keep_missing_bound(key, tabs)
    drawn = st.tabs(list(tabs), key=key, on_change="rerun", bind="query-params")
    for tab, (title, draw) in zip(drawn, tabs.items(), strict=True):
        if tab.open:
            with tab, errors_shown():
                missing = st.container()
                draw()
                with missing:
                    tell_missing(key, [title], {})
                    tell_missing_network(page)
    opened = next((name for name, tab in zip(tabs, drawn, strict=True) if tab.open), "")
    script = _SHOW_OPEN.format(page=page, open=opened)
    st.html(script, unsafe_allow_javascript=True)
    scrolling.draw(page)  # last, once the page has its height


def choose_view(views: Sequence[str], key: str) -> str:
    """Draw the choice among a tab's views; return the open one.

    Args:
        views: Their labels; the first is open at first.
        key: Of the widget, and the name in the URL.
    """
    view = choose_bound(
        st.segmented_control,
        "View",
        views,
        default=views[0],
        required=True,
        key=key,
        label_visibility="collapsed",
        wrap=True,
        persist_state="session",
    )
    return view or views[0]
