"""A word from its characters, in every experiment that reads words.

V characters, D dimensions, L characters of a word, F filters.
"""

from typing import Any

from keras import layers, ops

from engine.data.spelling import PADDING


class CharacterCNN(layers.Layer):
    """A word from its characters: convolution, then the maximum over places.

    Source:
        Kim (2014), as in BiDAF.
    """

    def __init__(self, vectors: Any, filters: int, width: int, rate: float) -> None:
        """Take the initial embedding (V, D), and the sizes.

        Args:
            vectors: Of each id of `engine.data.spelling`.
            filters: F.
            width: Characters that a filter sees.
            rate: Dropout of the characters' vectors.
        """
        super().__init__(name="character_cnn")
        count, dimensions = vectors.shape
        self.filters = filters
        self.embedding = layers.Embedding(
            count,
            dimensions,
            embeddings_initializer=_constant(vectors),
            name="embedding",
        )
        self.drop = layers.Dropout(rate)
        self.convolution = layers.Conv1D(
            filters, width, activation="relu", name="convolution"
        )

    def build(self, shape: Any) -> None:
        """Create the embedding and the filters."""
        self.embedding.build((None, shape[-1]))
        self.convolution.build((None, shape[-1], self.embedding.output_dim))

    def compute_output_shape(self, shape: Any) -> Any:
        """Return (..., F): Keras need not trace the layer to learn it."""
        return (*shape[:-1], self.filters)

    def call(self, characters: Any, training: bool = False) -> Any:
        """Return (..., F) for characters (..., L); shorter words are padded."""
        *words, length = ops.shape(characters)
        ids = ops.reshape(characters, (-1, length))  # (U, L)
        embedded = self.embedding(ids) * ops.cast(  # (U, L, D)
            ops.not_equal(ids, PADDING)[..., None], self.compute_dtype
        )
        x = self.convolution(self.drop(embedded, training=training))  # (U, L - …, F)
        return ops.reshape(ops.max(x, axis=1), (*words, self.filters))


def _constant(values: Any) -> Any:
    def begin(shape: Any, dtype: Any = None) -> Any:
        return ops.convert_to_tensor(values, dtype)

    return begin
