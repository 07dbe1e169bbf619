"""The layers of reading that Keras does not have; padding changes none of them.

Letters, here and in `model`: B examples, T context words, J question words,
U different words of a batch, L characters of a word, D features.
"""

from typing import Any

from keras import layers, ops

from engine.backend.lstm import LSTM, side_by_side
from engine.reading.attention import WordDropout, masked, real


class Take(layers.Layer):
    """Looks up the rows of a table: an embedding whose table is an input."""

    def call(self, table: Any, ids: Any) -> Any:
        """Return rows of `table` (U, D) at `ids` (B, T)."""
        return ops.take(table, ids, axis=0)  # (B, T, D)


class Highway(layers.Layer):
    """A gate for each feature: let it pass, or transform it.

    Source:
        Srivastava et al. (2015); the gate starts almost closed.
    """

    def build(self, shape: Any) -> None:
        """Make two dense layers of the width that comes in."""
        self.transform = layers.Dense(shape[-1], activation="relu", name="transform")
        self.gate = layers.Dense(
            shape[-1], activation="sigmoid", bias_initializer=_minus_one, name="gate"
        )
        for dense in (self.transform, self.gate):
            dense.build(shape)

    def call(self, inputs: Any) -> Any:
        """Return the same shape."""
        gate = self.gate(inputs)
        return gate * self.transform(inputs) + (1 - gate) * inputs


def _minus_one(shape: Any, dtype: Any = None) -> Any:
    return ops.full(shape, -1.0, dtype)


class Encoder(layers.Layer):
    """A bidirectional LSTM that reads from the true last word backwards.

    It takes no mask, so that a GPU can use fused kernels: each text is reversed
    within its own length, read forwards, and reversed back. Outputs after the last
    word are set to zero.
    """

    def __init__(self, units: int, rate: float, name: str) -> None:
        """Take the units of each direction and the dropout of the inputs."""
        super().__init__(name=name)
        self.drop = WordDropout(rate)
        # Not `forward`: on PyTorch a layer is a Module, which calls that.
        self.forward_lstm = LSTM(units, return_sequences=True, name="forward")
        self.backward_lstm = LSTM(units, return_sequences=True, name="backward")

    def build(self, inputs_shape: Any, ids_shape: Any) -> None:
        """Create the weights of both directions."""
        for lstm in (self.forward_lstm, self.backward_lstm):
            lstm.build(inputs_shape)

    def compute_output_shape(self, inputs_shape: Any, ids_shape: Any) -> Any:
        """Return (B, T, 2 units): Keras need not trace two loops to learn it."""
        return (*inputs_shape[:-1], 2 * self.forward_lstm.units)

    def call(self, inputs: Any, ids: Any, training: bool = False) -> Any:
        """Return (B, T, 2 units) for inputs (B, T, D) with words `ids` (B, T)."""
        inputs = self.drop(inputs, training=training)
        words = real(ids)  # (B, T)
        reversal = _reversal(words)
        both = side_by_side(
            self.forward_lstm, self.backward_lstm, inputs, _rows(inputs, reversal)
        )  # (B, T, 2 units)
        forward, backward = ops.split(both, 2, axis=-1)
        both = ops.concatenate([forward, _rows(backward, reversal)], axis=-1)
        return both * ops.cast(words[..., None], both.dtype)


def _reversal(words: Any) -> Any:
    """Return the places that reverse each text within its own length, (B, T)."""
    places = ops.cast(ops.arange(ops.shape(words)[1])[None], "int32")
    last = ops.sum(ops.cast(words, "int32"), axis=1, keepdims=True) - 1
    return ops.where(words, last - places, places)


def _rows(inputs: Any, places: Any) -> Any:
    """Return inputs (B, T, D) with the rows of each text at `places` (B, T).

    As rows of one table: PyTorch takes single numbers far more slowly.
    """
    batch, length = ops.shape(inputs)[:2]
    rows = places + length * ops.arange(batch, dtype="int32")[:, None]
    table = ops.reshape(inputs, (-1, inputs.shape[-1]))  # (B T, D)
    return ops.take(table, rows, axis=0)


class Pointer(layers.Layer):
    """One logit for each context word; padding is never chosen."""

    def __init__(self, name: str, rate: float) -> None:
        """Take the name (start or end) and the dropout of the inputs."""
        super().__init__(name=name, dtype="float32")
        self.drop = WordDropout(rate, dtype="float32")
        # A bias would cancel in the softmax.
        self.logit = layers.Dense(1, use_bias=False, name="logit", dtype="float32")

    def call(self, inputs: Any, ids: Any, training: bool = False) -> Any:
        """Return logits (B, T) for inputs (B, T, D)."""
        inputs = self.drop(inputs, training=training)
        return masked(self.logit(inputs)[..., 0], real(ids))
