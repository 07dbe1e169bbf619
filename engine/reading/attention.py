"""How texts look at each other and at themselves; padding gets no attention.

Letters as in `layers`: B examples, T passage words, J question words, D features.
"""

from typing import Any

import keras
from keras import layers, ops

_NEVER = -1e9  # a score that no softmax gives any share


def real(ids: Any) -> Any:
    """Return which places hold a word, bool in the shape of `ids`; 0 is padding."""
    return ops.not_equal(ids, 0)


def masked(scores: Any, allowed: Any) -> Any:
    """Return scores that no softmax gives a share where they are not allowed."""
    return ops.where(allowed, scores, ops.cast(_NEVER, scores.dtype))


def word_dropout(rate: float, **settings: Any) -> Any:
    """Return a dropout that leaves the same features out of all words of a text.

    Source:
        Gal & Ghahramani (2016).
    """
    return layers.Dropout(rate, noise_shape=(None, 1, None), **settings)


class _Attention(layers.Layer):
    """A layer that compares words, some of their features left out in training."""

    def __init__(self, rate: float = 0.0, name: str | None = None) -> None:
        """Take the dropout of what is compared."""
        super().__init__(name=name)
        self.drop = word_dropout(rate)


class AttentionFlow(_Attention):
    """Passage and question look at each other: BiDAF's attention both ways.

    The similarity of passage word h and question word u is w·[h; u; h∘u].

    Source:
        Seo et al. (2017), equations 1 to 4.
    """

    def build(self, passage: Any, *others: Any) -> None:
        """Make w, in three parts."""
        width = passage[-1]
        self.of_passage = self.add_weight(shape=(width, 1), name="of_passage")
        self.of_question = self.add_weight(shape=(width, 1), name="of_question")
        self.of_both = self.add_weight(shape=(1, 1, width), name="of_both")

    def call(
        self, passage: Any, question: Any, ids: Any, asked: Any, training: bool = False
    ) -> Any:
        """Return what the passage knows of the question, and both attentions.

        Args:
            passage: (B, T, D).
            question: (B, J, D).
            ids: Words of the passage, (B, T).
            asked: Words of the question, (B, J).
            training: Whether something is dropped.

        Returns:
            [h; ũ; h∘ũ; h∘h̃] (B, T, 4 D); for each passage word its share of
            attention to each question word (B, T, J); and how much the question
            attends to each passage word (B, T).
        """
        # h̃ is of words with nothing left out: h∘h̃ would be too large in training where
        # both lack the same.
        whole_passage = passage
        passage, question = (
            self.drop(t, training=training) for t in (passage, question)
        )
        scores = (
            ops.matmul(passage, self.of_passage)  # (B, T, 1)
            + ops.transpose(ops.matmul(question, self.of_question), (0, 2, 1))
            + ops.matmul(passage * self.of_both, ops.transpose(question, (0, 2, 1)))
        )  # (B, T, J)
        to_question = _softmax(scores, real(asked)[:, None, :])
        strongest = ops.max(masked(scores, real(asked)[:, None, :]), axis=2)
        to_passage = _softmax(strongest, real(ids))  # (B, T)
        seen = ops.matmul(to_question, question)  # (B, T, D)
        whole = ops.matmul(to_passage[:, None, :], whole_passage)  # (B, 1, D)
        flow = ops.concatenate([passage, seen, passage * seen, passage * whole], -1)
        return flow, to_question, to_passage


class DotAttention(_Attention):
    """The plain attention of the baseline: each passage word looks at the question."""

    def call(
        self, passage: Any, question: Any, ids: Any, asked: Any, training: bool = False
    ) -> Any:
        """Return [h; ũ] (B, T, 2 D) and the attentions, as `AttentionFlow` does."""
        passage, question = (
            self.drop(t, training=training) for t in (passage, question)
        )
        scores = ops.matmul(passage, ops.transpose(question, (0, 2, 1)))
        to_question = _softmax(scores, real(asked)[:, None, :])
        strongest = ops.max(masked(scores, real(asked)[:, None, :]), axis=2)
        seen = ops.matmul(to_question, question)
        both = ops.concatenate([passage, seen], axis=-1)
        return both, to_question, _softmax(strongest, real(ids))


class SelfAttention(_Attention):
    """Each passage word looks at all others, never at itself.

    Source:
        Clark & Gardner (2018): the similarity of `AttentionFlow`.
    """

    def build(self, passage: Any, *others: Any) -> None:
        """Make w; the part of the word itself would cancel in the softmax."""
        width = passage[-1]
        self.of_other = self.add_weight(shape=(width, 1), name="of_other")
        self.of_both = self.add_weight(shape=(1, 1, width), name="of_both")

    def call(self, passage: Any, ids: Any, training: bool = False) -> Any:
        """Return [h; h̃; h∘h̃] (B, T, 3 D)."""
        # Twice, so that a word and those it looks at do not lack the same.
        passage, seen = (self.drop(passage, training=training) for _ in range(2))
        scores = ops.matmul(
            passage * self.of_both, ops.transpose(seen, (0, 2, 1))
        ) + ops.transpose(ops.matmul(seen, self.of_other), (0, 2, 1))  # (B, T, T)
        size = ops.shape(ids)[1]
        others = ops.logical_not(ops.cast(ops.eye(size), "bool"))[None]
        allowed = others & real(ids)[:, None, :]
        # A passage of one word has no other: nothing is seen, however it is padded.
        shares = _softmax(scores, allowed) * ops.cast(allowed, scores.dtype)
        seen = ops.matmul(shares, seen)
        return ops.concatenate([passage, seen, passage * seen], axis=-1)


class WordMatch(layers.Layer):
    """What of the question is like each passage word, before anything is read.

    Source:
        Chen et al. (2017), aligned question embedding.
    """

    def __init__(self, units: int) -> None:
        """Take the width in which words are compared."""
        super().__init__(name="word_match")
        self.compare = layers.Dense(units, activation="relu", name="compare")

    def call(self, passage: Any, question: Any, asked: Any) -> Any:
        """Return (B, T, D), a mean of the question's words for each passage word."""
        one, other = self.compare(passage), self.compare(question)
        scores = ops.matmul(one, ops.transpose(other, (0, 2, 1)))
        return ops.matmul(_softmax(scores, real(asked)[:, None, :]), question)


def _softmax(scores: Any, allowed: Any) -> Any:
    """Return shares over the last axis; what is not allowed gets none."""
    return keras.activations.softmax(masked(scores, allowed), axis=-1)
