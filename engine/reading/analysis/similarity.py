"""BiDAF's attention by hand: each similarity in its three parts, each weight's softmax.

The numbers are the network's own, read where the attention layer gets its inputs.
T context words, J question words, D features of a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.errors import ConfigError
from engine.reading import windows
from engine.reading.tokens import Tokens

if TYPE_CHECKING:
    from engine.reading.predict import Reader

LAYER = "attention_flow"  # which the baseline does not have
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cell:
    """The similarity of one context word and one question word."""

    context_part: float  # w₁·h
    question_part: float  # w₂·u
    product_part: float  # w₃·(h∘u)
    weight: float  # context-to-query attention: softmax over the question

    @property
    def similarity(self) -> float:
        """The sum of the three parts."""
        return self.context_part + self.question_part + self.product_part


@dataclass(frozen=True)
class Similarity:
    """All similarities of a context and a question, in their parts."""

    context: Tokens  # T words: one window of the whole context
    question: Tokens  # J words
    context_part: Array  # (T,)
    question_part: Array  # (J,)
    product_part: Array  # (T, J)
    first: int = 0  # word of the whole context that the window starts with

    @property
    def total(self) -> Array:
        """The similarity matrix, (T, J)."""
        return self.context_part[:, None] + self.question_part + self.product_part

    @property
    def to_query(self) -> Array:
        """Context-to-query attention weights, (T, J): a softmax of each row."""
        return softmax(self.total)

    @property
    def to_context(self) -> Array:
        """Query-to-context attention weights, (T,): a softmax of each row's largest."""
        return softmax(self.largest)

    @property
    def largest(self) -> Array:
        """The largest similarity of each row, (T,)."""
        largest: Array = self.total.max(axis=1)
        return largest

    def exponents(self, word: int) -> Array:
        """Return exp(s - max) of a row, (J,): the softmax before it is normalised."""
        row = self.total[word]
        exponents: Array = np.exp(row - row.max())
        return exponents

    def strongest(self, word: int) -> list[int]:
        """Return the question words of a context word, by falling weight."""
        order: list[int] = np.argsort(-self.to_query[word], kind="stable").tolist()
        return order

    def cell(self, word: int, question_word: int) -> Cell:
        """Return one similarity with its parts."""
        return Cell(
            float(self.context_part[word]),
            float(self.question_part[question_word]),
            float(self.product_part[word, question_word]),
            float(self.to_query[word, question_word]),
        )


def similarity(
    reader: "Reader", context: Tokens, question: Tokens, around: int = 0
) -> Similarity:
    """Return all similarities in the window around a word.

    Args:
        reader: A network with BiDAF's attention flow.
        context: At least one word.
        question: At least one word, as the network reads it.
        around: A word of the context, which lies in the window that is returned.

    Raises:
        ConfigError: The network has another kind of attention.
    """
    start = max(s for s in windows.starts(len(context)) if s <= around)
    context = context.window(start, start + windows.WORDS)
    h, u = _encodings(reader, context, question)
    layer = reader.model.get_layer(LAYER)
    context_weight = np.asarray(layer.context_weight)[:, 0]  # (D,)
    query_weight = np.asarray(layer.query_weight)[:, 0]  # (D,)
    product_weight = np.asarray(layer.product_weight)[0, 0]  # (D,)
    return Similarity(
        context,
        question,
        h @ context_weight,
        u @ query_weight,
        (h * product_weight) @ u.T,
        start,
    )


def _encodings(
    reader: "Reader", context: Tokens, question: Tokens
) -> tuple[Array, Array]:
    """Return what the attention layer compares: h (T, D) and u (J, D)."""
    if reader.config.attention != "flow":
        raise ConfigError(
            f"{reader.name} has dot-product attention: its similarity has one part "
            "only. Choose a network with attention flow."
        )
    h, u = outputs(reader, context, question, reader.model.get_layer(LAYER).input[:2])
    return h[: len(context)], u[: len(question)]


def outputs(
    reader: "Reader", context: Tokens, question: Tokens, symbols: Sequence[Any]
) -> list[Array]:
    """Return what a network computes at some places, for one example, padded.

    Args:
        reader: The network.
        context: At least one word.
        question: At least one word, as the network reads it.
        symbols: Of its graph.
    """
    import keras  # for a second graph over the same layers

    from engine.backend.compiled import answering
    from engine.reading.encoding import Encoded, collate

    words = reader.word_table()
    item = Encoded(words.ids(context.words), words.ids(question.words), (0, 0))
    inputs, _ = collate([item], words)
    key = tuple(symbol.name for symbol in symbols)
    parts = _PARTS.setdefault(reader.model, {})
    if key not in parts:
        named = {str(place): symbol for place, symbol in enumerate(symbols)}
        parts[key] = answering(keras.Model(reader.model.input, named))
    outputs = parts[key](inputs)
    return [np.asarray(outputs[name], np.float32)[0] for name in sorted(outputs)]


# A network's parts are kept with it: a new one would be compiled for every question.
_PARTS: WeakKeyDictionary[Any, dict[tuple[str, ...], Any]] = WeakKeyDictionary()


def softmax(logits: Array) -> Array:
    """Return the softmax over the last axis."""
    exponents = np.exp(logits - logits.max(axis=-1, keepdims=True))
    weights: Array = exponents / exponents.sum(axis=-1, keepdims=True)
    return weights
