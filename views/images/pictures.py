"""The choice of pictures: uploaded ones, drawings, and test images if present."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.images.analysis import drawings, photos, single_images
from engine.images.analysis.prepared import (
    PreparedPicture,
    prepare_drawing,
    prepare_photo,
)
from engine.images.data import TEST
from ui.links.bound import choose_bound, choose_several_bound
from ui.pickers import choose_one
from ui.url_state import brought, put_state, tell_not_carried
from views.images.networks import is_cifar10, worked_example
from views.images.test_images import TESTS, choose_tests
from views.images.upload import (
    FROM,
    OWN_ID,
    PICTURE,
    YOURS,
    draw_forget,
    own_pictures,
)

_CHOSEN, _DRAWN, _PHOTOS = "images_shown", "images_drawn", "images_photos"
DRAWINGS, PHOTOS = "Drawings", "Photos"
_LOST = "_images_lost_in_link"
_OWN_PICTURE = ("Your picture", "cannot travel in a link")


def choose_pictures(card: Card) -> list[PreparedPicture]:
    """Draw the choice among all pictures; return the chosen ones."""
    options = [DRAWINGS, PHOTOS]
    if is_cifar10(card) and single_images.is_available(data_folder()):
        options.append(TESTS)
    if own_pictures():
        options.append(YOURS)
    _tell_lost(has_own=YOURS in options)
    kind = DRAWINGS
    if len(options) > 1:
        kind = str(
            choose_bound(
                st.segmented_control,
                "Pictures",
                options,
                default=DRAWINGS,
                required=True,
                key=FROM,
                wrap=True,
                persist_state="session",
            )
        )
    chosen = _choose(kind, card)
    st.session_state[_CHOSEN] = chosen
    return chosen


def _tell_lost(*, has_own: bool) -> None:
    """Say that a link is about its sender's picture, which no link carries."""
    if _LOST not in st.session_state:  # the page is opened
        linked = [*brought(FROM), *brought(PICTURE)]
        lost = any(c == YOURS or c.startswith(OWN_ID) for c in linked)
        st.session_state[_LOST] = lost and not has_own
        if lost and not has_own:
            st.query_params.pop(PICTURE, None)
            put_state({FROM: None})
    if has_own:
        st.session_state[_LOST] = False
    if st.session_state[_LOST]:
        st.info(
            "This link is about its sender’s own picture, which a link cannot carry. "
            "Drop it here, or choose another one.",
            icon=":material/link_off:",
        )


def _choose(kind: str, card: Card) -> list[PreparedPicture]:
    """Draw the choice among pictures of one kind; return the chosen."""
    if kind == YOURS:
        draw_forget()
        tell_not_carried(*_OWN_PICTURE)
        return own_pictures()
    if kind == PHOTOS:
        return _choose_photos()
    return choose_tests(card) if kind == TESTS else _choose_drawing(card)


def _choose_photos() -> list[PreparedPicture]:
    """Draw the choice among the photos."""
    chosen = choose_several_bound(
        st.pills,
        "Real photos: a cat, and three that show none of the ten classes",
        photos.NAMES,
        selection_mode="multi",
        default=photos.NAMES[:1],
        key=_PHOTOS,
        wrap=True,
        persist_state="session",
        help="CC0 or public domain: Stéfan van der Walt (cat), Rachel Michetti "
        "(coffee), Lav Varshney (cameraman), SpaceX (rocket).",
    )
    return [_photo(name) for name in chosen if name in photos.NAMES]


@st.cache_resource(max_entries=len(photos.NAMES), show_spinner=False)
def _photo(name: str) -> PreparedPicture:
    return prepare_photo(name)


def _choose_drawing(card: Card) -> list[PreparedPicture]:
    """Draw the choice among the drawings, at first the checkpoint's example."""
    chosen = choose_several_bound(
        st.pills,
        "Drawings made for this page, none from CIFAR-10",
        drawings.NAMES,
        selection_mode="multi",
        default=[_first_drawing(card)],
        key=_DRAWN,
        wrap=True,
        persist_state="session",
    )
    return [_drawing(name) for name in chosen if name in drawings.NAMES]


def _first_drawing(card: Card) -> str:
    """Return the drawing of the checkpoint's worked example, else the first."""
    example = worked_example(card)
    if example and example.name in drawings.NAMES:
        return example.name
    return drawings.NAMES[0]


@st.cache_resource(max_entries=len(drawings.NAMES), show_spinner=False)
def _drawing(name: str) -> PreparedPicture:
    return prepare_drawing(name)


def choose_picture(card: Card) -> PreparedPicture:
    """Draw the choice of one picture, the ones of the Try tab first; return it."""
    shipped = {f"drawn-{name}": f"{name} (drawing)" for name in drawings.NAMES}
    shipped |= {f"photo-{name}": f"{name} (photo)" for name in photos.NAMES}
    _tell_lost(has_own=bool(own_pictures()))
    chosen_before = st.session_state.get(_CHOSEN, ())
    named = [*brought(PICTURE), str(st.session_state.get(PICTURE, ""))][:1]
    tests = [test for id in named if (test := _test_image(id))]
    listed = (*chosen_before, *tests, *own_pictures())
    pictures = {p.id: p for p in listed}
    options = {id: p.name for id, p in pictures.items() if id not in shipped} | shipped
    drawing = f"drawn-{_first_drawing(card)}"
    if st.session_state.get(PICTURE) not in options:
        st.session_state[PICTURE] = next(iter(pictures), drawing)
    chosen = choose_one("Picture", options, PICTURE, drawing)
    if chosen.startswith(OWN_ID):
        tell_not_carried(*_OWN_PICTURE)
    if chosen not in pictures:  # a shipped one: Try shows it, too
        kind, _, name = chosen.partition("-")
        is_photo = kind == "photo"
        st.session_state[FROM] = PHOTOS if is_photo else DRAWINGS
        st.session_state[_PHOTOS if is_photo else _DRAWN] = [name]
        picture = _photo(name) if is_photo else _drawing(name)
        st.session_state[_CHOSEN] = [picture]
        return picture
    held: PreparedPicture = pictures[chosen]
    return held


def _test_image(id: str) -> PreparedPicture | None:
    """Return the test image that a link names; None where it is not here."""
    part, _, number = id.partition("-")
    is_valid = part == TEST and number.isdecimal() and len(number) < 9
    if not is_valid or int(number) >= single_images.COUNTS[TEST]:
        return None
    if not single_images.is_available(data_folder()):
        return None
    return single_images.read(data_folder(), TEST, [int(number)])[0]
