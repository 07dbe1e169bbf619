"""Over the epochs: what the network writes as it learns, played, two side by side."""

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.data.lookup import composed_text
from engine.language.defaults import settings_of
from engine.language.piece import Piece, joined
from engine.sampling import SamplingSettings
from ui.format import loss
from ui.networks import FINAL, epochs_of
from ui.palette import PROBABILITY_CLASSES
from ui.pickers import choose_one
from ui.player import draw_steps
from ui.sampling import chosen_settings
from ui.text.coloured import coloured_text
from ui.text.marks import legend
from views.language.networks import epoch_name, writer
from views.language.request import Request, Written

_CHARACTERS = 300  # that each epoch writes
_NOTHING = "nothing"


def draw(card: Card, epoch: float | None) -> None:
    """Draw what each epoch writes, one step each, and one epoch beside it."""
    epochs: list[float | None] = [*epochs_of(card, untrained=True)]
    if not epochs:
        st.info(
            "This network kept no weights of earlier epochs. Choose another one, or "
            "train one: the preset decides at which epochs weights are kept.",
            icon=":material/info:",
        )
        return
    epochs.append(None)
    half = ", 0.5 half of the first pass" if 0.5 in epochs else ""
    st.markdown(
        "The same prompt and the same random numbers, with the weights after each "
        "epoch (one pass over the training text): only what was learned differs. "
        f"Epoch 0 is the untrained network{half}. Temperature and the other sampling "
        "settings are those of the Try tab."
    )
    left, right = st.columns(2, gap="medium", vertical_alignment="bottom")
    with left:
        prompt = _prompt()
    with right:
        beside = _beside(epochs)
    names = [epoch_name(epoch) for epoch in epochs]
    settings = chosen_settings("language", settings_of(card))
    draw_steps(
        "language_epochs",
        "Weights",
        len(epochs),
        lambda step: _draw_both(card, epochs[step], beside, prompt, settings),
        names,
    )
    legend(PROBABILITY_CLASSES, "Probability given by the network:")


def _prompt() -> str:
    prompt = st.text_input(
        "Prompt",
        "The ",
        max_chars=200,
        key="language_epochs_prompt",
        bind="query-params",
        persist_state="session",
    )
    return composed_text(str(prompt))


def _beside(epochs: list[float | None]) -> str:
    """Draw the choice of a second epoch; return its id."""
    options = {_NOTHING: "Nothing"} | {
        _id(epoch): epoch_name(epoch) for epoch in epochs
    }
    return choose_one("Beside it", options, "language_epochs_beside", FINAL)


def _id(epoch: float | None) -> str:
    return FINAL if epoch is None else f"{epoch:g}"


def _draw_both(
    card: Card,
    epoch: float | None,
    beside: str,
    prompt: str,
    settings: SamplingSettings,
) -> None:
    """Draw the text of one epoch, and of the one beside it."""
    chosen = [epoch]
    if beside != _NOTHING:
        chosen.append(None if beside == FINAL else float(beside))
    columns = st.columns(len(chosen), gap="medium")
    for column, at, key in zip(columns, chosen, ("step", "beside"), strict=False):
        with column:
            _draw_text(card, at, prompt, settings, f"language_epochs_{key}_text")


def _draw_text(
    card: Card, epoch: float | None, prompt: str, settings: SamplingSettings, key: str
) -> None:
    """Draw what the weights of one epoch write, redacted as everywhere."""
    name = epoch_name(epoch)
    with st.spinner("Writing …", show_time=False):
        piece = _written(card.name, card.digests, epoch, prompt, settings)
    request = Request(card.name, card.digests, epoch, prompt, _CHARACTERS, settings)
    shown = Written(request).extended(piece, card).shown
    st.markdown(f"**{name[0].upper()}{name[1:]}**")
    coloured_text(shown, key, prompt, f"Text written with {name}")
    st.caption(f"The network’s loss on its own text: {loss(piece.nats_per_character)}.")


@st.cache_data(max_entries=40, show_spinner=False)
def _written(
    name: str,
    digests: Digests,
    epoch: float | None,
    prompt: str,
    settings: SamplingSettings,
) -> Piece:
    """Write a text; `digests` renews the entry when the checkpoint changes."""
    pieces = writer(name, epoch).write(prompt or "\n", _CHARACTERS, settings)
    return joined(list(pieces))
