"""A review followed through the network by hand, from the pooling to the logits."""

from collections.abc import Callable
from math import exp

import streamlit as st

from engine import terms
from engine.checkpoints.checkpoint import Card, Digests
from engine.sentiment.analysis import dense
from engine.sentiment.analysis.dense import Dense
from engine.sentiment.answers import Reading
from engine.sentiment.config import (
    AttentiveConfig,
    BagConfig,
    CharacterConfig,
    CountConfig,
    SentimentConfig,
    config_of,
)
from engine.sentiment.data import LABELS
from engine.terms import Sum
from ui.charts.grid import Grid, Row, draw_grids, sum_grid
from ui.pickers import choose_number, choose_one, follow_default
from views.sentiment.look_inside import filter_place, pooling
from views.sentiment.networks import reviewer

_TERMS = 8  # of a sum over many inputs that are shown
_WORDS = 30  # of a sum over the words
_PLACES = (
    " “filter 8, 2” is filter 8 of the second convolution at the second place that is "
    "left after both poolings: nine characters further on."
)


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw how a network pools a review, and one number of each layer behind it.

    Args:
        card: Of the network.
        epoch: Chosen in the time machine; None for the final weights.
        reading: The network's answer on the review.
    """
    st.markdown(
        "Every number below is the network’s own for this review. Blue is above 0, "
        "orange below. The largest products are shown one by one, all others as one "
        "sum."
    )
    config = config_of(card.preset, card.config)
    words = tuple(token.word for token in reading.tokens)
    if isinstance(config, AttentiveConfig):
        pooling.draw(card, epoch, words)
    elif isinstance(config, CharacterConfig):
        filter_place.draw(card, epoch, words)
    if isinstance(config, CountConfig):
        _draw_counted(card, epoch, reading, words)
        return
    layers = _layers(card.name, card.digests, epoch, words)
    if isinstance(config, BagConfig):
        _draw_mean(card, epoch, words, layers[0])
    logits = _draw_layer(layers, config, reading)
    _draw_softmax(card, epoch, logits)


@st.cache_resource(max_entries=8, show_spinner=False)
def _layers(
    name: str, digests: Digests, epoch: float | None, words: tuple[str, ...]
) -> tuple[Dense, ...]:
    """Return the dense layers; `digests` renews the entry when the card changes."""
    return dense.layers(reviewer(name, epoch), words)


def _draw_mean(
    card: Card, epoch: float | None, words: tuple[str, ...], first: Dense
) -> None:
    """Draw one dimension of the mean word vector, word by word."""
    st.subheader("The mean of the word vectors", anchor=False)
    pooled = dense.mean(reviewer(card.name, epoch), words)
    weighed = first.unit(first.largest).terms[:-1]
    (strongest,) = terms.largest(weighed, 1)
    size = len(pooled.mean)
    largest = int(strongest.name)
    follow_default("sentiment_dimension", largest)
    chosen = choose_number("Dimension", 1, size, "sentiment_dimension", largest)
    made = pooled.dimension(chosen - 1)
    shown, ends = terms.shortened(made.terms, _WORDS)
    ends["mean"] = made.total
    draw_grids(sum_grid(f"Dimension {chosen} of each word", shown, ends))
    st.caption(
        f"Each word is a vector of {size} numbers: GloVe’s, plus what training "
        f"added. The network keeps their mean only (each times 1/{len(words)}), so it "
        "cannot know the order of the words."
    )


def _draw_layer(
    layers: tuple[Dense, ...], config: SentimentConfig, reading: Reading
) -> Dense:
    """Draw one unit of a dense layer as a sum; return the last layer."""
    logits = layers[-1]
    title = "A unit of a dense layer" if len(layers) > 1 else "A logit"
    st.subheader(title, anchor=False)
    names = {
        layer.name: f"Logits: {len(layer.bias)} classes"
        if layer is logits
        else f"Layer {number}: {len(layer.bias)} units"
        for number, layer in enumerate(layers, start=1)
    }
    with st.container(horizontal=True):
        chosen = logits.name
        if len(layers) > 1:
            chosen = choose_one("Layer", names, "sentiment_layer", logits.name)
        layer = next(layer for layer in layers if layer.name == chosen)
        unit, name = _choose_unit(layer, reading)
    made = layer.unit(unit, _inputs(layer, layers, config))
    _draw_sum(made, f"{name}, term by term")
    if made.activation:
        st.caption(
            "ReLU sets what is below 0 to 0."
            + _PLACES * (layer is layers[0] and isinstance(config, CharacterConfig))
        )
    return logits


def _choose_unit(layer: Dense, reading: Reading) -> tuple[int, str]:
    """Draw the choice of a unit or class; return its index and its name."""
    if layer.activation:
        units, largest = len(layer.bias), layer.largest + 1
        follow_default("sentiment_unit", largest)
        chosen = choose_number("Unit", 1, units, "sentiment_unit", largest)
        return chosen - 1, f"Unit {chosen}"
    return _choose_class(reading)


def _choose_class(reading: Reading) -> tuple[int, str]:
    labels = {label: label.capitalize() for label in LABELS}
    key = f"sentiment_class_{reading.label}"  # another answer, another start
    chosen = choose_one("Class", labels, key, reading.label_name)
    return LABELS.index(chosen), f"Logit of “{chosen}”"


def _inputs(
    layer: Dense, layers: tuple[Dense, ...], config: SentimentConfig
) -> Callable[[int], str]:
    """Return what the inputs of a layer are called, counted from 1."""
    if layer is not layers[0]:
        return "unit {}".format
    match config:
        case BagConfig():
            return "mean {}".format
        case AttentiveConfig():
            half = len(layer.inputs) // 2
            return lambda i: f"mean {i}" if i <= half else f"max {i - half}"
        case CharacterConfig():
            filters = config.filters
            return lambda i: f"filter {(i - 1) % filters + 1}, {(i - 1) // filters + 1}"
    return "h{}".format  # the LSTM's hidden state after the last word


def _draw_sum(made: Sum, caption: str) -> None:
    """Draw a sum over many inputs."""
    shown, ends = terms.shortened(made.terms, _TERMS)
    ends["sum"] = made.total
    if made.activation:
        ends["ReLU"] = made.result
    draw_grids(sum_grid(caption, shown, ends))


def _draw_counted(
    card: Card, epoch: float | None, reading: Reading, words: tuple[str, ...]
) -> None:
    """Draw a logit of the baseline, word by word."""
    st.subheader("A logit", anchor=False)
    label, name = _choose_class(reading)
    made = dense.counted(reviewer(card.name, epoch), words, label)
    shown, ends = terms.shortened(made.terms, _WORDS)
    ends["sum"] = made.total
    draw_grids(sum_grid(f"{name}, word by word", shown, ends))
    st.caption(
        "Each word that is read adds its weight for this class, and nothing else."
    )


def _draw_softmax(card: Card, epoch: float | None, logits: Dense) -> None:
    """Draw how the logits become the probabilities of the answer."""
    st.subheader("From logits to probabilities", anchor=False)
    temperature = reviewer(card.name, epoch).temperature.value
    scaled = [value / temperature for value in logits.outputs.tolist()]
    exponents = [exp(value - max(scaled)) for value in scaled]
    shares = [value / sum(exponents) for value in exponents]
    rows = [
        Row("logit", logits.outputs.tolist(), 3),
        Row(f"÷ {temperature:.2f}", scaled, 3),
        Row("exp(l − max)", exponents, 3, 1.0, signs=False),
        Row("÷ sum", shares, 3, 1.0, signs=False),
    ]
    draw_grids(Grid("Softmax with the calibration temperature", rows, LABELS))
    st.caption(
        f"The temperature, {temperature:.2f}, was fitted after the training so that "
        "the probabilities are calibrated; it never changes which class comes first."
    )
