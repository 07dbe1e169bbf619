"""Records what Keras does while an experiment is trained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray


@dataclass
class Watch:
    """Records the batches of a training, its losses and its model."""

    # From the losses of all batches so far to whether `then` is called.
    when: Callable[[list[float]], bool] = lambda losses: False
    then: Callable[[dict[str, Any]], dict[str, Any] | None] = lambda logs: None
    model: Any = None
    before: dict[str, NDArray[Any]] = field(default_factory=dict)
    losses: list[float] = field(default_factory=list)

    def over(self, patch: pytest.MonkeyPatch) -> Watch:
        """Start to record; `patch` ends it."""
        import keras

        original = keras.Model.train_on_batch

        def train_on_batch(model: Any, *inputs: Any, **options: Any) -> Any:
            if self.model is None:
                self.model = model
                self.before = {v.path: np.asarray(v) for v in model.trainable_variables}
            logs = original(model, *inputs, **options)
            self.losses.append(float(logs["loss"]))
            if self.when(self.losses):
                return self.then(logs) or logs
            return logs

        patch.setattr(keras.Model, "train_on_batch", train_on_batch)
        return self


@cache
def trace_quickly() -> None:
    """Let TensorFlow trace without what pays in long trainings, in this process.

    It runs them as they are traced: rewriting them pays in a training of hours; for ten
    batches it is a third of the time. And it does not note for each operation who
    called it: pytest alone is forty calls deep, a fifth of the time. The trainings that
    the browser starts are processes of their own, and do both.
    """
    import tensorflow
    from tensorflow.python.util import tf_stack  # no public name

    here = tf_stack.extract_stack()
    tf_stack.extract_stack = lambda stacklevel=1: here
    tensorflow.config.optimizer.set_experimental_options(
        {"disable_meta_optimizer": True}
    )
