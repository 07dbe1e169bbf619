"""The Try tab: pictures in, likeliest classes out, and how sure it may be."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis.held import Held
from engine.images.answers import Answer
from engine.images.command import to_mapping
from ui.cards import draw_card
from ui.downloads import csv_button, json_button
from ui.pickers import choose_one
from views.images import answer as images_answer
from views.images import pictures as images_pictures
from views.images.networks import answer
from views.images.upload import draw_upload

Pair = tuple[Held, Answer]


def draw(card: Card, epoch: float | None) -> None:
    """Draw the tab for a network at an epoch (None: its final weights)."""
    draw_upload()
    result, inputs = st.columns([5, 3], gap="large")
    with inputs:
        pictures = images_pictures.choose(card)
        count, fit = _settings(card)
    with result:
        if not pictures:
            st.info("Drop a picture above, or choose one.", icon=":material/info:")
        else:
            pairs = [(held, answer(card, epoch, held, fit)) for held in pictures]
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
    """Draw all answers small where there are several, and one in full."""
    held, said = pairs[0]
    if len(pairs) > 1:
        images_answer.draw_many(pairs, count)
        _downloads(pairs)
        options = {held.id: held.name for held, _ in pairs}
        chosen = choose_one("Look closer at", options, "images_closer", held.id)
        held, said = next(pair for pair in pairs if pair[0].id == chosen)
    images_answer.draw_one(card, epoch, held, said, count)
    if len(pairs) == 1:
        _downloads(pairs)


def _downloads(pairs: list[Pair]) -> None:
    """Draw the buttons that take the answers away."""
    with st.container(horizontal=True):
        json_button(
            [to_mapping(said, len(said.classes)) for _, said in pairs],
            "pictures",
            "images_json",
        )
        rows = [
            {"picture": said.name, "class": name, "probability": round(share, 5)}
            for _, said in pairs
            for name, share in said.top(len(said.classes))
        ]
        csv_button(rows, "pictures", "images_csv")
