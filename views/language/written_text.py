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
from views.language import charts
from views.language import request as requests
from views.language.networks import writer
from views.language.request import Request, Written

if TYPE_CHECKING:
    from engine.language.predict import Writer

_CONTEXT = 40  # characters shown before the branch
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
            framed=len(written.kept.text) - 1 if written.kept.text else None,
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
        sentences.append("Continued from the framed character, which you chose.")
    st.caption(" ".join([*sentences, redaction_notice(card)]))
    tell_replaced(written.replaced)
    _before_branch(written)
    _histogram(shown)
    _downloads(written)


def _before_branch(written: Written) -> None:
    """Draw how the text went on before the branch, to compare."""
    old = requests.before_branch()
    if old is None or not written.kept.text:
        return
    start = len(written.kept.text) - 1
    piece = old.shown
    rest = Piece(piece.text[start:], piece.probability[start:], piece.choices[start:])
    if rest.text:
        with st.expander("Before the branch, it went on like this", expanded=True):
            given = piece.text[max(0, start - _CONTEXT) : start]
            coloured_text(rest, "language_text_before", given, framed=0)


def _histogram(shown: Piece) -> None:
    """Draw how often it gave which probability; nothing while it is closed."""
    section = st.expander(
        "How probable were its characters?",
        icon=":material/bar_chart:",
        key="language_histogram",
        bind="query-params",
    )
    if not section.open:
        return
    with section:
        st.echarts_chart(
            charts.probability_histogram(shown.probability.tolist()),
            height=260,
            key="language_histogram_chart",
            alt="Share of the written characters by the probability that they had.",
        )
        st.caption(
            "Before the sampling settings. A network that is trained well is nearly "
            "certain inside words and hesitates where a new word starts."
        )


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
