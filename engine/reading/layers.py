"""The layers of reading that Keras does not have; each makes padding harmless.

Letters, here and in `model`: B examples, T passage words, J question words,
U different words of a batch, L characters of a word, D features.
"""

from typing import Any

import keras
from keras import layers, ops

from engine.recurrent import LSTM, side_by_side

_NEVER = -1e9  # a score that no softmax gives any share


def real(ids: Any) -> Any:
    """Return which places hold a word, bool in the shape of `ids`; 0 is padding."""
    return ops.not_equal(ids, 0)


class Take(layers.Layer):
    """Puts the words of a table where they stand in a text."""

    def call(self, table: Any, ids: Any) -> Any:
        """Return rows of `table` (U, D) at `ids` (B, T)."""
        return ops.take(table, ids, axis=0)  # (B, T, D)


class Highway(layers.Layer):
    """Lets each feature pass or be changed.

    Source:
        Srivastava et al. (2015); the gate begins nearly shut.
    """

    def build(self, shape: Any) -> None:
        """Make two dense layers of the width that comes in."""
        self.change = layers.Dense(shape[-1], activation="relu", name="change")
        self.gate = layers.Dense(
            shape[-1], activation="sigmoid", bias_initializer=_minus_one, name="gate"
        )
        for dense in (self.change, self.gate):
            dense.build(shape)

    def call(self, inputs: Any) -> Any:
        """Return the same shape."""
        gate = self.gate(inputs)
        return gate * self.change(inputs) + (1 - gate) * inputs


def _minus_one(shape: Any, dtype: Any = None) -> Any:
    return ops.full(shape, -1.0, dtype)


class CharacterWords(layers.Layer):
    """A word from its characters: convolution over them, and the strongest answer.

    Source:
        Kim (2014), as in BiDAF.
    """

    def __init__(self, vectors: Any, channels: int, width: int, rate: float) -> None:
        """Begin with characters that have `vectors` (V, D), here char2vec."""
        super().__init__(name="spelling")
        count, dimensions = vectors.shape
        self.embed = layers.Embedding(
            count, dimensions, embeddings_initializer=_constant(vectors), name="embed"
        )
        self.drop = layers.Dropout(rate)
        self.convolve = layers.Conv1D(channels, width, activation="relu", name="conv")

    def call(self, characters: Any, training: bool = False) -> Any:
        """Return (U, channels) for characters (U, L); shorter words are padded."""
        embedded = self.embed(characters) * ops.cast(  # (U, L, D)
            real(characters)[..., None], self.compute_dtype
        )
        return ops.max(self.convolve(self.drop(embedded, training=training)), axis=1)


def _constant(values: Any) -> Any:
    def begin(shape: Any, dtype: Any = None) -> Any:
        return ops.convert_to_tensor(values, dtype)

    return begin


class Encoder(layers.Layer):
    """A bidirectional LSTM that reads from the true last word backwards.

    No mask is used, so that the fused kernels of a GPU are: the text is turned
    round by its own length, read forwards, and turned back. What stands behind
    its last word is set to zero.
    """

    def __init__(self, units: int, rate: float, name: str) -> None:
        """Take the units of each direction and the dropout of the inputs."""
        super().__init__(name=name)
        self.drop = layers.Dropout(rate, noise_shape=(None, 1, None))
        self.forwards = LSTM(units, return_sequences=True, name="forwards")
        self.backwards = LSTM(units, return_sequences=True, name="backwards")

    def call(self, inputs: Any, ids: Any, training: bool = False) -> Any:
        """Return (B, T, 2 units) for inputs (B, T, D) with words `ids` (B, T)."""
        inputs = self.drop(inputs, training=training)
        there = real(ids)
        around = _turned(there)
        both = side_by_side(
            self.forwards, self.backwards, inputs, _rows(inputs, around)
        )
        ahead, back = ops.split(both, 2, axis=-1)
        both = ops.concatenate([ahead, _rows(back, around)], axis=-1)
        return both * ops.cast(there[..., None], both.dtype)


def _turned(there: Any) -> Any:
    """Return where each place comes from when only the real words turn, (B, T)."""
    places = ops.cast(ops.arange(ops.shape(there)[1])[None], "int32")
    last = ops.sum(ops.cast(there, "int32"), axis=1, keepdims=True) - 1
    return ops.where(there, last - places, places)


