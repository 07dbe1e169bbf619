"""One similarity by hand: its three parts, and the softmax of its row."""

from typing import TYPE_CHECKING

import streamlit as st

from engine import ensembles
from engine.checkpoints.checkpoint import Card, Digests
from engine.reading.answers import Reading
from engine.reading.tokens import Tokens
from ui.format import percent, signed
from ui.notices import plain
from ui.pickers import choose_one, follow_default
from views.reading import cache

if TYPE_CHECKING:
    from engine.reading.analysis.similarity import Similarity
    from engine.reading.predict import Reader

_WORD, _QUESTION_WORD = "reading_by_hand", "reading_by_hand_question"


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw one cell of the similarity matrix and what becomes of it."""
    st.markdown(
        "Attention compares every paragraph word h with every question word u, each a "
        "vector after the contextual layer. Their similarity is a weighted sum in "
        "three parts: of h, of u, and of their products, dimension by dimension (h∘u)."
    )
    if card.preset == ensembles.PRESET:
        st.info("Choose a single network to see its similarities.")
        return
    answer = reading.candidates[0].words[0] if reading.candidates else 0
    by_hand = _by_hand(cache.reader(card, epoch), card, epoch, reading, answer)
    word, question_word = _choose(by_hand, answer - by_hand.first)
    left, right = st.columns(2, gap="medium")
    with left:
        _draw_cell(by_hand, word, question_word)
    with right:
        _draw_row(by_hand, word, question_word)
    _draw_query_to_context(by_hand, word)


def _by_hand(
    network: "Reader", card: Card, epoch: float | None, reading: Reading, answer: int
) -> "Similarity":
    settings = (card.name, card.digests, epoch, reading.context.text)
    return _kept(network, *settings, " ".join(reading.question.words), answer, reading)


@st.cache_resource(max_entries=8, show_spinner=False)
def _kept(
    _network: "Reader",
    name: str,
    digests: Digests,
    epoch: float | None,
    context: str,
    question: str,
    answer: int,
    _reading: Reading,
) -> "Similarity":
    from engine.reading.analysis.similarity import similarity  # imports Keras

    return similarity(_network, _reading.context, _reading.question, answer)


def _choose(by_hand: "Similarity", answer: int) -> tuple[int, int]:
    """Draw the choice of both words; at first the answer's and its strongest."""
    left, right = st.columns(2)
    with left:
        word = choose_word("Paragraph word", by_hand.context, answer, _WORD)
    strongest = by_hand.strongest(word)[0]
    with right:
        question_word = choose_word(
            "Question word", by_hand.question, strongest, _QUESTION_WORD
        )
    return word, question_word


def choose_word(label: str, text: Tokens, start: int, key: str) -> int:
    """Draw the choice of one of a text's words; return its index.

    Args:
        label: Of the widget.
        text: At least one word.
        start: Index of the word that is chosen at first.
        key: Start of the widget's key, `word_key`.
    """
    words = {f"{i}": f"{i}. {word}" for i, word in enumerate(text.words, start=1)}
    key, first = word_key(key, text), f"{start + 1}"
    follow_default(key, first)
    return int(choose_one(label, words, key, first)) - 1


def word_key(key: str, text: Tokens) -> str:
    """Return the key of the choice; another text has other words."""
    return f"{key}_{len(text)}"


def _draw_cell(by_hand: "Similarity", word: int, question_word: int) -> None:
    """Draw the three parts of one similarity."""
    cell = by_hand.cell(word, question_word)
    h, u = by_hand.context.words[word], by_hand.question.words[question_word]
    st.subheader("One similarity", anchor=False)
    st.table(
        {
            f"w₁·h, of “{plain(h)}”": signed(cell.context_part, 3),
            f"w₂·u, of “{plain(u)}”": signed(cell.question_part, 3),
            "w₃·(h∘u), of both": signed(cell.product_part, 3),
            "Similarity, their sum": signed(cell.similarity, 3),
        },
        border="horizontal",
        alt="The three parts of the similarity and their sum",
    )
    st.caption(
        "The first part is the same for all question words, so the softmax of the row "
        "cancels it: it matters only for query-to-context attention, below."
    )


def _draw_row(by_hand: "Similarity", word: int, question_word: int) -> None:
    """Draw the softmax of a row, and the question as the word sees it."""
    st.subheader("Its row, through a softmax", anchor=False)
    row, weights = by_hand.total[word], by_hand.to_query[word]
    exponents = by_hand.exponents(word)
    st.table(
        [
            {
                "": "→" if j == question_word else "",
                "Question word": plain(text),
                "Similarity": signed(float(row[j]), 3),
                "exp(s − max)": f"{exponents[j]:.3f}",
                "÷ sum": percent(float(weights[j])),
            }
            for j, text in enumerate(by_hand.question.words)
        ],
        border="horizontal",
        hide_index=True,
        alt="The row’s similarities and their softmax",
    )
    mixed = " + ".join(
        f"{weights[j]:.2f} u({plain(by_hand.question.words[j])})"
        for j in by_hand.strongest(word)[:3]
    )
    rest = " and less of the others" if len(weights) > 3 else ""
    st.caption(
        f"The sum is {float(exponents.sum()):.3f}. The weights mix the question: for "
        f"this word it is {mixed}{rest}."
    )


def _draw_query_to_context(by_hand: "Similarity", word: int) -> None:
    """Say how the largest similarity of each row weighs the paragraph words."""
    largest = by_hand.largest
    weights = by_hand.to_context
    best = int(weights.argmax())
    st.markdown(
        "**Query-to-context attention** takes the largest similarity of each row, and "
        f"a softmax over all {len(largest)} paragraph words. This word’s largest is "
        f"{signed(float(largest[word]), 3)}: weight {percent(float(weights[word]))}. "
        f"The largest weight, {percent(float(weights[best]))}, has "
        f"“{plain(by_hand.context.words[best])}”."
    )
