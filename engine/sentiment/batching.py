"""Batches of phrases of similar length, found by the training step."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.sentiment.encoding import Encoded, Encoder, Inputs

_POOL = 100  # batches that are sorted by length together, to save padding


@dataclass(frozen=True, eq=False)
class Batches:
    """The training set in batches; their order depends only on seed and epoch.

    Args:
        encoded: The phrases.
        labels: (N,) int8.
        repeats: (N,) how often each phrase is seen per epoch.
        encoder: Decides the length to pad to.
        size: B, the batch size; smaller if there are fewer phrases.
        seed: Of the order.
    """

    encoded: Encoded
    labels: NDArray[np.int8]
    repeats: NDArray[Any]
    encoder: Encoder
    size: int
    seed: int

    @property
    def steps_per_epoch(self) -> int:
        """Batches per epoch; phrases that do not fill a batch are left out of it."""
        return max(1, int(self.repeats.sum()) // self.size)

    def phrases(self, step: int) -> NDArray[np.int64]:
        """Return the indices of a training step's phrases, (B,)."""
        epoch, index = divmod(step, self.steps_per_epoch)
        return _order(self, epoch)[index]

    def batch(self, step: int) -> tuple[Inputs, NDArray[np.int32]]:
        """Return the inputs of a training step and its labels, (B,) int32."""
        phrases = self.phrases(step)
        longest = int(self.encoded.lengths[phrases].max(initial=1))
        inputs = self.encoded.inputs(phrases, self.encoder.padded(longest))
        return inputs, self.labels[phrases].astype(np.int32)


@lru_cache(maxsize=2)
def _order(batches: Batches, epoch: int) -> list[NDArray[np.int64]]:
    """Return the indices of the phrases in each batch of an epoch, (B,) each."""
    random = np.random.default_rng([batches.seed, epoch])
    phrases = random.permutation(
        np.repeat(np.arange(len(batches.labels)), batches.repeats)
    )
    size = min(batches.size, len(phrases))
    phrases = phrases[: batches.steps_per_epoch * size]
    pool = np.arange(len(phrases)) // (_POOL * size)
    by_length = np.lexsort((batches.encoded.lengths[phrases], pool))
    return list(random.permutation(phrases[by_length].reshape(-1, size)))
