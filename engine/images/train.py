"""Learn to tell images apart: images in, a checkpoint out."""

from typing import Any

import keras
import numpy as np
from keras import ops

from engine.experiment import Job, Trained
from engine.images import data
from engine.images.augment import Batches
from engine.images.config import ImagesConfig
from engine.images.finishing import Learner, write_checkpoint
from engine.images.model import build, learn_constants
from engine.training.fitting import Fitting
from engine.training.loop import fit
from engine.training.optimizers import WarmAverage

# airbench's constants (Jordan 2024), tuned with 1,024 images a batch; when the
# lookahead begins is our own.
_FIRST_RATE, _LAST_RATE = 0.2, 0.07  # shares of the highest
_BIAS_RATE = 64.0  # how much faster the biases of batch normalisation move
_WHITENING_BIAS_EPOCHS = 3  # after them it stays as it is
_LOOKAHEAD_IMAGES = 5 * 1024  # seen between two meetings with the slow weights
_LOOKAHEAD_START = 3  # epochs
_LOOKAHEAD_DECAY = 0.95**5


def train(job: Job[ImagesConfig]) -> Trained:
    """Train until done or stopped, and write a checkpoint.

    Raises:
        PictureError: A person's own images cannot be read.
        DivergedError: The loss is no longer a number.
        DiskFullError: Something could not be written.
    """
    config = job.config
    # Variables get the same names in every process: a state is resumed by name.
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(config.seed)
    split = data.training_set(
        job.data, job.own_data, job.title, config.validation_images
    )
    batches = Batches(split.train, len(split.classes), config)
    model = build(config, len(split.classes), config.precision)
    learn_constants(model, split.train.pixels)
    steps = batches.steps_per_epoch
    compile_model(model, config, batches.batch_size, steps)
    lookahead = Lookahead(model, batches.batch_size, steps, config.epochs)
    learner = Learner(model, config, split)
    fitting = Fitting(
        model=model,
        batch=batches.batch,
        steps_per_epoch=steps,
        epochs=config.epochs,
        units_per_batch=batches.batch_size,
        unit="images",
        validate=learner.validate if len(split.validation) else None,
        carried=lookahead.slow if config.lookahead else [],
        after_batch=lookahead.after_batch if config.lookahead else lambda step: None,
        ahead=True,
    )
    at, outcome = fit(fitting, job.folder, job.emit, job.stop)
    return write_checkpoint(job, learner, at, outcome, at.step / steps)


def compile_model(
    model: Any, config: ImagesConfig, batch_size: int, steps_per_epoch: int
) -> None:
    """Give the model its loss and its optimiser.

    `learning_rate` is the mean movement for 1,024 images with gradients that do
    not change: momentum m makes steps 1 + 1 / (1 - m) times as long, which is
    taken out again here, as airbench does.
    """
    momentum_factor = 1 + 1 / (1 - config.momentum)
    highest = config.learning_rate * batch_size / (1024 * momentum_factor)
    optimizer = Sgd(
        Triangle(highest, config.warmup_fraction, steps_per_epoch * config.epochs),
        momentum=config.momentum,
        pull=config.weight_decay / config.learning_rate,
        whitening_steps=_WHITENING_BIAS_EPOCHS * steps_per_epoch,
        use_ema=config.ema_momentum > 0,
        ema_momentum=config.ema_momentum or 0.99,
    )
    model.compile(
        optimizer,
        loss=keras.losses.CategoricalCrossentropy(
            from_logits=True, label_smoothing=config.label_smoothing
        ),
        metrics=[keras.metrics.CategoricalAccuracy(name="accuracy")],
    )


class Triangle(keras.optimizers.schedules.LearningRateSchedule):
    """A step size that rises in a straight line, and falls in another."""

    def __init__(
        self, highest: float, warmup_fraction: float, total_steps: int
    ) -> None:
        """Say how high, and after which share of all steps it is reached."""
        self.highest, self.total = highest, total_steps
        self.warmup_fraction = warmup_fraction

    def __call__(self, step: Any) -> Any:
        """Return the step size of a step, counted from 0."""
        step = ops.cast(step, "float32")
        peak = float(max(int(self.warmup_fraction * self.total), 0))
        rising = _FIRST_RATE + (1 - _FIRST_RATE) * step / max(peak, 1.0)
        passed = (step - peak) / max(self.total - peak, 1.0)
        falling = 1 + (_LAST_RATE - 1) * passed
        return self.highest * ops.where(step < peak, rising, falling)

    def get_config(self) -> dict[str, Any]:
        """Return what makes it again."""
        return {
            "highest": self.highest,
            "warmup_fraction": self.warmup_fraction,
            "total_steps": self.total,
        }


