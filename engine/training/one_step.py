"""Train on one batch, and measure what that changes.

The batch is trained on exactly as in the loop: a run that was stepped through ends with
the same weights, bit for bit, as one that was not.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.runs.events import OneStep
from engine.training.progress import Meter
from engine.training.state import StateFile


class Stepper:
    """Takes single steps, and follows one weight through them."""

    def __init__(self, meter: Meter, state: StateFile) -> None:
        """Use the meter and the state of a loop."""
        self.meter, self.state = meter, state
        self.followed: tuple[int, int] | None = None  # variable, place in it when flat

    def train(self, inputs: Any, targets: Any) -> None:
        """Train on one batch and emit a `OneStep`.

        The loss after the step is measured as the one before it: on the same batch,
        with the same dropout and the same extra state, only the weights are new.

        Raises:
            DivergedError: One of the losses is not a finite number.
        """
        meter, model = self.meter, self.meter.fitting.model
        optimizer = model.optimizer
        learning_rate = meter.learning_rate
        before, moments = self.state.arrays(), optimizer.moments()
        weights = _weights(model)
        meter.train(inputs, targets)
        after, moved = self.state.arrays(), _weights(model)
        loss_before = float(meter.logs["loss"])
        gradients = optimizer.last_gradients(moments, weights)
        loss_after = self._loss_again(before, inputs, targets)
        self.state.assign(after)
        index, place = self.followed = self.followed or _steepest(gradients)
        meter.emit(
            OneStep(
                at=meter.at.seconds,
                step=meter.at.step,
                epoch=meter.epoch,
                loss_before=loss_before,
                loss_after=loss_after,
                learning_rate=learning_rate,
                gradient_norms=_norms(model, gradients),
                weight=_name(model.trainable_variables[index], place),
                weight_before=float(weights[index].flat[place]),
                weight_gradient=float(gradients[index].flat[place]),
                weight_after=float(moved[index].flat[place]),
            )
        )

    def _loss_again(self, before: dict[str, Any], inputs: Any, targets: Any) -> float:
        """Return the training loss of the batch with the new weights.

        Everything else is as it was before the batch; the weights that this trains are
        to be put back.
        """
        model = self.meter.fitting.model
        new = [np.array(v) for v in model.trainable_variables]
        self.state.assign(before)
        for variable, weights in zip(model.trainable_variables, new, strict=True):
            variable.assign(weights)
        logs = model.train_on_batch(inputs, targets, return_dict=True)
        self.meter.refuse_divergence(logs)
        return float(logs["loss"])


def _weights(model: Any) -> list[Any]:
    """Return a copy of the trainable variables."""
    return [np.array(variable) for variable in model.trainable_variables]


def _steepest(gradients: Sequence[Any]) -> tuple[int, int]:
    """Return the kernel, and the place in it, with the largest gradient; no bias."""
    largest = [
        np.abs(gradient).max() if gradient.ndim > 1 else 0.0 for gradient in gradients
    ]
    index = int(np.argmax(largest))
    return index, int(np.abs(gradients[index]).argmax())


def _norms(model: Any, gradients: Sequence[Any]) -> dict[str, float]:
    """Return the norm of each layer's gradient, from the input to the output."""
    squares = {
        id(variable): float(np.square(gradient).sum())
        for variable, gradient in zip(model.trainable_variables, gradients, strict=True)
    }
    return {
        layer.name: sum(squares[id(v)] for v in layer.trainable_variables) ** 0.5
        for layer in model.layers
        if layer.trainable_variables
    }


def _name(variable: Any, place: int) -> str:
    """Return a weight's name: “dense/kernel[2, 0]”."""
    indices = np.unravel_index(place, tuple(variable.shape))
    return f"{variable.path}[{', '.join(str(int(i)) for i in indices)}]"
