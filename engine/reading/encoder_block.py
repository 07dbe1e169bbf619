"""QANet's encoder block: convolutions and self-attention in the place of an LSTM.

All words are computed at once, none waits for the one before. Padding changes nothing.

Letters as in `layers`: B examples, T words, D features; H attention heads.
"""

from typing import Any

import keras
from keras import layers, ops

from engine.reading.attention import WordDropout, masked, real
from engine.reading.config import ATTENTION_HEADS

_SKIP = 0.05  # probability of leaving out what a sublayer adds, in training
_LONGEST_WAVE = 10_000.0


class EncoderBlock(layers.Layer):
    """Convolutions over near words, attention to all words, then each word alone.

    What each of these sublayers makes of its normalised input is added to that input.

    Source:
        Yu et al. (2018), QANet, whose convolutions are depthwise separable: a CPU takes
        twice as long for them. Ba et al. (2016) for the normalisation, Huang et al.
        (2016) for leaving out whole sublayers in training.
    """

    def __init__(
        self, width: int, convolutions: int, kernel_size: int, rate: float, name: str
    ) -> None:
        """Take D, the number of convolutions, how many words each sees, the dropout."""
        super().__init__(name=name)
        self.drop = WordDropout(rate)
        self.skip = layers.Dropout(_SKIP)
        self.sublayers: list[Any] = [
            *(
                Convolution(width, kernel_size, f"convolution_{number}")
                for number in range(1, convolutions + 1)
            ),
            HeadAttention(ATTENTION_HEADS, "attention"),
            FeedForward(width, "feed_forward"),
        ]
        self.norms = [
            layers.LayerNormalization(epsilon=1e-6, name=f"norm_{number}")
            for number in range(1, len(self.sublayers) + 1)
        ]

    def call(self, inputs: Any, ids: Any, training: bool = False) -> Any:
        """Return (B, T, D) for inputs (B, T, D) with words `ids` (B, T)."""
        words = real(ids)  # (B, T)
        x = _placed(inputs)
        for norm, sublayer in zip(self.norms, self.sublayers, strict=True):
            read = self.drop(norm(x), training=training)
            kept = self.skip(ops.ones_like(x[:, :1, :1]), training=training)
            x = x + kept * sublayer(read, words)
        return x * ops.cast(words[..., None], x.dtype)

    def weigh(self, inputs: Any, ids: Any) -> Any:
        """Return the attention weights (B, H, T, T) for the arguments of `call`."""
        words, x = real(ids), _placed(inputs)
        for norm, sublayer in zip(self.norms, self.sublayers, strict=True):
            if isinstance(sublayer, HeadAttention):
                return sublayer.weigh(norm(x), words)[0]
            x = x + sublayer(norm(x), words)
        raise AssertionError("every block has attention")


def _placed(inputs: Any) -> Any:
    """Return the inputs (B, T, D) with the place of each word added to it."""
    return inputs + ops.cast(_waves(inputs), inputs.dtype)


def _waves(inputs: Any) -> Any:
    """Return the sines and cosines that tell the place of each word, (T, D) float32.

    Source:
        Vaswani et al. (2017).
    """
    length, half = ops.shape(inputs)[1], inputs.shape[-1] // 2
    places = ops.cast(ops.arange(length), "float32")[:, None]  # (T, 1)
    steps = ops.arange(half, dtype="float32")[None] / half  # (1, D / 2), 0 to 1
    angles = places / _LONGEST_WAVE**steps  # (T, D / 2)
    return ops.concatenate([ops.sin(angles), ops.cos(angles)], axis=-1)


class Convolution(layers.Layer):
    """Each word beside its neighbours."""

    def __init__(self, width: int, kernel_size: int, name: str) -> None:
        """Take D and the number of words that each filter sees, an odd one."""
        super().__init__(name=name)
        # A picture one word high: PyTorch takes twice as long for a row of words.
        self.convolution = layers.Conv2D(
            width,
            (1, kernel_size),
            padding="same",
            activation="relu",
            name="convolution",
        )

    def call(self, inputs: Any, words: Any) -> Any:
        """Return (B, T, D) for inputs (B, T, D); `words` (B, T) is false on padding."""
        inputs = inputs * ops.cast(words[..., None], inputs.dtype)
        return self.convolution(inputs[:, None])[:, 0]


class HeadAttention(layers.Layer):
    """Each word takes from all words of its text, in several heads.

    `keras.layers.MultiHeadAttention` computes the same; on PyTorch and a CPU it takes
    three times as long.

    Source:
        Vaswani et al. (2017).
    """

    def __init__(self, heads: int, name: str) -> None:
        """Take H; it divides D."""
        super().__init__(name=name)
        self.heads = heads

    def build(self, inputs_shape: Any, words_shape: Any) -> None:
        """Make the projections to queries, keys and values, and of what is taken."""
        width = inputs_shape[-1]
        self.read = layers.Dense(3 * width, name="read")
        self.taken = layers.Dense(width, name="taken")
        self.read.build(inputs_shape)
        self.taken.build(inputs_shape)

    def weigh(self, inputs: Any, words: Any) -> tuple[Any, Any]:
        """Return the attention weights (B, H, T, T) and the values (B, H, T, D / H)."""
        queries, keys, values = (
            self._by_head(part) for part in ops.split(self.read(inputs), 3, axis=-1)
        )
        scale = queries.shape[-1] ** -0.5
        similarity = ops.matmul(queries * scale, ops.swapaxes(keys, 2, 3))
        # Added to all heads and words: to choose for each number takes PyTorch longer.
        padding = masked(ops.zeros_like(inputs[..., 0]), words)[:, None, None]
        return keras.activations.softmax(similarity + padding), values

    def call(self, inputs: Any, words: Any) -> Any:
        """Return (B, T, D) for inputs (B, T, D); `words` (B, T) is false on padding."""
        weights, values = self.weigh(inputs, words)
        taken = ops.swapaxes(ops.matmul(weights, values), 1, 2)  # (B, T, H, D / H)
        return self.taken(ops.reshape(taken, ops.shape(inputs)))

    def _by_head(self, x: Any) -> Any:
        """Return (B, H, T, D / H) of (B, T, D)."""
        batch, length = ops.shape(x)[:2]
        width = x.shape[-1] // self.heads
        return ops.swapaxes(ops.reshape(x, (batch, length, self.heads, width)), 1, 2)


class FeedForward(layers.Layer):
    """Each word alone through two dense layers."""

    def __init__(self, width: int, name: str) -> None:
        """Take D."""
        super().__init__(name=name)
        self.inner = layers.Dense(width, activation="relu", name="inner")
        self.outer = layers.Dense(width, name="outer")

    def call(self, inputs: Any, words: Any) -> Any:
        """Return (B, T, D) for inputs (B, T, D)."""
        return self.outer(self.inner(inputs))