def _rows(inputs: Any, places: Any) -> Any:
    """Return inputs (B, T, D) with the rows of each text at `places` (B, T).

    As rows of one table: PyTorch takes single numbers far more slowly.
    """
    batch, length = ops.shape(inputs)[:2]
    rows = places + length * ops.arange(batch, dtype="int32")[:, None]
    table = ops.reshape(inputs, (-1, inputs.shape[-1]))  # (B T, D)
    return ops.take(table, rows, axis=0)


class AttentionFlow(layers.Layer):
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

    def call(self, passage: Any, question: Any, ids: Any, asked: Any) -> Any:
        """Return what the passage knows of the question, and both attentions.

        Args:
            passage: (B, T, D).
            question: (B, J, D).
            ids: Words of the passage, (B, T).
            asked: Words of the question, (B, J).

        Returns:
            [h; ũ; h∘ũ; h∘h̃] (B, T, 4 D); for each passage word its share of
            attention to each question word (B, T, J); and how much the question
            attends to each passage word (B, T).
        """
        scores = (
            ops.matmul(passage, self.of_passage)  # (B, T, 1)
            + ops.transpose(ops.matmul(question, self.of_question), (0, 2, 1))
            + ops.matmul(passage * self.of_both, ops.transpose(question, (0, 2, 1)))
        )  # (B, T, J)
        to_question = _softmax(scores, real(asked)[:, None, :])
        strongest = ops.max(_masked(scores, real(asked)[:, None, :]), axis=2)
        to_passage = _softmax(strongest, real(ids))  # (B, T)
        seen = ops.matmul(to_question, question)  # (B, T, D)
        whole = ops.matmul(to_passage[:, None, :], passage)  # (B, 1, D)
        flow = ops.concatenate([passage, seen, passage * seen, passage * whole], -1)
        return flow, to_question, to_passage


class DotAttention(layers.Layer):
    """The plain attention of the baseline: each passage word looks at the question."""

    def call(self, passage: Any, question: Any, ids: Any, asked: Any) -> Any:
        """Return [h; ũ] (B, T, 2 D) and the attentions, as `AttentionFlow` does."""
        scores = ops.matmul(passage, ops.transpose(question, (0, 2, 1)))
        to_question = _softmax(scores, real(asked)[:, None, :])
        strongest = ops.max(_masked(scores, real(asked)[:, None, :]), axis=2)
        seen = ops.matmul(to_question, question)
        both = ops.concatenate([passage, seen], axis=-1)
        return both, to_question, _softmax(strongest, real(ids))


class SelfAttention(layers.Layer):
    """Each passage word looks at all others, never at itself.

    Source:
        Clark & Gardner (2018): the similarity of `AttentionFlow`.
    """

    def build(self, passage: Any, *others: Any) -> None:
        """Make w; the part of the word itself would cancel in the softmax."""
        width = passage[-1]
        self.of_other = self.add_weight(shape=(width, 1), name="of_other")
        self.of_both = self.add_weight(shape=(1, 1, width), name="of_both")

    def call(self, passage: Any, ids: Any) -> Any:
        """Return [h; h̃; h∘h̃] (B, T, 3 D)."""
        turned = ops.transpose(passage, (0, 2, 1))
        scores = ops.matmul(passage * self.of_both, turned) + ops.transpose(
            ops.matmul(passage, self.of_other), (0, 2, 1)
        )  # (B, T, T)
        size = ops.shape(ids)[1]
        others = ops.logical_not(ops.cast(ops.eye(size), "bool"))[None]
        seen = ops.matmul(_softmax(scores, others & real(ids)[:, None, :]), passage)
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


class Pointer(layers.Layer):
    """How likely each passage word is chosen, as a score; padding never is."""

    def __init__(self, name: str, rate: float) -> None:
        """Take the name, what is pointed at, and the dropout of the inputs."""
        super().__init__(name=name, dtype="float32")
        self.drop = layers.Dropout(rate, noise_shape=(None, 1, None), dtype="float32")
        # A bias would cancel in the softmax.
        self.score = layers.Dense(1, use_bias=False, name="score", dtype="float32")

    def call(self, inputs: Any, ids: Any, training: bool = False) -> Any:
        """Return scores (B, T) for inputs (B, T, D)."""
        inputs = self.drop(inputs, training=training)
        return _masked(self.score(inputs)[..., 0], real(ids))


def _masked(scores: Any, allowed: Any) -> Any:
    return ops.where(allowed, scores, ops.cast(_NEVER, scores.dtype))


def _softmax(scores: Any, allowed: Any) -> Any:
    """Return shares over the last axis; what is not allowed gets none."""
    return keras.activations.softmax(_masked(scores, allowed), axis=-1)
