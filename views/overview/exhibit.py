"""The living exhibit: a text that a network goes on writing at a click.

What a checkpoint stores is shown at once; the network is loaded by the first click or
the first move of the slider, so that the first paint waits for nothing.
"""

from dataclasses import replace

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.language.analysis.example import Example
from ui.format import loss
from ui.networks import choose_epoch
from ui.notices import announce, errors_shown
from ui.text.coloured import coloured_text
from ui.text.growing import GrowingText
from views.language.networks import writer
from views.language.request import Request, Written

_MORE = 200  # characters that a click adds
_MOST = 2_000  # characters, after which the text begins anew
_MOST_TEXTS = 20  # of one visitor, one for each epoch looked at


def draw(card: Card, example: Example) -> None:
    """Draw the slider of epochs, the text of these weights and the button below it.

    Args:
        card: The network's.
        example: Its worked example, shown for the final weights until a click.
    """
    epoch = choose_epoch(card, "overview_epoch", untrained=True)
    texts: dict[Request, Written] = st.session_state.setdefault("_overview_texts", {})
    request = _request(card, epoch, example)
    written = texts.get(request, _start(request, card, example))
    place = GrowingText("overview")
    more = st.button("Keep writing", icon=":material/edit:", key="overview_more")
    with errors_shown():
        writes = more or not written.piece.text
        if writes:
            written = _continued(written, card, place)
            texts[request] = written
            while len(texts) > _MOST_TEXTS:
                del texts[next(iter(texts))]
            announce(f"Text written: {written.shown.text[-_MORE:][:80]}", "overview")
        with place.whole:
            coloured_text(written.shown, "overview_example", example.prompt)
        if writes:
            place.keep(written.shown, example.prompt)
        st.caption(_loss(written))


def _request(card: Card, epoch: float | None, example: Example) -> Request:
    """Return what the texts of an epoch have in common, however long they are."""
    return Request(
        card.name, card.digests, epoch, example.prompt, _MOST, example.settings
    )


def _start(request: Request, card: Card, example: Example) -> Written:
    """Return the worked example for the final weights, else an empty text."""
    empty = Written(request)
    return empty.extended(example.piece, card) if request.epoch is None else empty


def _continued(written: Written, card: Card, place: GrowingText) -> Written:
    """Return the text with what follows it, drawn as it grows."""
    request = written.request
    with place.growing.container(), st.spinner("Loading the network …"):
        network = writer(card.name, request.epoch)
    if len(written.piece.text) + _MORE > _MOST:
        written = Written(request)
    so_far = written.piece.text
    # Another seed: the same one would draw the same random numbers again.
    settings = replace(request.settings, seed=request.settings.seed + len(so_far))
    for part in network.write(request.prompt + so_far, _MORE, settings):
        written = written.extended(part, card)
        place.grow(written.shown, request.prompt)
    return written


def _loss(written: Written) -> str:
    """Return what the colours amount to, and with which weights."""
    epoch = written.request.epoch
    if epoch is None:
        weights = "the final weights"
    elif epoch:
        weights = f"the weights after epoch {epoch:g}"
    else:
        weights = "random weights, before any training"
    return (
        f"{len(written.shown.text):,} characters with {weights}; the network’s loss on "
        f"its own text: {loss(written.shown.nats_per_character)}."
    )
