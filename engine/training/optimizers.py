"""Optimisers: AdamW, and an exponential moving average (EMA) of the weights."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import keras
import numpy as np
from keras import ops

_FINAL_FRACTION = 0.01  # of the peak learning rate, at the end of the cosine
CONTINUED_FRACTION = 0.1  # and in the epochs after it


class WarmAverage:
    """Removes the bias of an optimiser's EMA towards the initial weights.

    In Keras the initial weights have a weight of `ema_momentum` to the power of the
    steps: with 0.999, more than a third after 1,000 steps. Here the momentum after n
    steps is (1 + n) / (10 + n), at most `ema_momentum`.

    Source:
        The moving average of TensorFlow 1, given the number of steps.
    """

    ema_momentum: Any
    iterations: Any

    def _update_model_variables_moving_average(self, variables: Any) -> None:
        highest, seen = self.ema_momentum, ops.cast(self.iterations, "float32")
        self.ema_momentum = ops.minimum(highest, (1 + seen) / (10 + seen))
        super()._update_model_variables_moving_average(variables)  # type: ignore[misc]
        self.ema_momentum = highest


class ScaledRate:
    """Multiplies the learning rate by a factor that can change while it trains.

    The factor is a variable, which the compiled training function reads at each batch;
    1, as at the start, changes no bit of a training.
    """

    add_variable: Any

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Take the arguments of the optimiser."""
        super().__init__(*arguments, **options)
        self.factor = self.add_variable((), "ones", name="learning_rate_factor")

    def _get_current_learning_rate(self) -> Any:
        rate = super()._get_current_learning_rate()  # type: ignore[misc]
        return rate * self.factor


class AdamW(WarmAverage, ScaledRate, keras.optimizers.AdamW):
    """Adam with decoupled weight decay; without one, Adam.

    Source:
        Kingma & Ba (2015); Loshchilov & Hutter (2019).
    """

    _momentums: list[Any]
    weight_decay: Any

    def _apply_weight_decay(self, variables: Any) -> None:
        # Without one Keras still multiplies each variable by 0 and subtracts that.
        if self.weight_decay:
            super()._apply_weight_decay(variables)

    def moments(self) -> list[Any]:
        """Return the moving average of the gradient of each trainable variable."""
        return [moment(average) for average in self._momentums]

    def last_gradients(self, before: list[Any], weights: list[Any]) -> list[Any]:
        """Return the gradients of the last batch, after clipping.

        They follow from how it moved the moving averages: m' = βm + (1 − β)g.

        Args:
            before: `moments` before that batch.
            weights: Trainable variables before that batch. Adam’s averages hold the
                gradient alone; another optimiser’s can hold the weight decay, too.
        """
        beta = self.beta_1
        pairs = zip(before, self.moments(), strict=True)
        return [(now - beta * was) / (1 - beta) for was, now in pairs]


def moment(variable: Any) -> Any:
    """Return a copy of an optimiser's variable in double precision."""
    return np.array(ops.convert_to_numpy(variable), np.float64)


class Continued(keras.optimizers.schedules.LearningRateSchedule):
    """A schedule, and a constant rate for the epochs after its end.

    At its end a schedule has all but stopped the training. A restart at its peak would
    undo what was learned; a tenth of the peak goes on learning, and training on by ten
    epochs twice is the same as once by twenty.
    """

    def __init__(self, schedule: Any, peak: float, total_steps: int) -> None:
        """Name the schedule, its peak, and the step at which it ends."""
        self.schedule, self.peak, self.total_steps = schedule, peak, total_steps

    def __call__(self, step: Any) -> Any:
        """Return the learning rate of a step, counted from 0."""
        inside = ops.cast(step, "float32") < self.total_steps
        return ops.where(inside, self.schedule(step), CONTINUED_FRACTION * self.peak)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, as Keras asks for."""
        return {
            "schedule": self.schedule,
            "peak": self.peak,
            "total_steps": self.total_steps,
        }


def compile_classifier(
    model: Any,
    *,
    learning_rate: float,
    schedule: str,
    total_steps: int,
    weight_decay: float,
    gradient_clip_norm: float,
    ema_momentum: float,
    soft_targets: bool = False,
) -> None:
    """Compile a classifier with its loss and optimiser.

    Args:
        model: Its outputs are logits.
        learning_rate: Its peak.
        schedule: Learning-rate schedule: "cosine" over `total_steps`, or "constant".
        total_steps: Batches of the schedule; after them `Continued` holds.
        weight_decay: Decoupled weight decay (AdamW).
        gradient_clip_norm: Largest global norm of the gradients.
        ema_momentum: Of the exponential moving average of the weights; 0 for none.
        soft_targets: Whether targets are probabilities of all classes, not integers.

    Source:
        Kingma & Ba (2015) for Adam, Loshchilov & Hutter (2019) for its decay;
        Loshchilov & Hutter (2017) for the cosine; Pascanu et al. (2013) for
        clipping; Polyak & Juditsky (1992) for averaging weights.
    """
    rate: Any = learning_rate
    if schedule == "cosine":
        cosine = keras.optimizers.schedules.CosineDecay(
            rate, total_steps, alpha=_FINAL_FRACTION
        )
        rate = Continued(cosine, learning_rate, total_steps)
    optimizer = AdamW(
        rate,
        weight_decay=weight_decay,
        global_clipnorm=gradient_clip_norm,
        use_ema=ema_momentum > 0,
        ema_momentum=ema_momentum or 0.99,
    )
    losses = keras.losses
    loss = (
        losses.CategoricalCrossentropy
        if soft_targets
        else losses.SparseCategoricalCrossentropy
    )
    model.compile(optimizer, loss=loss(from_logits=True))


@contextmanager
def averaged(model: Any) -> Iterator[None]:
    """Put the moving average of the weights into the model for a while.

    The weights are copied and put back, so that looking at a model changes nothing:
    Keras' own callback swaps by adding and subtracting, which rounds, and when a
    training validates depends on the clock. Without EMA they stay as they are.
    """
    if not model.optimizer.use_ema or not int(model.optimizer.iterations):
        yield
        return
    variables = model.trainable_variables
    copies = [np.array(ops.convert_to_numpy(variable)) for variable in variables]
    model.optimizer.finalize_variable_values(variables)
    try:
        yield
    finally:
        for variable, weights in zip(variables, copies, strict=True):
            variable.assign(weights)
