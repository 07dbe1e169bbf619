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
    with st.spinner("Covering the picture, piece by piece …"):
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
            f"For **{name}** ({percent(dict(said.top(99))[name])}). Grad-CAM: the "
            "bluer, the more this layer speaks for it there. Occlusion: a grey square "
            "of 8 pixels is laid over every place; blue where the probability falls, "
            "orange where it rises because what was there spoke against it. Where the "
            "two agree you may believe them; the strongest place has the full colour "
            "in each."
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
        "What speaks for",
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
        "Layer of Grad-CAM",
        layers,
        key="images_cam_layer",
        help="From the pixels to the answer: early layers see fine and know little.",
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
