"""The Try tab: pictures in, most probable classes and confidence out."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis.prepared import PreparedPicture
from engine.images.answers import Answer
from engine.images.command import to_mapping
from ui import classroom
from ui.cards import draw_in_use
from ui.downloads import csv_button, json_button
from ui.links.slider import slide_bound
from ui.pickers import choose_one
from views.images.answer import draw_answer
from views.images.framing import draw_framing
from views.images.networks import classify
from views.images.pictures import choose_pictures
from views.images.several import draw_grid, draw_summary
from views.images.upload import PICTURE, draw_upload

Pair = tuple[PreparedPicture, Answer]


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    draw_upload()
    result, inputs = st.columns([5, 3], gap="large")
    with inputs:
        pictures = choose_pictures(card)
        with classroom.settings("images"):
            count = _choose_count()
            draw_framing(pictures)
    below = st.container()
    with result:
        if not pictures:
            st.info("Drop a picture above, or choose one.", icon=":material/info:")
        else:
            pairs = [(picture, classify(card, epoch, picture)) for picture in pictures]
            if len(pairs) == 1:
                st.session_state[PICTURE] = pairs[0][0].id
                draw_answer(card, epoch, *pairs[0], count)
                _downloads(pairs)
            else:
                draw_summary(pairs)
                _downloads(pairs)
                with below:
                    _draw_several(card, epoch, pairs, count)
    draw_in_use("images", {card.name: card})


def _choose_count() -> int:
    """Draw the choice of top n; return it."""
    return int(slide_bound("Classes to show (top n)", 1, 10, 3, key="images_top"))


def _draw_several(
    card: Card, epoch: float | None, pairs: list[Pair], count: int
) -> None:
    """Draw all answers small in the full width, and one of them in full."""
    draw_grid(pairs, count)
    first = pairs[0][0].id
    options = {picture.id: picture.name for picture, _ in pairs}
    chosen = choose_one("Look closer at", options, PICTURE, first)
    picture, answer = next(pair for pair in pairs if pair[0].id == chosen)
    draw_answer(card, epoch, picture, answer, count)


def _downloads(pairs: list[Pair]) -> None:
    """Draw the download buttons of the answers."""
    with st.container(horizontal=True):
        json_button(
            [
                to_mapping(answer, len(answer.classes)) | _truth(picture)
                for picture, answer in pairs
            ],
            "pictures",
            "images_json",
        )
        rows = [
            {"picture": answer.name, "class": name, "probability": round(share, 5)}
            | _truth(picture)
            for picture, answer in pairs
            for name, share in answer.top(len(answer.classes))
        ]
        csv_button(rows, "pictures", "images_csv")


def _truth(picture: PreparedPicture) -> dict[str, str]:
    return {"true class": picture.truth} if picture.truth else {}
