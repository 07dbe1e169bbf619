"""A person's own pictures: dropped, pasted or taken, and kept while she is here."""

from collections.abc import Sequence

import streamlit as st

from engine.errors import PictureError
from engine.images.held import Held, hold
from engine.images.pictures import EXTENSIONS, MAXIMUM_MEGABYTES, open_picture
from pages.parts import images_paste
from ui.notices import plain

MOST = 60  # pictures at once
FROM, YOURS = "images_from", "Your own"  # which pictures are looked at
_FIELD, _OWN, _REFUSED = "images_upload", "images_own", "images_refused"


def draw_upload() -> None:
    """Draw what brings a person's own pictures, and what was wrong with some."""
    # No HEIC among the endings: a phone then sends its photos as JPEG.
    st.file_uploader(
        "Drop pictures here, one or many",
        type=EXTENSIONS,
        accept_multiple_files=True,
        key=_FIELD,
        on_change=_take_files,
        max_upload_size=MAXIMUM_MEGABYTES,
        help="They stay on this machine, and are forgotten when the page is closed. "
        f"At most {MOST} at once.",
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        camera = st.toggle("Take a photo instead", key="images_camera_on")
        images_paste.listen(_FIELD)
    if camera:
        st.camera_input("Camera", key="images_camera", on_change=_take_photo, width=480)
    for words in st.session_state.get(_REFUSED, ()):
        st.error(plain(words), icon=":material/broken_image:")


def own_pictures() -> list[Held]:
    """Return the pictures that were brought."""
    return list(st.session_state.get(_OWN, ()))


def draw_forget() -> None:
    """Draw the button that forgets them."""
    st.button("Forget my pictures", key="images_forget", on_click=_forget)


def _take_files() -> None:
    """Open what was dropped; what cannot be opened gets a sentence."""
    files = st.session_state.get(_FIELD) or []
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
        st.session_state[FROM] = YOURS


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
    for key in (_OWN, _REFUSED, FROM):
        st.session_state.pop(key, None)
