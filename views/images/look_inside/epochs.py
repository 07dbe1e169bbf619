"""The time machine at once: a picture through the epochs, filters as they form."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.answers import Answer
from views.images import charts
from views.images.html import Shown, draw_pictures
from views.images.look_inside.filters import filter_tiles
from views.images.networks import answer, chosen_fit
from views.images.pictures import choose_picture

_FILTERS = 24


def draw(card: Card, epoch: float | None) -> None:
    """Draw what each snapshot says of a picture, and its first filters."""
    epochs = sorted(snapshot.epoch for snapshot in card.snapshots)
    if not epochs:
        st.info(
            "This network has no snapshots of earlier epochs.", icon=":material/info:"
        )
        return
    held = choose_picture(card)
    fit = chosen_fit()
    with st.spinner("Classifying at every epoch …"):
        answers = {
            f"{one:g}" if one is not None else "final": answer(card, one, held, fit)
            for one in (*epochs, None)
        }
    st.echarts_chart(
        charts.through(lines(answers), list(answers), "epoch"),
        height=340,
        key="images_epochs_chart",
        alt=f"Predicted class of {held.name} after each epoch: "
        + ", ".join(f"{epoch} {said.best}" for epoch, said in answers.items()),
    )
    st.caption(
        "Six views averaged; the temperature is the one fitted for the final weights."
    )
    _draw_filters(card, epochs)


def _draw_filters(card: Card, epochs: list[float]) -> None:
    """Draw the learned filters of the first layer at every snapshot."""
    st.markdown("**The first learned filters, epoch by epoch**")
    for one in (*epochs, None):
        found = filter_tiles(card.name, card.digests, one)
        layer = list(found)[-1]
        said = f"epoch {one:g}" if one is not None else "final"
        st.caption(f"{layer}, {said}")
        draw_pictures(
            [
                Shown(tile, f"Filter {place}, {said}")
                for place, tile in enumerate(found[layer][:_FILTERS], 1)
            ],
            "2.2rem",
            "2.6rem",
        )


def lines(answers: dict[str, Answer]) -> dict[str, list[float]]:
    """Return the classes said last, with their probabilities by epoch in percent."""
    *_, last = answers.values()
    shares = [dict(said.top(len(said.classes))) for said in answers.values()]
    return {
        name: [round(100 * one[name], 2) for one in shares]
        for name, _ in last.top(charts.MOST)
    }
