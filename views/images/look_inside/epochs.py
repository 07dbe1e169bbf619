"""The time machine at a glance: answer and first filters at every epoch."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.answers import Answer
from views.images import charts
from views.images.html import Figure, draw_pictures
from views.images.look_inside.filters import filter_tiles
from views.images.networks import classify, network_of
from views.images.pictures import choose_picture

_FILTERS = 24


def draw(card: Card, epoch: float | None) -> None:
    """Draw each snapshot's answer to a picture, and its first filters."""
    epochs = sorted(snapshot.epoch for snapshot in card.snapshots)
    if not epochs:
        st.info(
            "This network has no snapshots of earlier epochs.", icon=":material/info:"
        )
        return
    picture = choose_picture(card)
    with st.spinner("Classifying at every epoch …"):
        answers = {
            _label(snapshot): classify(card, snapshot, picture)
            for snapshot in (*epochs, None)
        }
    st.echarts_chart(
        charts.through(lines(answers), list(answers), "epoch"),
        height=340,
        key="images_epochs_chart",
        alt=f"Predicted class of {picture.name} after each epoch: "
        + ", ".join(f"{name} {answer.best}" for name, answer in answers.items()),
    )
    st.caption(
        "Six views averaged; the temperature is the one fitted for the final weights."
    )
    _draw_filters(card, epochs)


def _draw_filters(card: Card, epochs: list[float]) -> None:
    """Draw the learned filters of the first layer at every snapshot."""
    st.markdown("**The first learned filters, epoch by epoch**")
    for epoch in (*epochs, None):
        layer, tiles = list(filter_tiles(network_of(card, epoch)).items())[-1]
        title = _label(epoch) if epoch is None else f"epoch {_label(epoch)}"
        st.caption(f"{layer}, {title}")
        draw_pictures(
            [
                Figure(tile, f"Filter {number}, {title}")
                for number, tile in enumerate(tiles[:_FILTERS], 1)
            ],
            "2.2rem",
            "2.6rem",
        )


def _label(epoch: float | None) -> str:
    return "final" if epoch is None else f"{epoch:g}"


def lines(answers: dict[str, Answer]) -> dict[str, list[float]]:
    """Return the final answer's top classes -> their percentages at every epoch."""
    *_, last = answers.values()
    probabilities = [
        dict(answer.top(len(answer.classes))) for answer in answers.values()
    ]
    return {
        name: [round(100 * by_class[name], 2) for by_class in probabilities]
        for name, _ in last.top(charts.MOST)
    }
