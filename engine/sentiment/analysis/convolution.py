"""One filter of the character CNN at one place, and what the pooling keeps.

Every number is the network's own: each layer's input and output are read from it.

T places of a layer, C input channels, F filters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import TextError
from engine.sentiment.analysis.dense import outputs
from engine.sentiment.analysis.filters import SPANS
from engine.sentiment.config import CharacterConfig
from engine.sentiment.model import KERNEL_SIZE, POOL_SIZE

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Convolution:
    """One convolution with its input and output for a review, without padding."""

    number: int  # 1 or 2
    text: str  # the tokens joined by spaces, as far as they are read
    inputs: Array  # (T, C): one-hot characters, or what the first pooling kept
    kernel: Array  # (3, C, F)
    bias: Array  # (F,)
    outputs: Array  # (T, F), after ReLU
    pooled: Array  # (T / 3, F)

    @property
    def characters(self) -> int:
        """Characters from one place to the next: 1, or 3 behind the first pooling."""
        return 1 if self.number == 1 else POOL_SIZE

    def strongest(self, channel: int) -> int:
        """Return the place where a filter is most active, from 0."""
        return int(self.outputs[:, channel].argmax())

    def name(self, place: int) -> str:
        """Return the characters of a place; "" outside the text."""
        start = place * self.characters
        return self.text[max(0, start) : max(0, start + self.characters)]

    def span(self, place: int) -> tuple[int, int]:
        """Return the characters that a place depends on, half-open."""
        stride, first, last = SPANS[self.number]
        start, end = place * stride + first, place * stride + last
        return max(0, start), min(len(self.text), end)

    def at(self, place: int, channel: int) -> "Place":
        """Return what a filter computes at a place.

        Args:
            place: From 0.
            channel: The filter, from 0.
        """
        before = (KERNEL_SIZE - 1) // 2
        around = range(place - before, place - before + KERNEL_SIZE)
        patch = np.stack([self._input(at) for at in around])
        window = range(place - place % POOL_SIZE, place - place % POOL_SIZE + POOL_SIZE)
        return Place(
            tuple(self.name(at) for at in around),
            patch,
            self.kernel[..., channel],
            float(self.bias[channel]),
            float(self.outputs[place, channel]),
            tuple(self.name(at) for at in window),
            tuple(self._output(at, channel) for at in window),
            place % POOL_SIZE,
            float(self.pooled[place // POOL_SIZE, channel]),
        )

    def _input(self, place: int) -> Array:
        inside = 0 <= place < len(self.inputs)
        return self.inputs[place] if inside else np.zeros_like(self.inputs[0])

    def _output(self, place: int, channel: int) -> float:
        """Return a filter's output; behind the end of the text it is masked to 0."""
        return float(self.outputs[place, channel]) if place < len(self.outputs) else 0.0


@dataclass(frozen=True, eq=False)
class Place:
    """A filter at one place, and the window of the pooling that the place is in."""

    names: tuple[str, ...]  # characters of the three positions that the filter sees
    patch: Array  # (3, C), zeros outside the text
    kernel: Array  # (3, C)
    bias: float
    output: float  # the network's own, after ReLU
    window_names: tuple[str, ...]  # characters of the three places that are pooled
    window: tuple[float, ...]  # the filter's outputs there
    at: int  # index of this place in the window
    kept: float  # the network's own maximum of the window

    @property
    def products(self) -> Array:
        """Patch times kernel, element by element, (3, C)."""
        return self.patch * self.kernel

    @property
    def by_position(self) -> Array:
        """The sum of the products of each position, (3,)."""
        return np.asarray(self.products.sum(axis=1))

    @property
    def total(self) -> float:
        """All products and the bias, before ReLU."""
        return float(self.products.sum()) + self.bias

    def strongest(self, count: int) -> list[int]:
        """Return the input channels that add or take away most, from 0."""
        sums = np.abs(self.products.sum(axis=0))
        order: list[int] = np.argsort(-sums, kind="stable")[:count].tolist()
        return order


def convolution(reviewer: Any, words: Sequence[str], number: int) -> Convolution:
    """Return a convolution of the character CNN for a review.

    Args:
        reviewer: A loaded `Reviewer` of the character CNN.
        words: The review's tokens, at least one.
        number: 1 or 2.

    Raises:
        TextError: The network is another kind.
    """
    if not isinstance(reviewer.config, CharacterConfig):
        raise TextError("Only the character CNN has filters.")
    text = " ".join(words)[: reviewer.encoder.max_characters]
    text = reviewer.encoder.vocabulary.encode(text).text  # unknown ones replaced
    layer = reviewer.model.get_layer(f"convolution_{number}")
    pool = reviewer.model.get_layer(f"pool_{number}")
    inputs, activations, pooled = (
        array[0]
        for array in outputs(reviewer, words, (layer.input, layer.output, pool.output))
    )
    places = len(text) if number == 1 else -(-len(text) // POOL_SIZE)
    places = min(places, POOL_SIZE * len(pooled))  # the pooling drops what is left over
    return Convolution(
        number,
        text,
        inputs[:places],
        np.asarray(layer.kernel),
        np.asarray(layer.bias),
        activations[:places],
        pooled[: -(-places // POOL_SIZE)],
    )
