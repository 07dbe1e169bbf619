"""The Try tab: pictures in, most probable classes and confidence out."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis.prepared import PreparedPicture
from engine.images.answers import Answer
from engine.images.command import to_mapping
from ui.cards import draw_card
from ui.downloads import csv_button, json_button
from ui.pickers import choose_one
from views.images.answer import draw_answer, draw_answers
from views.images.networks import classify
from views.images.pictures import choose_pictures
from views.images.upload import draw_upload

Pair = tuple[PreparedPicture, Answer]


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    draw_upload()
    result, inputs = st.columns([5, 3], gap="large")
    with inputs:
        pictures = choose_pictures(card)
        count, fit = _settings(card)
    with result:
        if not pictures:
            st.info("Drop a picture above, or choose one.", icon=":material/info:")
        else:
            pairs = [
                (picture, classify(card, epoch, picture, fit)) for picture in pictures
            ]
            _draw_pairs(card, epoch, pairs, count)
    with st.expander("The network in use", icon=":material/badge:"):
        draw_card(card)


def _settings(card: Card) -> tuple[int, str]:
    """Draw the settings; return top n and how a picture is fitted."""
    count = st.slider(
        "Classes to show (top n)",
        1,
        10,
        3,
        key="images_top",
        bind="query-params",
        persist_state="session",
    )
    fit = st.segmented_control(
        "If a picture is not square",
        ["crop", "pad"],
        default="crop",
        required=True,
        key="images_fit",
        help="crop: use its middle square. pad: keep all of it, with grey borders.",
        bind="query-params",
        persist_state="session",
    )
    return int(count), str(fit)


def _draw_pairs(card: Card, epoch: float | None, pairs: list[Pair], count: int) -> None:
    """Draw one answer in full, and where there are several all of them small."""
    picture, answer = pairs[0]
    if len(pairs) > 1:
        draw_answers(pairs, count)
        _downloads(pairs)
        options = {picture.id: picture.name for picture, _ in pairs}
        chosen = choose_one("Look closer at", options, "images_closer", picture.id)
        picture, answer = next(pair for pair in pairs if pair[0].id == chosen)
    draw_answer(card, epoch, picture, answer, count)
    if len(pairs) == 1:
        _downloads(pairs)


def _downloads(pairs: list[Pair]) -> None:
    """Draw the download buttons of the answers."""
    with st.container(horizontal=True):
        json_button(
            [to_mapping(answer, len(answer.classes)) for _, answer in pairs],
            "pictures",
            "images_json",
        )
        rows = [
            {"picture": answer.name, "class": name, "probability": round(share, 5)}
            for _, answer in pairs
            for name, share in answer.top(len(answer.classes))
        ]
        csv_button(rows, "pictures", "images_csv")
