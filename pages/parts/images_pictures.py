"""The pictures on the page: a person's own, ours, and test images where they are."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoint import Card
from engine.errors import PictureError
from engine.images import album, drawn
from engine.images.data import TEST
from engine.images.held import Held, hold, hold_drawn
from engine.images.pictures import EXTENSIONS, open_picture
from engine.sources import data_folder
from pages.parts.images_models import knows_cifar10, outcomes_of, worked_example
from ui.choosing import choose_one
from ui.notices import plain

MOST = 60  # pictures at once
_PAGE = 12  # test images at once
_OWN, _REFUSED, _SHOWN = "images_own", "images_refused", "images_shown"
_FROM = "images_from"
YOURS, OURS, TESTS = "Your own", "Drawn here", "Test images"
_RANDOM, _WRONG = "At random", "Mistakes, surest first"
# These are refused with a sentence that says what to do.
_OTHERS = ("heic", "heif", "svg", "pdf")


def draw_upload() -> None:
    """Draw what brings a person's own pictures, and what was wrong with some."""
    st.file_uploader(
        "Drop pictures here, one or many",
        type=[*EXTENSIONS, *_OTHERS],
        accept_multiple_files=True,
        key="images_upload",
        on_change=_take_files,
        help="They stay on this machine, and are forgotten when the page is closed.",
    )
    _draw_camera()
    for words in st.session_state.get(_REFUSED, ()):
        st.error(plain(words), icon=":material/broken_image:")


def choose(card: Card) -> list[Held]:
    """Draw the choice among all pictures that there are; return those to look at."""
    options = [OURS]
    if knows_cifar10(card) and album.is_here(data_folder()):
        options.append(TESTS)
    if st.session_state.get(_OWN):
        options.append(YOURS)
    if st.session_state.get(_FROM) not in options:
        st.session_state[_FROM] = OURS
    kind = OURS
    if len(options) > 1:
        kind = str(
            st.segmented_control(
                "Pictures to look at",
                options,
                required=True,
                key=_FROM,
                wrap=True,
                persist_state="session",
            )
        )
    shown = _choose(kind, card)
    st.session_state[_SHOWN] = shown
    return shown


def _choose(kind: str, card: Card) -> list[Held]:
    """Draw the choice among pictures of one kind; return the chosen."""
    if kind == YOURS:
        st.button("Forget my pictures", key="images_forget", on_click=_forget)
        return list(st.session_state[_OWN])
    return _choose_tests(card) if kind == TESTS else _choose_drawn(card)


def _draw_camera() -> None:
    if st.toggle("Take a photo instead", key="images_camera_on"):
        st.camera_input("Camera", key="images_camera", on_change=_take_photo)


def _take_files() -> None:
    """Open what was dropped; what cannot be opened gets a sentence."""
    files = st.session_state.get("images_upload") or []
    _open([(file.name, file.getvalue()) for file in files[:MOST]])
    if len(files) > MOST:
        words = f"{len(files)} files are too many at once: the first {MOST} are read."
        st.session_state[_REFUSED].insert(0, words)


def _take_photo() -> None:
    file = st.session_state.get("images_camera")
    if file is not None:
        _open([("photo", file.getvalue())])


def _open(files: Sequence[tuple[str, bytes]]) -> None:
    held, refused = read_files(files)
    st.session_state[_OWN], st.session_state[_REFUSED] = held, refused
    if held:
        st.session_state[_FROM] = YOURS


def read_files(files: Sequence[tuple[str, bytes]]) -> tuple[list[Held], list[str]]:
    """Return the pictures among files, and a sentence for each that is none."""
    held: list[Held] = []
    refused: list[str] = []
    for place, (name, content) in enumerate(files):
        try:
            held.append(hold(open_picture(content, name), f"own-{place}"))
        except PictureError as error:
            refused.append(str(error))
    return held, refused


def _forget() -> None:
    for key in (_OWN, _REFUSED, _FROM, _SHOWN):
        st.session_state.pop(key, None)


def _choose_drawn(card: Card) -> list[Held]:
    """Draw the choice among our drawings; the checkpoint's example comes first."""
    known = worked_example(card)
    first = known.name if known and known.name in drawn.NAMES else drawn.NAMES[0]
    chosen = st.pills(
        "Drawn by code, nothing of them from CIFAR-10",
        drawn.NAMES,
        selection_mode="multi",
        default=[first],
        key="images_drawn",
        wrap=True,
        bind="query-params",
        persist_state="session",
    )
    return [_drawn(name) for name in chosen if name in drawn.NAMES]


@st.cache_resource(show_spinner=False)
def _drawn(name: str) -> Held:
    return hold_drawn(name)


def _choose_tests(card: Card) -> list[Held]:
    """Draw the choice among test images; return twelve of them."""
    known = outcomes_of(card)
    which = _RANDOM
    if known is not None:
        which = str(
            st.segmented_control(
                "Which of the 10,000",
                [_RANDOM, _WRONG],
                default=_RANDOM,
                required=True,
                key="images_tests",
                wrap=True,
                persist_state="session",
            )
        )
    wrong = known.mistakes() if known is not None and which == _WRONG else []
    pages = album.page_count(len(wrong) or album.COUNTS[TEST], _PAGE)
    key = "images_page"
    # Another network makes fewer mistakes.
    st.session_state[key] = min(int(st.session_state.get(key, 1)), pages)
    page = st.number_input(
        f"Page of {pages}", 1, pages, key=key, persist_state="session"
    )
    if wrong:
        places = album.page_of(wrong, int(page), _PAGE)
    else:
        places = album.at_random(TEST, int(page), _PAGE)
    return album.take(data_folder(), TEST, places)


def choose_picture(card: Card) -> Held:
    """Draw the choice of one picture, of all that were brought; return it."""
    known = {f"drawn-{name}": f"{name}, drawn here" for name in drawn.NAMES}
    brought = {
        held.id: held
        for held in [
            *st.session_state.get(_SHOWN, ()),
            *st.session_state.get(_OWN, ()),
        ]
    }
    options = {id: held.name for id, held in brought.items() if id not in known}
    example = worked_example(card)
    otherwise = f"drawn-{example.name}" if example else f"drawn-{drawn.NAMES[0]}"
    first = next(iter(brought), otherwise)
    options |= known
    if first not in options:
        first = next(iter(options))
    chosen = choose_one("Picture", options, "images_picture", first)
    return brought.get(chosen) or _drawn(chosen.removeprefix("drawn-"))
