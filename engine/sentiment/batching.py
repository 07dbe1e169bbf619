"""Batches of phrases of about one length, asked for by their number."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.sentiment.encoding import Encoded, Encoder, Inputs

_POOL = 100  # batches that are sorted by length together: little padding is left


@dataclass(frozen=True, eq=False)
class Batches:
    """What is learned from, in an order that hangs on seed and epoch alone.

    Args:
        encoded: The phrases.
        labels: (N,) int8.
        repeats: (N,) how often each is seen in one pass.
        encoder: Says what lengths there are.
        size: B; fewer where there are not so many phrases.
        seed: Start of the order.
    """

    encoded: Encoded
    labels: NDArray[np.int8]
    repeats: NDArray[Any]
    encoder: Encoder
    size: int
    seed: int

    @property
    def steps_per_epoch(self) -> int:
        """Batches in one pass; what does not fill a batch is left for another."""
        return max(1, int(self.repeats.sum()) // self.size)

    def batch(self, step: int) -> tuple[Inputs, NDArray[np.int32]]:
        """Return the inputs of that batch and its labels, (B,)."""
        epoch, index = divmod(step, self.steps_per_epoch)
        places = self._order(epoch)[index]
        length = self.encoder.padded(int(self.encoded.lengths[places].max(initial=1)))
        return self.encoded.inputs(places, length), self.labels[places].astype(np.int32)

    def _order(self, epoch: int) -> list[NDArray[np.int64]]:
        return _order(self, epoch)


@lru_cache(maxsize=2)
def _order(batches: Batches, epoch: int) -> list[NDArray[np.int64]]:
    """Return which phrases each batch of an epoch holds."""
    random = np.random.default_rng([batches.seed, epoch])
    seen = random.permutation(
        np.repeat(np.arange(len(batches.labels)), batches.repeats)
    )
    size = min(batches.size, len(seen))
    seen = seen[: batches.steps_per_epoch * size]
    pool = np.arange(len(seen)) // (_POOL * size)
    rows = seen[np.lexsort((batches.encoded.lengths[seen], pool))].reshape(-1, size)
    return list(random.permutation(rows))
