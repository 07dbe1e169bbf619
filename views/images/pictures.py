"""The choice of pictures: uploaded ones, drawings, and test images if present."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.images.analysis import drawings, single_images
from engine.images.analysis.prepared import PreparedPicture, prepare_drawing
from ui.pickers import choose_one
from views.images.networks import is_cifar10, worked_example
from views.images.test_images import TESTS, choose_tests
from views.images.upload import (
    FROM,
    LOOK_INSIDE_PICTURE,
    YOURS,
    draw_forget,
    own_pictures,
)

_CHOSEN = "images_shown"
DRAWINGS = "Drawings"


def choose_pictures(card: Card) -> list[PreparedPicture]:
    """Draw the choice among all pictures; return the chosen ones."""
    options = [DRAWINGS]
    if is_cifar10(card) and single_images.is_available(data_folder()):
        options.append(TESTS)
    if own_pictures():
        options.append(YOURS)
    if st.session_state.get(FROM) not in options:
        st.session_state.pop(FROM, None)
    kind = DRAWINGS
    if len(options) > 1:
        kind = str(
            st.segmented_control(
                "Pictures",
                options,
                default=DRAWINGS,
                required=True,
                key=FROM,
                wrap=True,
                bind="query-params",
                persist_state="session",
            )
        )
    chosen = _choose(kind, card)
    st.session_state[_CHOSEN] = chosen
    return chosen


def _choose(kind: str, card: Card) -> list[PreparedPicture]:
    """Draw the choice among pictures of one kind; return the chosen."""
    if kind == YOURS:
        draw_forget()
        return own_pictures()
    return choose_tests(card) if kind == TESTS else _choose_drawing(card)


def _choose_drawing(card: Card) -> list[PreparedPicture]:
    """Draw the choice among the drawings, at first the checkpoint's example."""
    chosen = st.pills(
        "Drawings made for this page, none from CIFAR-10",
        drawings.NAMES,
        selection_mode="multi",
        default=[_first_drawing(card)],
        key="images_drawn",
        wrap=True,
        bind="query-params",
        persist_state="session",
    )
    return [_drawing(name) for name in chosen if name in drawings.NAMES]


def _first_drawing(card: Card) -> str:
    """Return the drawing of the checkpoint's worked example, else the first."""
    example = worked_example(card)
    if example and example.name in drawings.NAMES:
        return example.name
    return drawings.NAMES[0]


@st.cache_resource(show_spinner=False)
def _drawing(name: str) -> PreparedPicture:
    return prepare_drawing(name)


def choose_picture(card: Card) -> PreparedPicture:
    """Draw the choice of one picture, the ones of the Try tab first; return it."""
    drawn = {f"drawn-{name}": f"{name} (drawing)" for name in drawings.NAMES}
    chosen_before = st.session_state.get(_CHOSEN, ())
    pictures = {p.id: p for p in (*chosen_before, *own_pictures())}
    options = {id: p.name for id, p in pictures.items() if id not in drawn} | drawn
    first = next(iter(pictures), f"drawn-{_first_drawing(card)}")
    chosen = choose_one("Picture", options, LOOK_INSIDE_PICTURE, first)
    return pictures.get(chosen) or _drawing(chosen.removeprefix("drawn-"))
