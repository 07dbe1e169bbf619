"""Layers that Keras does not have.

B batch size, T time steps, D dimensions of a word vector, F features, K classes.
"""

from typing import Any

import keras
from keras import ops


class PadRows(keras.layers.Layer):
    """Pads a sequence with zeros at its end, up to a fixed length."""

    def __init__(self, rows: int, **options: Any) -> None:
        """Set the length after padding, `rows`."""
        super().__init__(**options)
        self.rows = rows

    def call(self, x: Any) -> Any:
        """Return (B, rows, F) from (B, T, F), T at most `rows`."""
        missing = self.rows - ops.shape(x)[1]
        padded = ops.pad(x, [[0, 0], [0, missing], [0, 0]])
        # A dense layer must know the length when it is built.
        return ops.reshape(padded, (-1, self.rows, x.shape[-1]))

    def compute_output_shape(self, shape: tuple[int | None, ...]) -> tuple[Any, ...]:
        """Return the shape of the output."""
        return (shape[0], self.rows, shape[2])


class WordVectors(keras.layers.Layer):
    """Fine-tuned word vectors: GloVe's, plus a learned offset for each word.

    The offsets start at zero, so an untrained network reads GloVe's vectors.
    """

    def __init__(self, rows: int, scale: float, **options: Any) -> None:
        """Set the number of offsets and their learning rate, relative to the rest."""
        super().__init__(**options)
        self.rows, self.scale = rows, scale

    def build(self, shapes: list[tuple[int | None, ...]]) -> None:
        """Create the table of offsets, (rows, D)."""
        self.table = self.add_weight(
            shape=(self.rows, shapes[1][-1]), initializer="zeros", name="table"
        )

    def call(self, inputs: list[Any]) -> Any:
        """Return (B, T, D) from ids (B, T) and GloVe's vectors (B, T, D)."""
        ids, vectors = inputs
        return vectors + self.scale * ops.take(self.table, ids, axis=0)

    def compute_output_shape(self, shapes: list[Any]) -> Any:
        """Return the shape of the output."""
        return shapes[1]


class Bias(keras.layers.Layer):
    """Adds a bias to each logit."""

    def build(self, shape: tuple[int | None, ...]) -> None:
        """Create the biases, (K,)."""
        self.bias = self.add_weight(
            shape=(shape[-1],), initializer="zeros", name="bias"
        )

    def call(self, x: Any) -> Any:
        """Return (B, K) from (B, K)."""
        return x + self.bias