class Sgd(WarmAverage, keras.optimizers.Optimizer):
    """Nesterov's gradient descent in which kinds of weights differ.

    Biases of batch normalisation move faster, with the same pull towards zero;
    the whitening layer's bias stops after some steps; what a dense or convolution
    layer adds (its own bias) is not pulled at all, nor is any convolution of the
    tutorial's network, as in the tutorial.

    Source:
        Jordan (2024), arXiv 2404.00498; the rule is PyTorch's SGD.
    """

    def __init__(
        self,
        learning_rate: Any,
        momentum: float,
        pull: float,
        whitening_steps: int,
        **options: Any,
    ) -> None:
        """Store the settings.

        Args:
            learning_rate: Of a mean loss.
            momentum: Share of the last step that goes on.
            pull: What is added to a gradient, as a share of its weight.
            whitening_steps: After so many the whitening bias stays.
            **options: Keras's own.
        """
        super().__init__(learning_rate, **options)
        self.momentum, self.pull = momentum, pull
        self.whitening_steps = whitening_steps

    def build(self, variables: list[Any]) -> None:
        """Make room for the momentum of each variable."""
        if self.built:
            return
        super().build(variables)
        self._velocities = self.add_optimizer_variables(variables, "momentum")
        # By number: TensorFlow hands its own variables, which have no path.
        self._paths = [variable.path for variable in variables]

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Move one variable."""
        dtype = variable.dtype
        rate, gradient = ops.cast(learning_rate, dtype), ops.cast(gradient, dtype)
        place = self._get_variable_index(variable)
        path, velocity = self._paths[place], self._velocities[place]
        faster, pull = _kind(path, self.pull)
        gradient = gradient + (pull / faster) * variable
        moving = self.momentum * velocity + gradient
        self.assign(velocity, moving)
        step = rate * faster * (gradient + self.momentum * moving)
        if path.startswith("whitening"):
            learning = ops.less(self.iterations, self.whitening_steps)
            step = step * ops.cast(learning, dtype)
        self.assign_sub(variable, step)

    def get_config(self) -> dict[str, Any]:
        """Return what makes it again."""
        own = {
            "momentum": self.momentum,
            "pull": self.pull,
            "whitening_steps": self.whitening_steps,
        }
        return {**super().get_config(), **own}


def _kind(path: str, pull: float) -> tuple[float, float]:
    """Return how much faster a variable moves, and what pulls it towards zero."""
    layer, _, name = path.partition("/")
    if layer.startswith("norm"):
        return _BIAS_RATE, pull
    tutorial = layer in ("conv_1", "conv_2")
    own_bias = name == "bias" and layer != "whitening"
    return 1.0, 0.0 if tutorial or own_bias else pull


class Lookahead:
    """Weights that meet their own slow copy every few batches.

    The copy moves towards the weights, ever less as training goes on, and the
    weights go on from the copy: moving fast first, averaging strongly at the end.

    Source:
        Zhang et al. (2019), with the schedule of Jordan (2024).
    """

    def __init__(
        self, model: Any, batch_size: int, steps_per_epoch: int, epochs: int
    ) -> None:
        """Make the copy; it takes part after three epochs."""
        self.fast = list(model.weights)
        self.slow = [
            keras.Variable(np.asarray(weight), trainable=False, name=f"slow_{place}")
            for place, weight in enumerate(self.fast)
        ]
        self.period = max(1, round(_LOOKAHEAD_IMAGES / batch_size))
        self.steps_per_epoch = steps_per_epoch
        self.total = steps_per_epoch * epochs
        start = _LOOKAHEAD_START * steps_per_epoch
        self.first = (start // self.period + 1) * self.period

    def after_batch(self, step: int) -> None:
        """Let them meet when it is time.

        Args:
            step: Batches seen so far, from 1.
        """
        if step == self.first:
            self._copy(self.fast, self.slow)
        elif step > self.first and step % self.period == 0:
            share = 1 - _LOOKAHEAD_DECAY * (step / self.total) ** 3
            for slow, fast in zip(self.slow, self.fast, strict=True):
                slow.assign(slow + share * (fast - slow))
            self._copy(self.slow, self.fast)
        if step > self.first and step % self.steps_per_epoch == 0:
            self._copy(self.slow, self.fast)

    @staticmethod
    def _copy(origin: list[Any], copy: list[Any]) -> None:
        for one, other in zip(origin, copy, strict=True):
            other.assign(ops.copy(one))  # JAX would share the memory, and reuse it
