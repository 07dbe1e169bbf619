"""What an experiment gives to the training loop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Fitting:
    """Model, batches and callbacks of one training.

    Args:
        model: Compiled, with an optimiser that has a `ScaledRate`; only
            `train_on_batch` is called.
        batch: Number of the batch, from 0 -> inputs and targets.
        steps_per_epoch: Batches in one pass over the data.
        epochs: Passes.
        units_per_batch: Units in one batch, for `Progress.rate`.
        unit: What a unit is: "characters", "questions".
        validate: Measures the averaged weights, e.g. {"loss": 1.5}; None without a
            validation set.
        validation_counts: Figure of `validate` that is a share of right answers -> how
            many answers it is a share of.
        sample: Returns a text that shows the training's progress; None for no sample.
        begin_epoch: Called before the first batch of each epoch.
        extra_state: Variables beside the model's own that persist from batch to batch,
            such as the states of stateful layers; they are saved and restored.
        after_batch: Called after each batch with the number of batches seen, from 1;
            can change weights. Its own state must be in `extra_state`.
        prefetch: Whether to prepare the next batch in a thread; `batch` must then
            depend on its number alone.
    """

    model: Any
    batch: Callable[[int], tuple[Any, Any]]
    steps_per_epoch: int
    epochs: int
    units_per_batch: int
    unit: str
    validate: Callable[[], Mapping[str, float]] | None
    validation_counts: Mapping[str, int] = field(default_factory=dict)
    sample: Callable[[], str] | None = None
    begin_epoch: Callable[[], None] = lambda: None
    extra_state: list[Any] = field(default_factory=list)
    after_batch: Callable[[int], None] = lambda step: None
    prefetch: bool = False

    @property
    def total_steps(self) -> int:
        """Batches in all epochs."""
        return self.steps_per_epoch * self.epochs
