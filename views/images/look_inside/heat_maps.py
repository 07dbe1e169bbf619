"""Where it looks: Grad-CAM, and occlusion as an independent check."""

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.images.analysis import inside, rendering
from engine.images.answers import Answer
from engine.images.pixels import Pixels
from ui.format import percent
from views.images.html import Figure, draw_pictures
from views.images.networks import chosen_fit, classifier, classify
from views.images.pictures import choose_picture


def draw(card: Card, epoch: float | None) -> None:
    """Draw both maps of one picture, for a class and a layer."""
    left, right = st.columns([3, 1], gap="large")
    with right:
        picture = choose_picture(card)
        fit = chosen_fit()
        answer = classify(card, epoch, picture, fit)
        label = _choose_class(answer)
        layer = _choose_layer(card, epoch)
    pixels = answer.pixels
    with st.spinner("Computing Grad-CAM and occlusion …"):
        key = (card.name, card.digests, epoch, pixels)
        cam = _grad_cam(*key, layer, label)
        covered = _occlusion(*key, label)
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
            f"Evidence for **{name}** ({percent(dict(answer.top(99))[name])}). "
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
    is_new = st.session_state.get("images_class_of") != chosen_for
    # For another picture start with its own predicted class.
    if is_new or st.session_state.get(key) not in probabilities:
        st.session_state["images_class_of"] = chosen_for
        st.session_state[key] = answer.best
    chosen = st.selectbox(
        "Evidence for the class",
        list(probabilities),
        format_func=lambda name: f"{name} ({percent(probabilities.get(name, 0.0))})",
        key=key,
        persist_state="session",
    )
    return answer.classes.index(str(chosen))


def _choose_layer(card: Card, epoch: float | None) -> str:
    """Draw the choice of a layer, at first the last; return its name."""
    layers = inside.convolutions(classifier(card.name, epoch))
    if st.session_state.get("images_cam_layer") not in layers:
        st.session_state["images_cam_layer"] = layers[-1]
    chosen = st.select_slider(
        "Grad-CAM layer",
        layers,
        key="images_cam_layer",
        help="From pixels to logits. Early layers: fine detail, little meaning.",
        persist_state="session",
    )
    return str(chosen)


@st.cache_data(max_entries=100, show_spinner=False)
def _grad_cam(
    name: str,
    digests: Digests,
    epoch: float | None,
    pixels: Pixels,
    layer: str,
    label: int,
) -> str:
    network = classifier(name, epoch)
    return rendering.overlay(pixels, inside.grad_cam(network, pixels, layer, label))


@st.cache_data(max_entries=100, show_spinner=False)
def _occlusion(
    name: str, digests: Digests, epoch: float | None, pixels: Pixels, label: int
) -> str:
    network = classifier(name, epoch)
    return rendering.overlay(pixels, inside.occlusion(network, pixels, label))
