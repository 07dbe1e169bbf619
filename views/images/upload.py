"""Your own pictures: dropped, pasted or taken, kept for this session only.

A ZIP of folders brings its pictures with their true classes, the folders' names; a CSV
file of names and classes brings the classes of pictures dropped beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from engine.errors import LoupeError, PictureError
from engine.images import own_pictures as archive
from engine.images.analysis.labelled import read_classes
from engine.images.analysis.prepared import PreparedPicture, prepare
from engine.images.pictures import EXTENSIONS, MAXIMUM_MEGABYTES, Picture, open_picture
from ui.notices import plain
from views.images import paste

MAXIMUM_PICTURES = 200
_REFUSALS = 5  # that are shown
FROM, YOURS = "images_from", "Your own"  # where the pictures come from
OWN_ID = "own-"  # starts the id of each
PICTURE = "images_picture"  # the picture that is looked at, on every tab
_FIELD, _OWN, _ERRORS = "images_upload", "images_own", "images_refused"
_LISTED, _COUNTER = "images_listed", "images_counter"
_CLASSES = "images_true"  # id of a CSV file -> name of a picture -> its true class
_ZIP, _CSV = ".zip", ".csv"
_TOO_MANY = (
    f"Some pictures were left out: the limit is {MAXIMUM_PICTURES} at once. Remove "
    "others first."
)


def draw_upload() -> None:
    """Draw the upload field, paste and camera, and errors of pictures not opened."""
    # The upload field is emptied when another tab is shown.
    if not st.session_state.get(_FIELD):
        st.session_state[_LISTED] = {}
    # HEIC is not among the extensions, so phones send their photos as JPEG.
    st.file_uploader(
        "Drop one or more pictures here",
        type=(*EXTENSIONS, "zip", "csv"),
        accept_multiple_files=True,
        key=_FIELD,
        on_change=_take_files,
        max_upload_size=MAXIMUM_MEGABYTES,
        help="They stay on the computer that runs this page and are not saved to disk. "
        f"At most {MAXIMUM_PICTURES} at once. To measure accuracy, drop a ZIP whose "
        "folders are named after the true classes, or add a CSV file with a line "
        "“photo.jpg,cat” for each picture.",
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        camera = st.toggle("Take a photo instead", key="images_camera_on")
        paste.listen(_FIELD)
    if camera:
        st.camera_input("Camera", key="images_camera", on_change=_take_photo, width=480)
    refused = st.session_state.get(_ERRORS, ())
    for words in refused[:_REFUSALS]:
        st.error(plain(words), icon=":material/broken_image:")
    if len(refused) > _REFUSALS:
        st.caption(f"{len(refused) - _REFUSALS:,} more files could not be opened.")


def own_pictures() -> list[PreparedPicture]:
    """Return the uploaded pictures, with the true classes that a CSV file gives."""
    classes: dict[str, str] = {}
    for of_file in st.session_state.get(_CLASSES, {}).values():
        classes |= of_file
    return [
        replace(picture, truth=classes.get(picture.name, picture.truth))
        for picture in st.session_state.get(_OWN, ())
    ]


def draw_forget() -> None:
    """Draw the button that removes them."""
    st.button("Remove my pictures", key="images_forget", on_click=_forget)


def _take_files() -> None:
    """Open new files of the upload field; drop pictures removed from it."""
    files = {file.file_id: file for file in st.session_state.get(_FIELD) or []}
    listed: dict[str, list[str]] = st.session_state.get(_LISTED, {})
    gone = listed.keys() - files
    removed = {id for file in gone for id in listed[file]}
    for file in gone:
        st.session_state.get(_CLASSES, {}).pop(file, None)
    present = [p for p in st.session_state.get(_OWN, ()) if p.id not in removed]
    errors: list[str] = []
    now = {file: ids for file, ids in listed.items() if file in files}
    for file_id, file in files.items():
        if file_id in listed:
            continue
        opened, failed = _prepared(file, MAXIMUM_PICTURES - len(present))
        # One sentence for all that were left out.
        errors += [words for words in failed if words not in errors]
        now[file_id] = [picture.id for picture in opened]
        present += opened
    st.session_state[_LISTED] = now
    _show(present, {id for ids in now.values() for id in ids}, errors)


def _prepared(file: UploadedFile, room: int) -> tuple[list[PreparedPicture], list[str]]:
    """Return the pictures of one file, at most `room`, and what failed."""
    prepared: list[PreparedPicture] = []
    failed: list[str] = []
    try:
        if file.name.lower().endswith(_CSV):
            by_file = st.session_state.setdefault(_CLASSES, {})
            by_file[file.file_id] = read_classes(file.getvalue(), file.name)
            return [], []
        if room <= 0:
            return [], [_TOO_MANY]
        for truth, picture in _pictures(file):
            if len(prepared) == room:
                return prepared, [*failed, _TOO_MANY]
            if isinstance(picture, LoupeError):
                failed.append(str(picture))
                continue
            id = f"{OWN_ID}{next(_counter())}"
            prepared.append(prepare(picture, id, truth))
    except LoupeError as error:
        return prepared, [*failed, str(error)]
    return prepared, failed


def _pictures(file: UploadedFile) -> Iterator[tuple[str, Picture | PictureError]]:
    """Yield the pictures of one file, each with its true class or "", or its error."""
    if file.name.lower().endswith(_ZIP):
        yield from archive.pictures_of(file.getvalue(), file.name)
    else:
        yield "", open_picture(file.getvalue(), file.name)


def _take_photo() -> None:
    file = st.session_state.get("images_camera")
    if file is None:
        return
    present, errors = list(st.session_state.get(_OWN, ())), []
    if len(present) >= MAXIMUM_PICTURES:
        errors.append(_TOO_MANY)
    else:
        id = f"{OWN_ID}{next(_counter())}"
        try:
            present.append(prepare(open_picture(file.getvalue(), "photo"), id))
        except LoupeError as error:
            errors.append(str(error))
    _show(present, {picture.id for picture in present[-1:]}, errors)


def _counter() -> Iterator[int]:
    """Return this session's counter, which makes picture ids unique."""
    counter: Iterator[int] = st.session_state.setdefault(_COUNTER, count())
    return counter


def _show(
    present: Sequence[PreparedPicture], new: set[str], errors: Sequence[str]
) -> None:
    """Keep pictures and errors for the page; look at the last of the new ones."""
    st.session_state[_OWN], st.session_state[_ERRORS] = list(present), list(errors)
    latest = [picture.id for picture in present if picture.id in new]
    if latest:
        st.session_state[FROM] = YOURS
        st.session_state[PICTURE] = latest[-1]


def _forget() -> None:
    for key in (_OWN, _ERRORS, _CLASSES, FROM):
        st.session_state.pop(key, None)
