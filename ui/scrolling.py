"""Brings a part of the page into view after a click."""

import streamlit as st

_ASKED, _COUNT = "_into_view", "_into_view_count"

# Streamlit's bar covers the first 3.75rem. The browser runs a script once while it
# stays the same, so a second run of the page that follows at once does not lose it.
# Charts and texts above and below get their height only later: until the visitor moves,
# or for a few seconds, the place stays where it was brought.
_SCROLL = """<style>.st-key-{key} {{ scroll-margin-top: 4.5rem; }}</style>
<script>/* {count} */ for (const place of document.querySelectorAll(".st-key-{key}")) {{
  const show = () => place.scrollIntoView({{ block: "{block}" }});
  const watch = new ResizeObserver(show), moved = new AbortController();
  const end = () => {{ watch.disconnect(); moved.abort(); }};
  for (let node = place; node; node = node.parentElement) watch.observe(node);
  for (const name of ["wheel", "touchmove", "keydown", "pointerdown"])
    addEventListener(name, end, {{ signal: moved.signal, capture: true }});
  setTimeout(end, {settle_ms});
}}</script>"""
_SETTLE_MS = 4000


def ask(key: str, block: str = "nearest") -> None:
    """Have a container brought into view once the page is drawn anew.

    Args:
        key: Of the container; it begins with the name of the page.
        block: "start" to move it to the top, so that what is below it is seen too;
            "nearest" to move it only as far as needed.
    """
    count = st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1
    st.session_state[_ASKED] = {"key": key, "block": block, "count": count}


def draw(page: str) -> None:
    """Scroll to the container of a page that was asked for last."""
    target = st.session_state.get(_ASKED)
    if target is None:
        return
    if not target["key"].startswith(f"{page}_"):  # not again on the way back
        del st.session_state[_ASKED]
        return
    st.html(
        _SCROLL.format(**target, settle_ms=_SETTLE_MS), unsafe_allow_javascript=True
    )
