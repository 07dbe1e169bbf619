"""Which questions are in a training batch, and in which order batches come."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.reading.encoding import Encoded, Inputs, WordTable, collate


class Batches:
    """Training batches of contexts of similar length, a pure function of their number.

    All examples are shuffled; within pools of some batches they are sorted by
    length, then the batches of an epoch are shuffled. Fully sorted batches train
    visibly worse, unsorted ones are half padding.
    """

    def __init__(
        self, items: Sequence[Encoded], words: WordTable, batch_size: int, seed: int
    ) -> None:
        """Take the encoded examples; `batch_size` is lowered to their number."""
        self.items, self.words, self.seed = items, words, seed
        self.batch_size = min(batch_size, len(items))
        self.steps_per_epoch = len(items) // self.batch_size
        self._epoch = -1
        self._order: NDArray[np.int64] = np.zeros((0, 0), np.int64)

    def batch(self, number: int) -> tuple[Inputs, NDArray[np.float32]]:
        """Return a batch by its number, from 0, over all epochs."""
        return collate([self.items[i] for i in self.indices(number)], self.words)

    def indices(self, number: int) -> NDArray[np.int64]:
        """Return the indices of a batch's examples, (batch size,)."""
        epoch, row = divmod(number, self.steps_per_epoch)
        if epoch != self._epoch:
            self._epoch, self._order = epoch, self._shuffled(epoch)
        indices: NDArray[np.int64] = self._order[row]
        return indices

    def _shuffled(self, epoch: int, pool_batches: int = 40) -> NDArray[np.int64]:
        """Return the indices of an epoch's examples, (steps, batch size)."""
        random = np.random.default_rng((self.seed, epoch))
        count = self.steps_per_epoch * self.batch_size
        order = random.permutation(len(self.items))[:count]
        lengths = np.array([len(item.context) for item in self.items])
        pool = pool_batches * self.batch_size
        for start in range(0, count, pool):
            part = order[start : start + pool]
            order[start : start + pool] = part[np.argsort(lengths[part], kind="stable")]
        batches = order.reshape(self.steps_per_epoch, self.batch_size)
        return batches[random.permutation(len(batches))]
