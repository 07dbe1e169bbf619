"""How a picture that is not square becomes one: padded, or a crop that can be moved."""

from collections.abc import Sequence

import streamlit as st

from engine.images.analysis import rendering
from engine.images.analysis.prepared import POSITIONS, PreparedPicture
from engine.images.pictures import FITS, GROUND_NAME
from engine.images.pixels import Pixels
from ui.links.bound import choose_bound
from views.images.html import Figure, draw_pictures

_FIT, _AT = "images_fit", "images_crop_at"
PAD, CROP = FITS
_MIDDLE = 50  # percent
_PERCENT = tuple(round(100 * position) for position in POSITIONS)


def draw_framing(pictures: Sequence[PreparedPicture]) -> None:
    """Draw how pictures are made square, if one of them is not."""
    if all(picture.is_square for picture in pictures):
        return
    choose_bound(
        st.segmented_control,
        "If a picture is not square",
        [PAD, CROP],
        default=PAD,
        required=True,
        key=_FIT,
        help=f"pad: keep all of it, with {GROUND_NAME} borders. crop: use a square "
        "of it, which you can move.",
        persist_state="session",
    )
    if chosen_fit() == CROP:
        choose_bound(
            st.select_slider,
            "Position of the crop, % of the way from left to right or top to bottom",
            _PERCENT,
            value=_MIDDLE,
            key=_AT,
            persist_state="session",
        )


def chosen_fit() -> str:
    """Return the chosen fit, "pad" or "crop", on any tab."""
    chosen = st.session_state.get(_FIT) or st.query_params.get(_FIT)
    return CROP if chosen == CROP else PAD


def framed(picture: PreparedPicture) -> Pixels:
    """Return the network's input for a picture as it is framed, on any tab."""
    return picture.pixels(chosen_fit(), _position())


def draw_framed(picture: PreparedPicture, most: str = "20rem") -> None:
    """Draw the network's input for a picture, `most` wide in CSS."""
    address = rendering.picture(framed(picture))
    figure = Figure(address, f"Pixels of {picture.name}", picture.name)
    draw_pictures([figure], most=most)


def framed_otherwise(picture: PreparedPicture) -> tuple[str, Pixels]:
    """Return the fit that is not chosen, and the network's input with it."""
    other = PAD if chosen_fit() == CROP else CROP
    return other, picture.pixels(other, _position())


def _position() -> float:
    """Return where the crop lies along the longer side, 0 to 1."""
    stated = st.session_state.get(_AT) or st.query_params.get(_AT)
    try:
        percent = int(stated) if stated is not None else _MIDDLE
    except ValueError:
        percent = _MIDDLE
    return min(max(percent, 0), 100) / 100
