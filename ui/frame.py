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
# On a phone the menu covers the page, and Streamlit leaves it open after a choice.
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
# dark theme a chosen option is hard to read in the colour of buttons.
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
    purpose: str  # one sentence below the title
    experiment: str = ""  # its experiment; "" for none


PAGES = (
    Page(
        "overview",
        "app.py",
        "Loupe",
        ":material/search:",
        "Four classic neural networks to try, to train and to look into, on your own "
        "texts and pictures.",
    ),
    Page(
        "language",
        "pages/language.py",
        "Language",
        ":material/edit_note:",
        "A network reads a text character by character and learns to write like it.",
        "language",
    ),
    Page(
        "ngrams",
        "pages/ngrams.py",
        "LSTM against n-grams",
        ":material/balance:",
        "The same prompt continued by an LSTM and by n-gram counts: how well does "
        "each predict, and what does it cost?",
        "language",
    ),
    Page(
        "reading",
        "pages/reading.py",
        "Reading",
        ":material/menu_book:",
        "Paste a paragraph and ask a question: a network marks the answer and shows "
        "its attention.",
        "reading",
    ),
    Page(
        "sentiment",
        "pages/sentiment.py",
        "Sentiment",
        ":material/sentiment_satisfied:",
        "Several networks classify the same movie review: how do they read it, and "
        "why do they disagree?",
        "sentiment",
    ),
    Page(
        "images",
        "pages/images.py",
        "Images",
        ":material/image:",
        "Drop in a photo: what does a small convolutional network see in it, why, "
        "and how far can you trust its confidence?",
        "images",
    ),
    Page(
        "runs",
        "pages/runs.py",
        "Runs",
        ":material/monitoring:",
        "All training runs on this machine: curves, settings and outcomes.",
    ),
)


def open_page(name: str) -> None:
    """Begin a page: config, menu, title and purpose; warm up the engine.

    Args:
        name: One of PAGES' names.
    """
    page = _page(name)
    heading = page.title if name == "overview" else f"{page.title} · Loupe"
    # A local picture: an icon's name would make the browser contact a font server.
    st.set_page_config(page_title=heading, page_icon=_ICON, layout="wide")
    warm_engine(page.experiment or registry.NAMES[0])
    st.html(_LOOK)
    with st.sidebar:
        _menu()
    st.title(page.title, anchor=False)
    st.markdown(page.purpose)


def pages() -> list[Page]:
    """Return the pages of the menu: those whose files exist."""
    return [page for page in PAGES if (_PROJECT / page.file).is_file()]


def link(name: str, label: str = "", **query: str) -> None:
    """Draw a link to a page with URL parameters; nothing if the page is missing."""
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
        link("runs", f"Running now: {plain(first.title)}, {first.preset}{more}")
    st.caption(f"Loupe {VERSION}")
    st.html(_CLOSING, unsafe_allow_javascript=True)
