"""The layers of reading that Keras does not have; each makes padding harmless.

Letters, here and in `model`: B examples, T passage words, J question words,
U different words of a batch, L characters of a word, D features.
"""

from typing import Any

from keras import layers, ops

from engine.reading.attention import masked, real, word_dropout
from engine.recurrent import LSTM, side_by_side


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
        self.drop = word_dropout(rate)
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


class Pointer(layers.Layer):
    """How likely each passage word is chosen, as a score; padding never is."""

    def __init__(self, name: str, rate: float) -> None:
        """Take the name, what is pointed at, and the dropout of the inputs."""
        super().__init__(name=name, dtype="float32")
        self.drop = word_dropout(rate, dtype="float32")
        # A bias would cancel in the softmax.
        self.score = layers.Dense(1, use_bias=False, name="score", dtype="float32")

    def call(self, inputs: Any, ids: Any, training: bool = False) -> Any:
        """Return scores (B, T) for inputs (B, T, D)."""
        inputs = self.drop(inputs, training=training)
        return masked(self.score(inputs)[..., 0], real(ids))
