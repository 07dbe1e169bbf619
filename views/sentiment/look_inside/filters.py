"""The spans with the largest activations of each filter of the character CNN."""

from html import escape

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Digests
from engine.data.sources import data_folder
from engine.errors import LoupeError
from engine.sentiment import data
from engine.sentiment.analysis import filters
from engine.sentiment.analysis.filters import Span
from engine.sentiment.samples import SAMPLES
from engine.sentiment.tokens import words
from ui.links.bound import choose_bound
from views.sentiment.networks import reviewer

_LAYERS = {
    "First convolution: 3 characters": 1,
    "Second convolution: 11 characters": 2,
}
_Spans = tuple[dict[int, list[list[Span]]], tuple[str, ...], str]


def draw(card: Card, epoch: float | None) -> None:
    """Draw for each filter the spans with its largest activations.

    Args:
        card: Of a character CNN.
        epoch: Chosen in the time machine; None for the final weights.
    """
    st.markdown(
        "Each filter slides over the text and responds to one pattern of characters. "
        "These are the spans with its largest activations, largest first; “·” is a "
        "space."
    )
    chosen = choose_bound(
        st.segmented_control,
        "Layer",
        list(_LAYERS),
        default=next(iter(_LAYERS)),
        required=True,
        key="sentiment_filters_layer",
        label_visibility="collapsed",
        persist_state="session",
    )
    spans, texts, where = _top_spans(card, epoch)
    st.caption(f"From {where}.")
    layer = spans[_LAYERS.get(str(chosen), 1)]
    st.html(_STYLE + "".join(_row(n, top, texts) for n, top in enumerate(layer, 1)))


def _top_spans(card: Card, epoch: float | None) -> _Spans:
    """Return the spans, the texts that they are in, and where these come from."""
    try:
        if epoch is None:
            trees = data.read_published(data.VALIDATION, data_folder())
            texts = tuple(" ".join(tree.tokens) for tree in trees)
            spans = filters.read(checkpoint.find("sentiment", card.name))
            return spans, texts, "the dev sentences of the Stanford Sentiment Treebank"
    except LoupeError:
        pass  # your own runs have none, and the treebank may be missing
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
    """Return the spans in the sample reviews; `files` is part of the cache key."""
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


def _row(number: int, spans: list[Span], texts: tuple[str, ...]) -> str:
    """Return one filter as HTML, with escaped texts."""
    codes = [
        f'<code title="{span.strength:.2f}">'
        f"{escape(texts[span.text][span.start : span.end].replace(' ', '·'))}</code>"
        for span in spans
        if span.text < len(texts)
    ]
    shown = "".join(codes) or "<span>not active here</span>"
    return f'<div class="filter"><span>{number}</span><div>{shown}</div></div>'
