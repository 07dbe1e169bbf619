"""Training an image network: images in, a checkpoint out."""

from typing import Any

import keras
from keras import ops

from engine.experiment import Job, Trained
from engine.images import data
from engine.images.augment import Batches
from engine.images.config import ImagesConfig
from engine.images.finishing import Validation, write_checkpoint
from engine.images.lookahead import Lookahead
from engine.images.model import build, learn_constants
from engine.training.beginning import begin
from engine.training.fitting import Fitting
from engine.training.loop import fit
from engine.training.optimizers import (
    AdamW,
    Continued,
    ScaledRate,
    WarmAverage,
    moment,
)

# airbench's constants (Jordan 2024), tuned for a batch size of 1,024.
_FIRST_RATE, _LAST_RATE = 0.2, 0.07  # fractions of the peak learning rate
_BIAS_RATE = 64.0  # learning-rate factor of batch normalisation's biases
_WHITENING_BIAS_EPOCHS = 3  # it is frozen afterwards


def train(job: Job[ImagesConfig]) -> Trained:
    """Train until done or stopped, and write a checkpoint.

    Raises:
        PictureError: The user's own images cannot be read.
        DivergedError: The loss is no longer a number.
        DiskFullError: Something could not be written.
    """
    config = job.config
    begin(config.seed)
    split = data.training_set(
        job.data, job.own_data, job.title, config.validation_images
    )
    batches = Batches(split.train, len(split.classes), config)
    model = build(config, len(split.classes), config.precision)
    learn_constants(model, split.train.pixels)
    steps = batches.steps_per_epoch
    compile_model(model, config, batches.batch_size, steps)
    lookahead = Lookahead(model, batches.batch_size, steps, config.epochs)
    validation = Validation(model, config, split)
    fitting = Fitting(
        model=model,
        batch=batches.batch,
        steps_per_epoch=steps,
        epochs=config.epochs + config.more_epochs,
        units_per_batch=batches.batch_size,
        unit="images",
        validate=validation.validate if len(split.validation) else None,
        validation_counts={"accuracy": len(split.validation)},
        extra_state=lookahead.slow if config.lookahead else [],
        after_batch=lookahead.after_batch if config.lookahead else lambda step: None,
        prefetch=True,
    )
    at, outcome = fit(fitting, job.folder, job.emit, job.stop)
    return write_checkpoint(job, validation, at, outcome, at.step / steps)


def compile_model(
    model: Any, config: ImagesConfig, batch_size: int, steps_per_epoch: int
) -> None:
    """Compile the model with its loss and optimiser."""
    optimizer = _OPTIMIZERS[config.optimizer]
    model.compile(
        optimizer(config, batch_size, steps_per_epoch),
        loss=keras.losses.CategoricalCrossentropy(
            from_logits=True, label_smoothing=config.label_smoothing
        ),
        metrics=[keras.metrics.CategoricalAccuracy(name="accuracy")],
    )


def _sgd(config: ImagesConfig, batch_size: int, steps_per_epoch: int) -> Any:
    """Return SGD with a triangular learning-rate schedule.

    The config's learning rate is for 1,024 images and without momentum's effect: a
    momentum m makes steps 1 + 1 / (1 - m) times as long, which is divided out here, as
    in airbench.
    """
    momentum_factor = 1 + 1 / (1 - config.momentum)
    peak = config.learning_rate * batch_size / (1024 * momentum_factor)
    total = steps_per_epoch * config.epochs
    triangle = Triangle(peak, config.warmup_fraction, total)
    return Sgd(
        Continued(triangle, peak, total),
        momentum=config.momentum,
        weight_decay_per_rate=config.weight_decay / config.learning_rate,
        whitening_steps=_WHITENING_BIAS_EPOCHS * steps_per_epoch,
        **_averaging(config),
    )


def _adam(config: ImagesConfig, batch_size: int, steps_per_epoch: int) -> Any:
    """Return Adam at a constant learning rate, as the original post tried it."""
    return AdamW(
        config.learning_rate,
        beta_1=config.momentum,
        weight_decay=config.weight_decay,
        **_averaging(config),
    )


def _averaging(config: ImagesConfig) -> dict[str, Any]:
    """Return an optimiser's options for the EMA of the weights."""
    momentum = config.ema_momentum
    return {"use_ema": momentum > 0, "ema_momentum": momentum or 0.99}


