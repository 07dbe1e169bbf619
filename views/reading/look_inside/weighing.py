"""Attention or gradient: what each says of every word, to compare with occlusion."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from engine import ensembles
from engine.checkpoints.checkpoint import Card, Digests
from engine.reading.analysis import occlusion, saliency
from engine.reading.analysis.excerpt import window
from engine.reading.analysis.occlusion import Weights
from engine.reading.analysis.self_attention import mean_of
from engine.reading.answers import Reading
from ui.links.bound import choose_bound
from views.reading.cache import reader
from views.reading.look_inside import self_attention

if TYPE_CHECKING:
    from engine.reading.predict import Reader

ATTENTION, SELF, GRADIENT = "Attention", "Self-attention", "Gradient"
_ABOUT = {
    ATTENTION: "The question attends to the paragraph (*query-to-context*), and the "
    "answer’s words to the question.",
    SELF: "Each word of the paragraph attends to the others. Shown is the mean of the "
    "answer’s words and of all heads. It says nothing about the question.",
    GRADIENT: "How strongly a small change of a word’s vector changes the logarithm "
    "of the answer’s probability (*gradient saliency*).",
}


@dataclass(frozen=True)
class Weighed:
    """What a method says of each word."""

    context: Weights  # (N,), of the words around the answer
    question: Weights | None  # (J,); None where it says nothing
    what: str  # goes on with "5%"


def choose(card: Card, epoch: float | None, reading: Reading) -> Weighed:
    """Draw the choice of a method; return what it says of each word."""
    options = _options(card, reading)
    key = "reading_weighed"
    chosen = choose_bound(
        st.segmented_control,
        "Method",
        options,
        default=ATTENTION,
        required=True,
        key=key,
        label_visibility="collapsed",
        persist_state="session",
    )
    st.caption(_ABOUT[str(chosen)])
    if chosen == GRADIENT:
        return _shares(*_gradient(*_request(card, epoch, reading)))
    first, last = window(reading)
    if chosen == SELF:
        return Weighed(
            _self_attention(card, epoch, reading),
            None,
            "of the answer’s self-attention",
        )
    if card.config["attention"] == "dot":
        st.caption("This network does not use query-to-context attention.")
    question = occlusion.answer_to_query(reading) if reading.candidates else None
    return Weighed(reading.query_to_context[first:last], question, "of the attention")


def _options(card: Card, reading: Reading) -> list[str]:
    """Return the methods that a network has; of an ensemble only its mean attention."""
    if ensembles.JOIN in card.name or not reading.candidates:
        return [ATTENTION]
    own = [SELF] if self_attention.heads_of(card) else []
    return [ATTENTION, *own, GRADIENT]


def _request(
    card: Card, epoch: float | None, reading: Reading
) -> tuple["Reader", Reading, str, Digests, float | None, tuple[object, ...]]:
    """Return the network, its answer, and what they are kept by."""
    texts = (reading.context.text, reading.question.text, reading.candidates[0].words)
    return reader(card, epoch), reading, card.name, card.digests, epoch, texts


@st.cache_resource(max_entries=8, show_spinner="Computing the gradient …")
def _gradient(
    _network: "Reader",
    _reading: Reading,
    name: str,
    digests: Digests,
    epoch: float | None,
    texts: tuple[object, ...],
) -> tuple[Weights, Weights]:
    return saliency.saliency(_network, _reading)


def _self_attention(card: Card, epoch: float | None, reading: Reading) -> Weights:
    """Return the mean weights of the answer's words in all heads, (N,)."""
    maps = self_attention.maps(reader(card, epoch), card, epoch, reading)
    first, _ = window(reading)
    start, end = (place - first for place in reading.candidates[0].words)
    return mean_of(maps, start, end)


def _shares(context: Weights, question: Weights) -> Weighed:
    """Return saliencies as shares of their sum over both texts."""
    total = float(context.sum() + question.sum()) or 1.0
    return Weighed(context / total, question / total, "of the summed saliency")
