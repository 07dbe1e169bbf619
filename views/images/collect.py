"""Your own classes from the camera: pictures for each class, then a network of them.

What is collected stays in this session until it is trained on; it can be downloaded as
the ZIP that the Train tab and the command line take.
"""

import streamlit as st

from engine import registry
from engine.errors import PictureError
from engine.images import own_pictures
from engine.images.own_pictures import FEWEST_PER_CLASS
from engine.images.pictures import EXTENSIONS, MAXIMUM_MEGABYTES, open_picture
from ui import scrolling
from ui.notices import plain
from ui.training.form import OWN_DATA
from ui.training.own_data import MADE

_COLLECTED, _REFUSED = "images_collected", "images_collect_refused"
_NAME = "images_collect_name"
_ZIP = "my-classes.zip"
Classes = dict[str, list[tuple[str, bytes]]]  # class -> name and content of its files


def draw_collect() -> None:
    """Draw, folded away, the collection of pictures class by class."""
    folded = st.expander(
        "Make classes with your camera",
        key="images_collect",
        icon=":material/photo_camera:",
        bind="query-params",  # and the camera is asked for only once it is opened
    )
    if not folded.open:
        return
    with folded:
        st.markdown(
            "Name a class and take pictures of it, about ten from different sides; "
            "then the next class. Two classes with two pictures each are the least."
        )
        field, shown = st.columns(2, gap="large")
        with field:
            _draw_fields()
        with shown:
            _draw_collected()


def _draw_fields() -> None:
    """Draw the name of the class, its camera and its files."""
    typed = st.text_input("Class", key=_NAME, placeholder="cup", max_chars=40)
    name = own_pictures.folder_name(typed)
    if not name:
        st.caption("Name the class first.")
        return
    # Each class has fields of its own: those of another keep what they hold.
    camera, files = f"images_collect_camera_{name}", f"images_collect_files_{name}"
    st.camera_input("Camera", key=camera, on_change=_take_photo, args=(name, camera))
    st.file_uploader(
        "Or drop pictures of this class",
        type=EXTENSIONS,
        accept_multiple_files=True,
        key=files,
        on_change=_take_files,
        args=(name, files),
        max_upload_size=MAXIMUM_MEGABYTES,
    )
    for words in st.session_state.pop(_REFUSED, ()):
        st.error(plain(words), icon=":material/broken_image:")


def _draw_collected() -> None:
    """Draw how many pictures each class has, and what can be done with them."""
    classes = collected()
    for number, (name, files) in enumerate(classes.items()):
        with st.container(horizontal=True, vertical_alignment="center"):
            noun = "picture" if len(files) == 1 else "pictures"
            st.markdown(f"**{plain(name)}**: {len(files)} {noun}")
            st.button(
                "Remove",
                key=f"images_collect_remove_{number}",
                on_click=_remove,
                args=(name,),
            )
    if not classes:
        st.caption("No pictures yet.")
        return
    enough = [files for files in classes.values() if len(files) >= FEWEST_PER_CLASS]
    is_ready = len(enough) == len(classes) >= own_pictures.CLASSES[0]
    st.button(
        "Train on these classes",
        key="images_collect_use",
        type="primary",
        disabled=not is_ready,
        on_click=_use,
        help="Fills in the form below; then press Start training.",
    )
    if is_ready:
        st.download_button(
            "Download as ZIP", own_pictures.zipped(classes), _ZIP, on_click="ignore"
        )


def collected() -> Classes:
    """Return the collected files by class."""
    classes: Classes = st.session_state.setdefault(_COLLECTED, {})
    return classes


def _take_photo(name: str, camera: str) -> None:
    photo = st.session_state.get(camera)
    if photo is not None:
        _add(name, [("photo.jpg", photo.getvalue())])


def _take_files(name: str, field: str) -> None:
    files = st.session_state.get(field) or []
    _add(name, [(file.name, file.getvalue()) for file in files])


def _add(name: str, files: list[tuple[str, bytes]]) -> None:
    """Add files to a class; those that are not pictures are refused."""
    refused = []
    held = collected().setdefault(name, [])
    for file, content in files:
        try:
            open_picture(content, file)
        except PictureError as error:
            refused.append(str(error))
        else:
            if (file, content) not in held:
                held.append((file, content))
    if not held:
        del collected()[name]
    st.session_state[_REFUSED] = refused


def _remove(name: str) -> None:
    collected().pop(name, None)


def _use() -> None:
    """Fill in the training form, and show it: these pictures, the preset for few."""
    st.session_state[f"images_{MADE}"] = (_ZIP, own_pictures.zipped(collected()))
    st.session_state["images_data"] = OWN_DATA
    st.session_state["images_preset"] = registry.get("images").own_data.preset
    scrolling.ask("images_start", "center")
