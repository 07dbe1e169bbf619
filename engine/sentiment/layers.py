"""What Keras has no layer for."""

from typing import Any

import keras
from keras import ops


class PadRows(keras.layers.Layer):
    """Zeros behind a sequence until it has a fixed number of rows."""

    def __init__(self, rows: int, **options: Any) -> None:
        """Say how many rows there shall be."""
        super().__init__(**options)
        self.rows = rows

    def call(self, x: Any) -> Any:
        """Return (B, rows, F) of (B, T, F), T at most `rows`."""
        missing = self.rows - ops.shape(x)[1]
        padded = ops.pad(x, [[0, 0], [0, missing], [0, 0]])
        return ops.reshape(padded, (-1, self.rows, x.shape[-1]))

    def compute_output_shape(self, shape: tuple[int | None, ...]) -> tuple[Any, ...]:
        """Return the shape that comes out."""
        return (shape[0], self.rows, shape[2])


class WordVectors(keras.layers.Layer):
    """GloVe's vectors with what was learned about each word added.

    The table begins at zero, so that an untrained network reads GloVe, and its
    rows are what training changed.
    """

    def __init__(self, rows: int, speed: float, **options: Any) -> None:
        """Say how many words have a row, and how fast rows move."""
        super().__init__(**options)
        self.rows, self.speed = rows, speed

    def build(self, shapes: list[tuple[int | None, ...]]) -> None:
        """Make the table, (rows, D)."""
        self.table = self.add_weight(
            shape=(self.rows, shapes[1][-1]), initializer="zeros", name="table"
        )

    def call(self, inputs: list[Any]) -> Any:
        """Return (B, T, D) of ids (B, T) and vectors (B, T, D)."""
        ids, vectors = inputs
        return vectors + self.speed * ops.take(self.table, ids, axis=0)

    def compute_output_shape(self, shapes: list[Any]) -> Any:
        """Return the shape that comes out."""
        return shapes[1]


class Bias(keras.layers.Layer):
    """Adds one number to each score."""

    def build(self, shape: tuple[int | None, ...]) -> None:
        """Make the numbers, (K,)."""
        self.bias = self.add_weight(
            shape=(shape[-1],), initializer="zeros", name="bias"
        )

    def call(self, x: Any) -> Any:
        """Return (B, K) of (B, K)."""
        return x + self.bias
