"""An answer on the page: its probabilities, the network's input, its confidence."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis import rendering
from engine.images.analysis.labelled import true_class
from engine.images.analysis.prepared import PreparedPicture
from engine.images.answers import Answer
from ui.charts.bars import Bars, bars_html, class_bars
from ui.format import percent
from ui.loading import cards_of
from ui.notices import plain
from views.images.confidence import draw_calibration, draw_confidence
from views.images.framing import chosen_fit, framed_otherwise
from views.images.html import Figure, draw_pictures
from views.images.networks import classify_pixels, network_of

_BORDERS = "borders"  # the setting of `engine.images.config`


def draw_answers(pairs: Sequence[tuple[PreparedPicture, Answer]], count: int) -> None:
    """Draw several pictures small, each with the bars of its answer."""
    draw_pictures(
        [
            Figure(
                rendering.data_uri(picture.preview),
                f"Picture {picture.name}",
                picture.name,
                _note(picture, answer),
                smooth=not picture.shows_pixels,
                below=bars_html([_bars(picture, answer)], count),
            )
            for picture, answer in pairs
        ],
        "10rem",
    )


def _note(picture: PreparedPicture, answer: Answer) -> str:
    truth = f"True class: {picture.truth}. " if picture.truth else ""
    doubt = "Probably none of the classes. " if answer.out_of_distribution else ""
    return truth + doubt + " ".join(answer.notes)


def _bars(picture: PreparedPicture, answer: Answer) -> Bars:
    return Bars(
        rendering.by_class(answer.probabilities, answer.classes),
        right=true_class(picture.truth, answer.classes),
    )


def draw_answer(
    card: Card,
    epoch: float | None,
    picture: PreparedPicture,
    answer: Answer,
    count: int,
) -> None:
    """Draw one answer in full."""
    left, right = st.columns([2, 3], gap="medium")
    with right:
        st.subheader(_verdict(answer), anchor=False)
        class_bars(_bars(picture, answer), count)
        draw_confidence(card, epoch, answer)
    with left:
        draw_pictures(_pictures(picture, answer), "9rem")
    _draw_other_framing(card, epoch, picture, answer, count)
    _draw_views(answer)
    draw_calibration(card)


def _pictures(picture: PreparedPicture, answer: Answer) -> list[Figure]:
    """Return the picture as uploaded and the network's input; a test image is both."""
    pixels = rendering.picture(answer.pixels)
    alt = f"The 32 × 32 pixels that the network sees of {picture.name}"
    if picture.shows_pixels:
        return [Figure(pixels, alt, picture.name, f"True class: {picture.truth}.")]
    truth = f"True class: {picture.truth}. " if picture.truth else ""
    uploaded = Figure(
        rendering.data_uri(picture.preview),
        f"Picture {picture.name}",
        picture.name,
        truth + " ".join(answer.notes),
        smooth=True,
    )
    return [uploaded, Figure(pixels, alt, "What the network sees", "32 × 32 pixels")]


def _draw_other_framing(
    card: Card,
    epoch: float | None,
    picture: PreparedPicture,
    answer: Answer,
    count: int,
) -> None:
    """Draw the answer to a picture that is not square, framed in the other way."""
    if picture.is_square:
        return
    fit, pixels = framed_otherwise(picture)
    network = network_of(card, epoch)
    other = classify_pixels(network, pixels, picture.name, picture.notes)
    agree = "The same class" if other.best == answer.best else "Another class"
    st.markdown(f"{agree} with **{fit}** instead of {chosen_fit()}: {_verdict(other)}.")
    if other.best != answer.best:
        st.caption(
            "The framing decides this answer. In tests on CIFAR-10 images, pad was "
            "better where the object fills the long side of a picture, crop where it "
            "fills the short side."
        )
    _name_better_network(card)
    draw_pictures(
        [
            Figure(
                rendering.picture(pixels),
                f"The 32 × 32 pixels with {fit}",
                fit,
                below=bars_html([_bars(picture, other)], count),
            )
        ],
        "9rem",
        "9rem",
    )


def _name_better_network(card: Card) -> None:
    """Say which network was trained with borders, if this one was not."""
    if card.config.get(_BORDERS):
        return
    for other in cards_of("images").values():
        if other.config.get(_BORDERS):
            st.caption(
                f"“{plain(card.name)}” has seen no borders in training, "
                f"“{plain(other.name)}” has: choose it above for pictures like this."
            )
            return


def _verdict(answer: Answer) -> str:
    """Return the answer in a few words."""
    name = plain(answer.best)
    if answer.out_of_distribution:
        return f"Probably none of the classes (closest: {name})"
    return f"{name[:1].upper()}{name[1:]}, {percent(answer.confidence)}"


def _draw_views(answer: Answer) -> None:
    """Draw the six views, each with its own probabilities."""
    with st.expander("The six averaged views", icon=":material/grid_view:"):
        draw_pictures(
            [
                Figure(
                    rendering.picture(view.pixels),
                    f"View: {view.name}",
                    view.name,
                    f"weight {view.weight:g}",
                    below=bars_html(
                        [Bars(rendering.by_class(view.probabilities, answer.classes))],
                        3,
                    ),
                )
                for view in answer.views
            ],
            "9rem",
            "9rem",
        )
        st.caption(
            "The picture shifted by one pixel and mirrored (test-time augmentation). "
            "The logits of all six are averaged before the softmax; the bars show "
            "each view on its own."
        )
