"""The Results tab: figures beside others', what is mistaken for what, and honesty.

Everything is read from cards and from what checkpoints carry; nothing is measured
when a page is drawn. Where CIFAR-10 is on this machine, cells open their images.
"""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis.outcomes import Outcomes
from engine.images.analysis.published import FIGURES, POST_ACCURACY
from ui import results
from ui.cards import label_of, said
from ui.charts.bars import Bars, class_bars
from ui.charts.confusion import confusion
from ui.charts.reliability import reliability
from ui.format import duration, percent
from ui.pickers import choose_one
from views.images.cell import draw_cell
from views.images.confidence import before_and_after
from views.images.networks import calibration_of, outcomes_of

_LINES = 4  # networks in the reliability diagram


def draw() -> None:
    """Draw the whole tab."""
    cards = results.choose_cards("images")
    results.draw_figures("images", cards)
    if cards:
        _draw_costs(cards)
        _draw_outcomes(cards)
    results.draw_learned("images", cards)


def _draw_costs(cards: list[Card]) -> None:
    """Draw what each figure took: time, machine, size; the post's first."""
    st.subheader("What it took", anchor=False)
    post = next(figure for figure in FIGURES if figure.value == POST_ACCURACY)
    rows = [
        {
            "Model": post.system,
            "Right": f"around {percent(post.value)}",
            "Time": "six hours",
            "Machine": "two Titan X",
            "Parameters": "not stated",
        }
    ]
    rows += [
        {
            "Model": card.name,
            "Right": _headline(card),
            "Time": duration(card.seconds),
            "Machine": card.machine,
            "Parameters": f"{card.parameters:,}",
        }
        for card in cards
    ]
    st.table(rows, border="horizontal", hide_index=True)


def _headline(card: Card) -> str:
    """Return the accuracy of a card with what it was measured on."""
    metric = card.metric("accuracy")
    if metric is None:
        return "not measured"
    return f"{said(card, metric).removesuffix(' right')} ({metric.split})"


def _draw_outcomes(cards: list[Card]) -> None:
    """Draw what one network said of all test images."""
    known = {card.name: card for card in cards if outcomes_of(card) is not None}
    if not known:
        st.caption(
            "Confusions, accuracy per class and reliability stand here for networks "
            "that were published: `./loupe publish images` measures a run once on "
            "the test images and keeps what it said of each."
        )
        return
    st.subheader("What it said of all test images", anchor=False)
    name = choose_one(
        "Of the network",
        {name: label_of(card) for name, card in known.items()},
        "images_results_network",
        next(iter(known)),
    )
    found = outcomes_of(known[name])
    if found is None:
        return
    _draw_confusion(name, found)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Accuracy per class", anchor=False)
        class_bars(Bars(found.class_accuracies()))
    with right:
        st.subheader("May it be as sure as it says?", anchor=False)
        _draw_reliability(known, name)


def _draw_reliability(known: dict[str, Card], name: str) -> None:
    """Draw one line for each network, and what the temperature did for one."""
    made = calibration_of(known[name])
    curves = before_and_after(known[name], made)
    for other, card in list(known.items())[:_LINES]:
        both = before_and_after(card, calibration_of(card))
        curves.setdefault(other, both.get(other, []))
    reliability(curves, "images_reliability")
    st.caption(
        f"The logits of {name} are divided by a temperature of {made.averaged:.2f} "
        "before they become probabilities."
    )


def _draw_confusion(name: str, found: Outcomes) -> None:
    """Draw the confusion matrix, and the images of the cell that is open."""
    st.markdown(
        "Of six views averaged. Click a cell, or press Enter on it, to see its images."
    )
    counts = found.confusion()
    cell = confusion(counts, found.classes, f"images_confusion_{name}")
    if cell is not None:
        draw_cell(name, found, *cell)
