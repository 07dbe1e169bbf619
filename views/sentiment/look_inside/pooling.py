"""Attention pooling by hand: similarity, softmax, weighted mean; and the maximum."""

import streamlit as st

from engine import terms
from engine.checkpoints.checkpoint import Card, Digests
from engine.sentiment.analysis import attention
from engine.sentiment.analysis.attention import Pooling
from ui.charts.grid import Grid, Row, draw_grids, sum_grid
from ui.format import percent, signed
from ui.notices import plain
from ui.pickers import choose_number, choose_one, follow_default
from views.sentiment.networks import reviewer

_TERMS, _WORDS = 8, 30  # that are shown of a sum


def draw(card: Card, epoch: float | None, words: tuple[str, ...]) -> None:
    """Draw how a network with attention pools the words of a review."""
    pooling = _pooling(card.name, card.digests, epoch, words)
    st.subheader("Attention: a weight for each word", anchor=False)
    strongest = int(pooling.weights.argmax())
    named = {f"{i}": f"{i}. {word}" for i, word in enumerate(words, start=1)}
    follow_default("sentiment_word", f"{strongest + 1}")
    word = int(choose_one("Word", named, "sentiment_word", f"{strongest + 1}")) - 1
    st.caption(
        "After each word, the LSTM has a hidden state h. A dense layer with tanh, "
        "which squeezes any number into −1 to 1, makes u from it. The product of u "
        "with a learned context vector says how much the word counts. The softmax "
        "turns these similarities into weights that add up to 1: "
        f"{percent(float(pooling.weights[word]))} for this word."
    )
    made = pooling.similarity_of(word)
    shown, ends = terms.shortened(made.terms, _TERMS)
    ends["similarity"] = made.total
    caption = f"Similarity of “{words[word]}”: u · context vector"
    draw_grids(sum_grid(caption, shown, ends))
    rows = [
        Row("similarity", pooling.similarity.tolist(), 2),
        Row("exp(s − max)", pooling.exponents.tolist(), 3, 1.0, signs=False),
        Row("weight", pooling.weights.tolist(), 3, 1.0, signs=False),
    ]
    draw_grids(Grid("Softmax over the words", rows, words, marked=word, wide=True))
    _draw_dimension(pooling)


@st.cache_resource(max_entries=8, show_spinner=False)
def _pooling(
    name: str, digests: Digests, epoch: float | None, words: tuple[str, ...]
) -> Pooling:
    """Read the review; `digests` renews the entry when the checkpoint changes."""
    return attention.pooling(reviewer(name, epoch), words)


def _draw_dimension(pooling: Pooling) -> None:
    """Draw one dimension of the weighted mean, and the same one of the maximum."""
    st.subheader("What the pooling keeps", anchor=False)
    size = pooling.states.shape[1]
    largest = int(abs(pooling.attended).argmax()) + 1
    follow_default("sentiment_attended", largest)
    chosen = choose_number("Dimension of h", 1, size, "sentiment_attended", largest)
    made = pooling.dimension(chosen - 1)
    shown, ends = terms.shortened(made.terms, _WORDS)
    ends["mean"] = made.total
    caption = f"Dimension {chosen}: each word’s h times its weight"
    draw_grids(sum_grid(caption, shown, ends))
    winner = pooling.words[int(pooling.winners[chosen - 1])]
    maximum = float(pooling.largest[chosen - 1])
    st.caption(
        f"The mean goes to the logits, and beside it the maximum over the words: "
        f"{signed(maximum, 3)}, from “{plain(winner)}”. The attention weights say "
        "nothing about the maximum."
    )
