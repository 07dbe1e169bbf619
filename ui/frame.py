"""The frame of every page: config, menu, title. Imports nothing heavy."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from engine import registry, settings
from engine.errors import LoupeError
from engine.runs.active import active_runs
from ui import classroom, copy_link, palette
from ui.charts import scheme
from ui.loading import warm_engine
from ui.notices import plain, show_error

VERSION = "1.0"
_PROJECT = Path(__file__).parents[1]
_HERE = Path(__file__).parent
_LOOK = (_HERE / "frame.css").read_text(encoding="utf-8")
_MENU = (_HERE / "menu.js").read_text(encoding="utf-8")
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
    _refuse_unknown_settings()
    warm_engine(page.experiment or registry.NAMES[0])
    st.html(f"<style>{_LOOK.replace('ACCENT', palette.ACCENT)}</style>")
    in_class = classroom.take_link()
    if not st.context.is_embedded:  # a page around it has a menu of its own
        with st.sidebar:
            _menu()
    if in_class:
        classroom.draw_look()
    with st.container(horizontal=True, vertical_alignment="center", key="page_head"):
        st.title(page.title, anchor=False, width="stretch")
        if in_class:
            classroom.draw_bar()
        copy_link.draw()
        scheme.watch()
    st.markdown(page.purpose)


def _refuse_unknown_settings() -> None:
    """End the page with a notice where the server was started with a wrong setting.

    `./loupe` refuses to start; `streamlit run` comes here.
    """
    try:
        settings.check()
    except LoupeError as error:
        show_error(error)
        st.stop()


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
    active = active_runs()
    if active:
        first = active[-1]
        more = f" and {len(active) - 1} more" if len(active) > 1 else ""
        # Queued, running or paused: the menu is not drawn again when that changes.
        link("runs", f"Active: {plain(first.title)}, {first.preset}{more}")
    classroom.draw_switch()
    st.caption(f"Loupe {VERSION}")
    st.html(f"<script>{_MENU}</script>", unsafe_allow_javascript=True)
