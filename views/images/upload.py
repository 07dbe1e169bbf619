"""Your own pictures: dropped, pasted or taken, kept for this session only."""

from collections.abc import Iterator, Sequence
from itertools import count

import streamlit as st

from engine.errors import PictureError
from engine.images.analysis.prepared import PreparedPicture, prepare
from engine.images.pictures import EXTENSIONS, MAXIMUM_MEGABYTES, open_picture
from ui.notices import plain
from views.images import paste

MAXIMUM_PICTURES = 60
FROM, YOURS = "images_from", "Your own"  # where the pictures come from
LOOK_INSIDE_PICTURE = "images_picture"  # key of its picker
_FIELD, _OWN, _ERRORS = "images_upload", "images_own", "images_refused"
_LISTED, _COUNTER = "images_listed", "images_counter"


def draw_upload() -> None:
    """Draw the upload field, paste and camera, and errors of pictures not opened."""
    # The upload field is emptied when another tab is shown.
    if not st.session_state.get(_FIELD):
        st.session_state[_LISTED] = {}
    # HEIC is not among the extensions, so phones send their photos as JPEG.
    st.file_uploader(
        "Drop one or more pictures here",
        type=EXTENSIONS,
        accept_multiple_files=True,
        key=_FIELD,
        on_change=_take_files,
        max_upload_size=MAXIMUM_MEGABYTES,
        help="They stay on the computer that runs this page and are not saved to disk. "
        f"At most {MAXIMUM_PICTURES} at once.",
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        camera = st.toggle("Take a photo instead", key="images_camera_on")
        paste.listen(_FIELD)
    if camera:
        st.camera_input("Camera", key="images_camera", on_change=_take_photo, width=480)
    for words in st.session_state.get(_ERRORS, ()):
        st.error(plain(words), icon=":material/broken_image:")


def own_pictures() -> list[PreparedPicture]:
    """Return the uploaded pictures."""
    return list(st.session_state.get(_OWN, ()))


def draw_forget() -> None:
    """Draw the button that removes them."""
    st.button("Remove my pictures", key="images_forget", on_click=_forget)


def _take_files() -> None:
    """Open new files of the upload field; drop pictures removed from it."""
    files = {file.file_id: file for file in st.session_state.get(_FIELD) or []}
    listed = st.session_state.get(_LISTED, {})  # file id -> picture id
    removed = {listed[file] for file in listed if file not in files}
    new = {id: f"own-{next(_counter())}" for id in files if id not in listed}
    st.session_state[_LISTED] = {**listed, **new}
    _open(
        [picture for picture in own_pictures() if picture.id not in removed],
        [(new[id], files[id].name, files[id].getvalue()) for id in new],
    )


def _take_photo() -> None:
    file = st.session_state.get("images_camera")
    if file is not None:
        photo = (f"own-{next(_counter())}", "photo", file.getvalue())
        _open(own_pictures(), [photo])


def _counter() -> Iterator[int]:
    """Return this session's counter, which makes picture ids unique."""
    counter: Iterator[int] = st.session_state.setdefault(_COUNTER, count())
    return counter


def _open(
    present: list[PreparedPicture], files: Sequence[tuple[str, str, bytes]]
) -> None:
    """Add pictures to those present; each that cannot be opened gets an error message.

    Args:
        present: Pictures that stay.
        files: Id, name and content of each new one.
    """
    room = MAXIMUM_PICTURES - len(present)
    opened, errors = [], []
    for id, name, content in files[:room]:
        try:
            opened.append(prepare(open_picture(content, name), id))
        except PictureError as error:
            errors.append(str(error))
    if len(files) > room:
        words = f"{len(files)} files are too many; only the first {room} were opened."
        errors.insert(0, words)
    st.session_state[_OWN], st.session_state[_ERRORS] = [*present, *opened], errors
    if opened:
        st.session_state[FROM] = YOURS
        st.session_state[LOOK_INSIDE_PICTURE] = opened[-1].id


def _forget() -> None:
    for key in (_OWN, _ERRORS, FROM):
        st.session_state.pop(key, None)
