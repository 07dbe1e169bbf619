"""Where it looks: Grad-CAM over the picture, and occlusion as its check."""

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.images.analysis import inside, shown
from engine.images.answers import Answer
from engine.images.pixels import Pixels
from ui.format import percent
from views.images.html import Shown, draw_pictures
from views.images.networks import answer, chosen_fit, classifier
from views.images.pictures import choose_picture


def draw(card: Card, epoch: float | None) -> None:
    """Draw both maps of one picture, for a class and a layer."""
    left, right = st.columns([3, 1], gap="large")
    with right:
        held = choose_picture(card)
        fit = chosen_fit()
        said = answer(card, epoch, held, fit)
        label = _choose_class(said)
        layer = _choose_layer(card, epoch)
    pixels = said.pixels
    with st.spinner("Computing Grad-CAM and occlusion …"):
        known = (card.name, card.digests, epoch, pixels)
        cam = _cam(*known, layer, label)
        covered = _covered(*known, label)
    name = said.classes[label]
    with left:
        draw_pictures(
            [
                Shown(shown.picture(pixels), f"Pixels of {held.name}", held.name),
                Shown(
                    cam,
                    f"Grad-CAM of {layer} for {name}",
                    "Grad-CAM",
                    f"{layer}: {inside.described(layer)}",
                ),
                Shown(covered, f"Occlusion map for {name}", "Occlusion"),
            ],
            "9rem",
        )
        st.caption(
            f"Evidence for **{name}** ({percent(dict(said.top(99))[name])}). Grad-CAM: "
            "the bluer, the more this layer’s activations there raise the logit. "
            "Occlusion: a grey square of 8 × 8 pixels slides over the picture; blue "
            "where covering it lowers the probability, orange where covering it raises "
            "the probability. Trust regions where both maps agree. Each map is scaled "
            "to its own maximum."
        )


def _choose_class(said: Answer) -> int:
    """Draw the choice of a class, at first the likeliest; return its place."""
    ranked = [name for name, _ in said.top(len(said.classes))]
    shares = dict(said.top(len(said.classes)))
    key = "images_class"
    before = st.session_state.get("images_class_of")
    asked_of = (said.name, said.best)
    # Another picture is asked about its own class first.
    if before != asked_of or st.session_state.get(key) not in ranked:
        st.session_state["images_class_of"] = asked_of
        st.session_state[key] = said.best
    chosen = st.selectbox(
        "Evidence for the class",
        ranked,
        format_func=lambda name: f"{name} ({percent(shares.get(name, 0.0))})",
        key=key,
        persist_state="session",
    )
    return said.classes.index(str(chosen))


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
def _cam(
    name: str,
    digests: Digests,
    epoch: float | None,
    pixels: Pixels,
    layer: str,
    label: int,
) -> str:
    network = classifier(name, epoch)
    return shown.laid_over(pixels, inside.grad_cam(network, pixels, layer, label))


@st.cache_data(max_entries=100, show_spinner=False)
def _covered(
    name: str, digests: Digests, epoch: float | None, pixels: Pixels, label: int
) -> str:
    network = classifier(name, epoch)
    return shown.laid_over(pixels, inside.occlusion(network, pixels, label))
