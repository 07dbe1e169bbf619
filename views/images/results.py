"""The Results tab: metrics beside published ones, confusions and calibration.

Everything is read from cards and from the predictions that checkpoints carry; nothing
is measured when a page is drawn. Where CIFAR-10 is on this machine, cells open their
images.
"""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis.outcomes import Outcomes
from engine.images.analysis.published import FIGURES, POST_ACCURACY
from ui import results
from ui.cards import figure_text, label_of
from ui.charts.bars import Bars, class_bars
from ui.charts.confusion import confusion
from ui.charts.reliability import reliability
from ui.format import duration, percent
from ui.notices import plain
from ui.pickers import choose_one
from views.images.cell import draw_cell
from views.images.confidence import before_and_after
from views.images.networks import calibration_of, outcomes_of

_CURVES = 4  # networks in the reliability diagram


def draw() -> None:
    """Draw the whole tab."""
    cards = results.choose_cards("images")
    results.draw_figures("images", cards)
    if cards:
        _draw_costs(cards)
        _draw_outcomes(cards)
    results.draw_learning_curves("images", cards, _smoothing_note(cards))


def _smoothing_note(cards: list[Card]) -> str:
    """Return why losses with label smoothing are higher than others; "" without."""
    smoothed = {
        card.name: float(card.config.get("label_smoothing", 0.0)) for card in cards
    }
    names = [plain(name) for name, share in smoothed.items() if share]
    if not names or len(names) == len(cards):
        return ""
    return (
        f"The loss of {', '.join(names)} includes label smoothing: even a perfect "
        "network’s would be far above 0, so do not compare it with the others’ loss."
    )


def _draw_costs(cards: list[Card]) -> None:
    """Draw the training time, machine and size of each network; the post's first."""
    st.subheader("Training cost", anchor=False)
    post = next(figure for figure in FIGURES if figure.value == POST_ACCURACY)
    rows = [
        {
            "Model": post.system,
            "Accuracy": f"around {percent(post.value)}",
            "Time": "six hours",
            "Hardware": "two Titan X",
            "Parameters": "not stated",
        }
    ]
    rows += [
        {
            "Model": plain(card.name),
            "Accuracy": _headline(card),
            "Time": duration(card.seconds),
            "Hardware": plain(card.machine),
            "Parameters": f"{card.parameters:,}",
        }
        for card in cards
    ]
    st.table(
        rows,
        border="horizontal",
        hide_index=True,
        alt="Networks with their accuracy, training time and parameters",
    )


def _headline(card: Card) -> str:
    """Return the accuracy on a card with the split that it was measured on."""
    metric = card.metric("accuracy")
    if metric is None:
        return "not measured"
    accuracy = figure_text(card, metric).replace(" accuracy", "")
    return f"{accuracy} ({plain(metric.split)})"


def _draw_outcomes(cards: list[Card]) -> None:
    """Draw one network's predictions on all test images."""
    measured = {card.name: card for card in cards if outcomes_of(card) is not None}
    if not measured:
        st.caption(
            "Confusion matrix, accuracy per class and calibration are shown for "
            "networks with stored predictions: `./loupe publish images` evaluates a "
            "run once on the test images and keeps them."
        )
        return
    st.subheader("Predictions on the test images", anchor=False)
    name = choose_one(
        "Network",
        {name: label_of(card) for name, card in measured.items()},
        "images_results_network",
        next(iter(measured)),
    )
    outcomes = outcomes_of(measured[name])
    if outcomes is None:
        return
    with st.container(key="images_confusion"):  # the guide leads here
        _draw_confusion(name, outcomes)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Accuracy per class", anchor=False)
        class_bars(Bars(outcomes.class_accuracies()))
    with right:
        st.subheader("Calibration", anchor=False)
        _draw_calibration(measured, name)


def _draw_calibration(measured: dict[str, Card], name: str) -> None:
    """Draw one curve for each network, and one network without its temperature."""
    calibration = calibration_of(measured[name])
    curves = before_and_after(measured[name], calibration)
    for other, card in list(measured.items())[:_CURVES]:
        both = before_and_after(card, calibration_of(card))
        curves.setdefault(other, both.get(other, []))
    reliability(curves, "images_reliability")
    st.caption(
        f"The logits of {plain(name)} are divided by a temperature of "
        f"{calibration.averaged:.2f} before the softmax."
    )


def _draw_confusion(name: str, outcomes: Outcomes) -> None:
    """Draw the confusion matrix, and the images of the cell that is open."""
    st.markdown(
        "Predictions are averaged over six views of each image. Click a cell, or "
        "choose its two classes, to see its images."
    )
    counts = outcomes.confusion()
    cell = confusion(counts, outcomes.classes, f"images_confusion_{name}")
    if cell is not None:
        draw_cell(name, outcomes, *cell)
