"""The frame of every page: config, menu, title. Imports nothing heavy."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from engine import registry
from engine.runs import store
from ui import palette
from ui.loading import warm_engine
from ui.notices import plain

VERSION = "1.0"
_PROJECT = Path(__file__).parents[1]
# On a phone the menu lies over the page, and Streamlit leaves it there after a choice.
_CLOSING = """<script>
const menu = document.querySelector('[data-testid="stSidebar"]');
if (menu && !menu.dataset.closing) {
  menu.dataset.closing = "after a choice";
  menu.addEventListener("click", (event) => {
    const shut = '[data-testid="stSidebarCollapseButton"] button';
    if (window.innerWidth < 768 && event.target.closest("a"))
      menu.querySelector(shut)?.click();
  });
}
</script>"""
# Streamlit leaves six empty lines above a title and wide margins beside it; and in its
# dark theme the words of what is chosen are hard to read in the colour of buttons.
_LOOK = """<style>
.stMainBlockContainer { padding-top: 3.25rem; padding-inline: clamp(1rem, 3vw, 5rem); }
[data-testid="stTab"][aria-selected="true"] p,
[data-testid="stButtonGroup"] [data-selected="true"],
[data-testid="stSliderThumbValue"] { color: ACCENT !important; }
</style>""".replace("ACCENT", palette.ACCENT)
_ICON = str(Path(__file__).with_name("loupe.png"))


@dataclass(frozen=True, slots=True)
class Page:
    """One entry of the menu."""

    name: str
    file: str
    title: str
    icon: str  # Material
    purpose: str  # one sentence under the title
    experiment: str = ""  # that it belongs to


PAGES = (
    Page(
        "overview",
        "app.py",
        "Loupe",
        ":material/search:",
        "Classic neural networks held to the eye: train them, ask them, take them "
        "apart, and see what each one really knows.",
    ),
    Page(
        "language",
        "pages/language.py",
        "Language",
        ":material/edit_note:",
        "A network reads a text character by character, and learns to write it.",
        "language",
    ),
    Page(
        "ngrams",
        "pages/ngrams.py",
        "LSTM against n-grams",
        ":material/balance:",
        "The same prompt, written on by a network and by counting: what does each "
        "know, and what does it cost?",
        "language",
    ),
    Page(
        "reading",
        "pages/reading.py",
        "Reading",
        ":material/menu_book:",
        "Paste a paragraph and ask a question: a network points at the answer, and "
        "shows what it attended to.",
        "reading",
    ),
    Page(
        "sentiment",
        "pages/sentiment.py",
        "Sentiment",
        ":material/sentiment_satisfied:",
        "Networks read one movie review, each in its own way: what do they make "
        "of it, and why do they disagree?",
        "sentiment",
    ),
    Page(
        "images",
        "pages/images.py",
        "Images",
        ":material/image:",
        "Drop a photo and see what a small convolutional network makes of it, why, "
        "and how sure it has a right to be.",
        "images",
    ),
    Page(
        "runs",
        "pages/runs.py",
        "Runs",
        ":material/monitoring:",
        "Every training on this machine: its curve, its settings, how it ended.",
    ),
)


def open_page(name: str) -> None:
    """Begin a page: config, menu, title and purpose; warm the engine behind it.

    Args:
        name: One of PAGES' names.
    """
    page = _page(name)
    heading = page.title if name == "overview" else f"{page.title} · Loupe"
    # A picture of ours: an icon's name would make the browser ask a font server.
    st.set_page_config(page_title=heading, page_icon=_ICON, layout="wide")
    warm_engine(page.experiment or registry.NAMES[0])
    st.html(_LOOK)
    with st.sidebar:
        _menu()
    st.title(page.title, anchor=False)
    st.markdown(page.purpose)


def pages() -> list[Page]:
    """Return the menu: the pages whose files are there."""
    return [page for page in PAGES if (_PROJECT / page.file).is_file()]


def link(name: str, label: str = "", **query: str) -> None:
    """Draw a link to a page, with these URL parameters; nothing without the page."""
    page = next((page for page in pages() if page.name == name), None)
    if page is None:
        return
    st.page_link(
        page.file,
        label=label or page.title,
        icon=page.icon,
        query_params=query or None,
    )


def _page(name: str) -> Page:
    return next(page for page in PAGES if page.name == name)


def _menu() -> None:
    """Draw the menu, and the runs that are active."""
    for page in pages():
        label = "Overview" if page.name == "overview" else page.title
        st.page_link(page.file, label=label, icon=page.icon)
    active = [run for run in store.list_runs() if store.is_active(run)]
    if active:
        first = active[-1]
        more = f" and {len(active) - 1} more" if len(active) > 1 else ""
        link("runs", f"Training now: {plain(first.title)}, {first.preset}{more}")
    st.caption(f"Loupe {VERSION}")
    st.html(_CLOSING, unsafe_allow_javascript=True)