class Triangle(keras.optimizers.schedules.LearningRateSchedule):
    """A learning rate that rises linearly to its peak, then falls linearly."""

    def __init__(self, peak: float, warmup_fraction: float, total_steps: int) -> None:
        """Set the peak, and the fraction of all steps after which it is reached."""
        self.peak, self.total = peak, total_steps
        self.warmup_fraction = warmup_fraction

    def __call__(self, step: Any) -> Any:
        """Return the learning rate of a step, counted from 0."""
        step = ops.cast(step, "float32")
        warmup = float(max(int(self.warmup_fraction * self.total), 0))  # steps
        rising = _FIRST_RATE + (1 - _FIRST_RATE) * step / max(warmup, 1.0)
        progress = (step - warmup) / max(self.total - warmup, 1.0)
        falling = 1 + (_LAST_RATE - 1) * progress
        return self.peak * ops.where(step < warmup, rising, falling)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of the constructor."""
        return {
            "peak": self.peak,
            "warmup_fraction": self.warmup_fraction,
            "total_steps": self.total,
        }


class Sgd(WarmAverage, ScaledRate, keras.optimizers.Optimizer):
    """SGD with Nesterov momentum, with different settings per kind of weight.

    Biases of batch normalisation have a higher learning rate at the same weight decay;
    the whitening layer's bias is frozen after some steps; biases of dense layers and
    convolutions have no weight decay, nor have the tutorial's convolutions, as in the
    tutorial.

    Source:
        Jordan (2024), arXiv 2404.00498; the rule is PyTorch's SGD.
    """

    def __init__(
        self,
        learning_rate: Any,
        momentum: float,
        weight_decay_per_rate: float,
        whitening_steps: int,
        **options: Any,
    ) -> None:
        """Store the settings.

        Args:
            learning_rate: For the mean loss of a batch.
            momentum: Factor of the velocity, 0 to 1.
            weight_decay_per_rate: L2 coefficient: this times the weight is added to
                its gradient.
            whitening_steps: Steps after which the whitening bias is frozen.
            **options: Of `keras.optimizers.Optimizer`.
        """
        super().__init__(learning_rate, **options)
        self.momentum = momentum
        self.weight_decay_per_rate = weight_decay_per_rate
        self.whitening_steps = whitening_steps

    def build(self, variables: list[Any]) -> None:
        """Create a velocity for each variable."""
        if self.built:
            return
        super().build(variables)
        self._velocities = self.add_optimizer_variables(variables, "momentum")
        # By index: TensorFlow passes its own variables, which have no path.
        self._paths = [variable.path for variable in variables]

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Update one variable."""
        dtype = variable.dtype
        rate, gradient = ops.cast(learning_rate, dtype), ops.cast(gradient, dtype)
        index = self._get_variable_index(variable)
        path, velocity = self._paths[index], self._velocities[index]
        factor, decay = _rate_factor_and_decay(path, self.weight_decay_per_rate)
        gradient = gradient + (decay / factor) * variable
        new_velocity = self.momentum * velocity + gradient
        self.assign(velocity, new_velocity)
        step = rate * factor * (gradient + self.momentum * new_velocity)
        if path.startswith("whitening"):
            is_trained = ops.less(self.iterations, self.whitening_steps)
            step = step * ops.cast(is_trained, dtype)
        self.assign_sub(variable, step)

    def moments(self) -> list[Any]:
        """Return the velocity of each trainable variable."""
        return [moment(velocity) for velocity in self._velocities]

    def last_gradients(self, before: list[Any], weights: list[Any]) -> list[Any]:
        """Return the gradients of the last batch: v' = μv + g + λw, solved for g.

        Args:
            before: `moments` before that batch.
            weights: Trainable variables before that batch.
        """
        gradients = []
        for was, now, weight, path in zip(
            before, self.moments(), weights, self._paths, strict=True
        ):
            factor, decay = _rate_factor_and_decay(path, self.weight_decay_per_rate)
            gradients.append(now - self.momentum * was - decay / factor * weight)
        return gradients

    def get_config(self) -> dict[str, Any]:
        """Return the arguments of the constructor."""
        own = {
            "momentum": self.momentum,
            "weight_decay_per_rate": self.weight_decay_per_rate,
            "whitening_steps": self.whitening_steps,
        }
        return {**super().get_config(), **own}


def _rate_factor_and_decay(path: str, decay: float) -> tuple[float, float]:
    """Return a variable's learning-rate factor and weight decay."""
    layer, _, name = path.partition("/")
    if layer.startswith("norm"):
        return _BIAS_RATE, decay
    tutorial = layer in ("conv_1", "conv_2")
    bias = name == "bias" and layer != "whitening"
    return 1.0, 0.0 if tutorial or bias else decay


_OPTIMIZERS = {"sgd": _sgd, "adam": _adam}
