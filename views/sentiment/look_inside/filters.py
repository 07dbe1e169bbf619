"""What each filter of the character network answers to most."""

from html import escape

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Digests
from engine.data.sources import data_folder
from engine.errors import LoupeError
from engine.sentiment import data
from engine.sentiment.analysis import filters
from engine.sentiment.analysis.filters import Span
from engine.sentiment.samples import SAMPLES, words
from views.sentiment.networks import reviewer

_LAYERS = {
    "First convolution: 3 characters": 1,
    "Second convolution: 11 characters": 2,
}
_Found = tuple[dict[int, list[list[Span]]], tuple[str, ...], str]


def draw(card: Card, epoch: float | None) -> None:
    """Draw for each filter the spans that it answers to most.

    Args:
        card: Of a network that sees characters.
        epoch: Of the time machine.
    """
    st.markdown(
        "Each filter slides over the text and responds to one pattern of characters. "
        "These are the spans with its largest activations, largest first; “·” is a "
        "space."
    )
    chosen = st.segmented_control(
        "Layer",
        list(_LAYERS),
        default=next(iter(_LAYERS)),
        required=True,
        key="sentiment_filters_layer",
        label_visibility="collapsed",
        persist_state="session",
    )
    spans, texts, where = _found(card, epoch)
    st.caption(f"From {where}.")
    layer = spans[_LAYERS.get(str(chosen), 1)]
    st.html(_STYLE + "".join(_row(n, kept, texts) for n, kept in enumerate(layer)))


def _found(card: Card, epoch: float | None) -> _Found:
    """Return the spans, the texts that they are in, and what these are."""
    try:
        if epoch is None:
            trees = data.read_published(data.VALIDATION, data_folder())
            texts = tuple(" ".join(tree.tokens) for tree in trees)
            spans = filters.read(checkpoint.find("sentiment", card.name))
            return spans, texts, "the dev sentences of the Stanford Sentiment Treebank"
    except LoupeError:
        pass  # an own run carries none, and the treebank need not be here
    spans = _in_samples(card.name, card.digests, epoch)
    return (
        spans,
        tuple(" ".join(words(s.text)) for s in SAMPLES),
        "Loupe’s own examples",
    )


@st.cache_data(max_entries=8, show_spinner="Computing activations …")
def _in_samples(
    name: str, files: Digests, epoch: float | None
) -> dict[int, list[list[Span]]]:
    """Return the spans in our own reviews; `files` renews the entry."""
    texts = [words(sample.text) for sample in SAMPLES]
    return filters.top_spans(reviewer(name, epoch), texts)


_STYLE = """<style>
.filter { display: grid; grid-template-columns: 2.6rem 1fr; gap: 0.5rem;
  margin-bottom: 0.35rem; align-items: baseline; }
.filter span { opacity: 0.75; font-size: 0.85rem; }
.filter div { display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; }
.filter code { white-space: pre; padding: 0.05rem 0.35rem; border-radius: 2px;
  background: rgba(30, 130, 200, 0.17); }
</style>"""


def _row(number: int, kept: list[Span], texts: tuple[str, ...]) -> str:
    """Return one filter as HTML, every character of it escaped."""
    found = [
        f'<code title="{span.strength:.2f}">'
        f"{escape(texts[span.text][span.start : span.end].replace(' ', '·'))}</code>"
        for span in kept
        if span.text < len(texts)
    ]
    shown = "".join(found) or "<span>not active here</span>"
    return f'<div class="filter"><span>{number}</span><div>{shown}</div></div>'
