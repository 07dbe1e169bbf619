"""Where it looks: Grad-CAM, and occlusion as an independent check."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.images.analysis import inside, rendering
from engine.images.answers import Answer
from engine.images.pixels import Pixels
from ui.format import percent
from ui.links.bound import choose_bound
from ui.notices import plain
from ui.pickers import choose_one
from views.images.html import Figure, draw_pictures
from views.images.networks import Network, classify, network_of
from views.images.pictures import choose_picture


def draw(card: Card, epoch: float | None) -> None:
    """Draw both maps of one picture, for a class and a layer."""
    network = network_of(card, epoch)
    left, right = st.columns([3, 1], gap="large")
    with right:
        picture = choose_picture(card)
        answer = classify(card, epoch, picture)
        label = _choose_class(answer)
        layer = _choose_layer(network)
    pixels = answer.pixels
    with st.spinner("Computing Grad-CAM and occlusion …"):
        cam = _grad_cam(network, pixels, layer, label)
        covered = _occlusion(network, pixels, label)
    name = answer.classes[label]
    with left:
        draw_pictures(
            [
                Figure(
                    rendering.picture(pixels), f"Pixels of {picture.name}", picture.name
                ),
                Figure(
                    cam,
                    f"Grad-CAM of {layer} for {name}",
                    "Grad-CAM",
                    f"{layer}: {inside.described(layer)}",
                ),
                Figure(covered, f"Occlusion map for {name}", "Occlusion"),
            ],
            "9rem",
        )
        st.caption(
            f"Evidence for **{plain(name)}** ({percent(dict(answer.top(99))[name])}). "
            "Grad-CAM: the bluer, the more this layer’s activations there raise the "
            "logit. Occlusion: a grey square of 8 × 8 pixels slides over the picture; "
            "blue where covering it lowers the probability, orange where covering it "
            "raises the probability. Trust regions where both maps agree. Each map is "
            "scaled to its own maximum."
        )


def _choose_class(answer: Answer) -> int:
    """Draw the choice of a class, at first the predicted one; return its index."""
    probabilities = dict(answer.top(len(answer.classes)))  # most probable first
    key = "images_class"
    chosen_for = (answer.name, answer.best)
    if st.session_state.get("images_class_of") != chosen_for:
        # Another picture starts with its own predicted class.
        st.session_state["images_class_of"] = chosen_for
        st.session_state[key] = answer.best
    named = {name: f"{name} ({percent(p)})" for name, p in probabilities.items()}
    chosen = choose_one("Evidence for the class", named, key, answer.best)
    return answer.classes.index(chosen)


def _choose_layer(network: Network) -> str:
    """Draw the choice of a layer, at first the last; return its name."""
    layers = inside.convolutions(network.load())
    chosen = choose_bound(
        st.select_slider,
        "Grad-CAM layer",
        layers,
        value=layers[-1],
        key="images_cam_layer",
        help="From pixels to logits. Early layers: fine detail, little meaning. A gelu "
        "layer is the activation function behind a convolution: it sets clearly "
        "negative values to about 0.",
        persist_state="session",
    )
    return str(chosen)


@st.cache_data(max_entries=100, show_spinner=False)
def _grad_cam(network: Network, pixels: Pixels, layer: str, label: int) -> str:
    heat = inside.grad_cam(network.load(), pixels, layer, label)
    return rendering.overlay(pixels, heat)


@st.cache_data(max_entries=100, show_spinner=False)
def _occlusion(network: Network, pixels: Pixels, label: int) -> str:
    return rendering.overlay(pixels, inside.occlusion(network.load(), pixels, label))
