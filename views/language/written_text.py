"""The text that the network writes: streamed, then to point at, branch and save."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.lookup import composed_text
from engine.language.piece import Piece
from ui.downloads import characters_csv, download
from ui.format import loss
from ui.palette import PROBABILITY_CLASSES
from ui.text.characters import tell_replaced
from ui.text.coloured import coloured_text
from ui.text.growing import GrowingText
from ui.text.marks import legend
from ui.text.redaction import redaction_notice
from views.language import request as requests
from views.language.networks import writer
from views.language.request import Request, Written

if TYPE_CHECKING:
    from engine.language.predict import Writer

_LEAST = 50  # characters written after a branch, even near the end of the text


def write(card: Card, request: Request, kept: Piece, place: GrowingText) -> Written:
    """Let the network write; draw and store the text as it grows.

    Args:
        card: The network's.
        request: What to write.
        kept: The start that a branch keeps.
        place: Where the text is drawn.
    """
    with place.growing.container():
        network = writer(card.name, request.epoch)
    read = composed_text(request.before + request.prompt)
    replaced = network.vocabulary.encode(read).replaced
    written = Written(request, kept, replaced=replaced)
    for part in _parts(network, request, kept):
        written = written.extended(part, card)
        requests.store(written)
        place.grow(written.shown, request.prompt)
    written = replace(written, state="done")
    requests.store(written)
    return written


def _parts(network: "Writer", request: Request, kept: Piece) -> Iterator[Piece]:
    """Yield the text part by part: the kept start, then what the network writes."""
    from engine.language.predict import Memory

    yield kept
    yield from network.write(
        (request.prompt or "\n") + request.kept,
        max(request.length - len(request.kept), _LEAST),
        request.settings,
        Memory(request.before, request.reset_every),
    )


def draw(card: Card, written: Written, place: GrowingText, fresh: bool) -> None:
    """Draw a text to point at, what the colours mean, and the downloads.

    Args:
        card: The network's.
        written: The text.
        place: Where it is drawn, and where it grew.
        fresh: Whether it was written just now.
    """
    shown = written.shown
    with place.whole:
        coloured_text(
            shown,
            "language_text",
            written.request.prompt,
            on_branch=requests.take_branch,
        )
    if fresh or written.state == "stopped":
        place.keep(shown, written.request.prompt)
    legend(PROBABILITY_CLASSES, "Probability given by the network:")
    sentences = [
        f"{len(shown.text):,} characters. The network’s loss on its own text: "
        f"{loss(shown.nats_per_character)}."
    ]
    if written.state == "stopped":
        sentences.insert(0, "Stopped:")
    if written.request.before:
        sentences.append(
            "It started from the state after reading your "
            f"{len(written.request.before):,} characters."
        )
    if written.request.kept:
        sentences.append("Continued from the character that you chose.")
    st.caption(" ".join([*sentences, redaction_notice(card)]))
    tell_replaced(written.replaced)
    _downloads(written)


def _downloads(written: Written) -> None:
    """Draw the buttons that save the text, redacted as on the page."""
    shown, request = written.shown, written.request
    columns = {"probability": shown.probability.tolist(), "nats": shown.nats.tolist()}
    with st.container(horizontal=True):
        download(
            "Text",
            request.prompt + shown.text,
            f"{request.network}.txt",
            "language_save_text",
        )
        download(
            "Characters with probabilities",
            lambda: characters_csv(shown.text, columns),
            f"{request.network}.csv",
            "language_save_csv",
        )
