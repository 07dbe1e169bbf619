"""Attention between context and question, and of the context to itself.

Padding gets no attention. Letters as in `layers`: B examples, T context words,
J question words, D features.
"""

from typing import Any

import keras
from keras import layers, ops

_NEVER = -1e9  # a logit that no softmax gives any probability


def real(ids: Any) -> Any:
    """Return which places hold a word, bool in the shape of `ids`; 0 is padding."""
    return ops.not_equal(ids, 0)


def masked(logits: Any, allowed: Any) -> Any:
    """Return logits to which a softmax gives no probability where not allowed."""
    return ops.where(allowed, logits, ops.cast(_NEVER, logits.dtype))


class WordDropout(layers.Dropout):
    """A dropout that drops the same features of all words of a text.

    With a noise shape Keras's own gives the same. On PyTorch and a CPU, where it
    divides and selects number by number, this takes a third of the time.

    Source:
        Gal & Ghahramani (2016).
    """

    def call(self, inputs: Any, training: bool = False) -> Any:
        """Return inputs (B, T, D), in training with features dropped or scaled up."""
        if not training or not self.rate:
            return inputs
        return inputs * super().call(ops.ones_like(inputs[:, :1]), training=True)


class _Attention(layers.Layer):
    """A layer that compares words, with dropout on what is compared."""

    def __init__(self, rate: float = 0.0, name: str | None = None) -> None:
        """Take the dropout of what is compared."""
        super().__init__(name=name)
        self.drop = WordDropout(rate)


class AttentionFlow(_Attention):
    """BiDAF's attention in both directions.

    The similarity of context word h and question word u is w·[h; u; h∘u].

    Source:
        Seo et al. (2017), equations 1 to 4.
    """

    def build(self, context: Any, *others: Any) -> None:
        """Make w, in its three parts."""
        width = context[-1]
        self.context_weight = self.add_weight(shape=(width, 1), name="context_weight")
        self.query_weight = self.add_weight(shape=(width, 1), name="query_weight")
        self.product_weight = self.add_weight(
            shape=(1, 1, width), name="product_weight"
        )

    def similarity(self, context: Any, query: Any) -> Any:
        """Return S (B, T, J) for context (B, T, D) and query (B, J, D)."""
        return (
            ops.matmul(context, self.context_weight)  # (B, T, 1)
            + _turned(ops.matmul(query, self.query_weight))  # (B, 1, J)
            + ops.matmul(context * self.product_weight, _turned(query))  # (B, T, J)
        )

    def call(
        self,
        context: Any,
        query: Any,
        context_ids: Any,
        query_ids: Any,
        training: bool = False,
    ) -> Any:
        """Return the query-aware context, and the attention weights.

        Args:
            context: (B, T, D).
            query: The question, (B, J, D).
            context_ids: (B, T).
            query_ids: (B, J).
            training: Whether dropout is on.

        Returns:
            [h; ũ; h∘ũ; h∘h̃] (B, T, 4D); context-to-query attention weights
            (B, T, J); query-to-context attention weights (B, T).
        """
        # h̃ is of words without dropout: h∘h̃ would be too large in training if both
        # had the same features dropped.
        undropped = context
        context, query = (self.drop(x, training=training) for x in (context, query))
        similarity = self.similarity(context, query)  # (B, T, J)
        to_query, to_context = _weights(similarity, context_ids, query_ids)
        attended_query = ops.matmul(to_query, query)  # ũ: (B, T, D)
        attended_context = ops.matmul(to_context[:, None], undropped)  # h̃: (B, 1, D)
        flow = ops.concatenate(
            [
                context,
                attended_query,
                context * attended_query,
                context * attended_context,
            ],
            axis=-1,
        )  # (B, T, 4D)
        return flow, to_query, to_context


class DotAttention(_Attention):
    """The baseline's attention: context to query only, by dot product."""

    def call(
        self,
        context: Any,
        query: Any,
        context_ids: Any,
        query_ids: Any,
        training: bool = False,
    ) -> Any:
        """Return [h; ũ] (B, T, 2D) and attention weights as `AttentionFlow` does."""
        context, query = (self.drop(x, training=training) for x in (context, query))
        similarity = ops.matmul(context, _turned(query))  # (B, T, J)
        to_query, to_context = _weights(similarity, context_ids, query_ids)
        attended_query = ops.matmul(to_query, query)  # (B, T, D)
        both = ops.concatenate([context, attended_query], axis=-1)
        return both, to_query, to_context


class SelfAttention(_Attention):
    """Each context word attends to all others, never to itself.

    Source:
        Clark & Gardner (2018): the similarity of `AttentionFlow`.
    """

    def build(self, context: Any, *others: Any) -> None:
        """Make w; the part of the attending word would cancel in the softmax."""
        width = context[-1]
        self.key_weight = self.add_weight(shape=(width, 1), name="key_weight")
        self.product_weight = self.add_weight(
            shape=(1, 1, width), name="product_weight"
        )

    def call(self, context: Any, ids: Any, training: bool = False) -> Any:
        """Return [h; h̃; h∘h̃] (B, T, 3D) for context (B, T, D), ids (B, T)."""
        # Twice, so that a word and those it attends to do not lack the same features.
        context, keys = (self.drop(context, training=training) for _ in range(2))
        similarity = ops.matmul(context * self.product_weight, _turned(keys)) + _turned(
            ops.matmul(keys, self.key_weight)
        )  # (B, T, T)
        size = ops.shape(ids)[1]
        others = ops.logical_not(ops.cast(ops.eye(size), "bool"))[None]
        allowed = others & real(ids)[:, None, :]
        # A context of one word has no other to attend to, however it is padded.
        weights = _softmax(similarity, allowed) * ops.cast(allowed, similarity.dtype)
        attended = ops.matmul(weights, keys)  # (B, T, D)
        return ops.concatenate([context, attended, context * attended], axis=-1)


class WordMatch(layers.Layer):
    """The aligned question embedding: what of the question each context word is like.

    Source:
        Chen et al. (2017).
    """

    def __init__(self, units: int) -> None:
        """Take the width in which words are compared."""
        super().__init__(name="word_match")
        self.compare = layers.Dense(units, activation="relu", name="compare")

    def call(self, context: Any, query: Any, query_ids: Any) -> Any:
        """Return (B, T, D): the attention-weighted mean of the question's words."""
        similarity = ops.matmul(self.compare(context), _turned(self.compare(query)))
        return ops.matmul(_softmax(similarity, real(query_ids)[:, None, :]), query)


def _weights(similarity: Any, context_ids: Any, query_ids: Any) -> tuple[Any, Any]:
    """Return context-to-query (B, T, J) and query-to-context (B, T) weights."""
    query_words = real(query_ids)[:, None, :]
    strongest = ops.max(masked(similarity, query_words), axis=2)  # (B, T)
    return _softmax(similarity, query_words), _softmax(strongest, real(context_ids))


def _turned(x: Any) -> Any:
    """Return (B, D, N) of (B, N, D)."""
    return ops.transpose(x, (0, 2, 1))


def _softmax(logits: Any, allowed: Any) -> Any:
    """Return the softmax over the last axis; what is not allowed gets 0."""
    return keras.activations.softmax(masked(logits, allowed), axis=-1)
