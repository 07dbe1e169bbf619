"""A person's own pictures: dropped, pasted or taken, and kept while she is here."""

from collections.abc import Iterator, Sequence
from itertools import count

import streamlit as st

from engine.errors import PictureError
from engine.images.analysis.held import Held, hold
from engine.images.pictures import EXTENSIONS, MAXIMUM_MEGABYTES, open_picture
from ui.notices import plain
from views.images import paste

MOST = 60  # pictures at once
FROM, YOURS = "images_from", "Your own"  # which pictures are looked at
SHOWN_CLOSELY = "images_picture"  # the one that Look inside shows
_FIELD, _OWN, _REFUSED = "images_upload", "images_own", "images_refused"
_LISTED, _COUNTER = "images_listed", "images_counter"


def draw_upload() -> None:
    """Draw what brings a person's own pictures, and what was wrong with some."""
    if not st.session_state.get(_FIELD):  # begun anew: on another tab it forgets all
        st.session_state[_LISTED] = {}
    # No HEIC among the endings: a phone then sends its photos as JPEG.
    st.file_uploader(
        "Drop one or more pictures here",
        type=EXTENSIONS,
        accept_multiple_files=True,
        key=_FIELD,
        on_change=_take_files,
        max_upload_size=MAXIMUM_MEGABYTES,
        help="They stay on the computer that runs this page and are not saved to disk. "
        f"At most {MOST} at once.",
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        camera = st.toggle("Take a photo instead", key="images_camera_on")
        paste.listen(_FIELD)
    if camera:
        st.camera_input("Camera", key="images_camera", on_change=_take_photo, width=480)
    for words in st.session_state.get(_REFUSED, ()):
        st.error(plain(words), icon=":material/broken_image:")


def own_pictures() -> list[Held]:
    """Return the pictures that were brought."""
    return list(st.session_state.get(_OWN, ()))


def draw_forget() -> None:
    """Draw the button that forgets them."""
    st.button("Remove my pictures", key="images_forget", on_click=_forget)


def _take_files() -> None:
    """Open what was dropped since; forget what was taken off the list again."""
    files = {file.file_id: file for file in st.session_state.get(_FIELD) or []}
    listed = st.session_state.get(_LISTED, {})  # id of a file -> that of its picture
    gone = {listed[file] for file in listed if file not in files}
    new = {id: f"own-{next(_counter())}" for id in files if id not in listed}
    st.session_state[_LISTED] = {**listed, **new}
    _open(
        [held for held in own_pictures() if held.id not in gone],
        [(new[id], files[id].name, files[id].getvalue()) for id in new],
    )


def _take_photo() -> None:
    file = st.session_state.get("images_camera")
    if file is not None:
        photo = (f"own-{next(_counter())}", "photo", file.getvalue())
        _open(own_pictures(), [photo])


def _counter() -> Iterator[int]:
    """Return what counts the pictures of this visit: no two have the same id."""
    counter: Iterator[int] = st.session_state.setdefault(_COUNTER, count())
    return counter


def _open(kept: list[Held], files: Sequence[tuple[str, str, bytes]]) -> None:
    """Add pictures to those that are kept; what cannot be opened gets a sentence.

    Args:
        kept: Pictures that stay.
        files: Id, name and content of each that comes.
    """
    room = MOST - len(kept)
    held, refused = [], []
    for id, name, content in files[:room]:
        try:
            held.append(hold(open_picture(content, name), id))
        except PictureError as error:
            refused.append(str(error))
    if len(files) > room:
        words = f"{len(files)} files are too many; only the first {room} were opened."
        refused.insert(0, words)
    st.session_state[_OWN], st.session_state[_REFUSED] = [*kept, *held], refused
    if held:
        st.session_state[FROM] = YOURS
        st.session_state[SHOWN_CLOSELY] = held[-1].id


def _forget() -> None:
    for key in (_OWN, _REFUSED, FROM):
        st.session_state.pop(key, None)
