"""Lookahead: averaging of the weights on the way."""

from typing import Any

import keras
import numpy as np
from keras import ops

# Jordan's constants (2024); only the start is our own.
_LOOKAHEAD_IMAGES = 5 * 1024  # between two updates of the slow weights
_LOOKAHEAD_START = 3  # epochs
_LOOKAHEAD_DECAY = 0.95**5


class Lookahead:
    """Lookahead: every few batches the weights are set to a slow copy of themselves.

    Before that the slow copy moves part of the way to the weights, a smaller part as
    training goes on: fast progress first, strong averaging at the end.

    Source:
        Zhang et al. (2019), with the schedule of Jordan (2024).
    """

    def __init__(
        self, model: Any, batch_size: int, steps_per_epoch: int, epochs: int
    ) -> None:
        """Copy the weights; the copy is used after three epochs."""
        self.fast = list(model.weights)
        self.slow = [
            keras.Variable(np.asarray(weight), trainable=False, name=f"slow_{index}")
            for index, weight in enumerate(self.fast)
        ]
        self.period = max(1, round(_LOOKAHEAD_IMAGES / batch_size))
        self.steps_per_epoch = steps_per_epoch
        self.total = steps_per_epoch * epochs
        start = _LOOKAHEAD_START * steps_per_epoch
        self.first = (start // self.period + 1) * self.period

    def after_batch(self, step: int) -> None:
        """Update slow and fast weights when a period or an epoch ends.

        Args:
            step: Batches trained on so far, from 1.
        """
        if step == self.first:
            self._copy(self.fast, self.slow)
        elif step > self.first and step % self.period == 0:
            share = 1 - _LOOKAHEAD_DECAY * min(1.0, step / self.total) ** 3
            for slow, fast in zip(self.slow, self.fast, strict=True):
                slow.assign(slow + share * (fast - slow))
            self._copy(self.slow, self.fast)
        if step > self.first and step % self.steps_per_epoch == 0:
            self._copy(self.slow, self.fast)

    @staticmethod
    def _copy(origin: list[Any], copy: list[Any]) -> None:
        for source, target in zip(origin, copy, strict=True):
            target.assign(ops.copy(source))  # JAX would share the memory, and reuse it
