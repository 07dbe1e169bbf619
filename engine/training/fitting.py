"""What an experiment hands to the training loop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Fitting:
    """What the loop needs; every callable is the experiment's own.

    Args:
        model: Compiled, with an optimiser; `train_on_batch` is all that is used.
        batch: Number of the batch, from 0 -> inputs and targets.
        steps_per_epoch: Batches in one pass over the data.
        epochs: Passes.
        units_per_batch: What one batch counts for in `Progress.rate`.
        unit: The name of that.
        validate: Measures the averaged weights, e.g. {"loss": 1.5}; None where
            nothing is held out.
        sample: A text that shows how far it is, or None for no sample.
        begin_epoch: Called before the first batch of each epoch.
        carried: Variables outside the model's own that carry over from batch
            to batch, such as the states of stateful layers.
        after_batch: Called with the number of batches seen, from 1, after each;
            may change weights. What it remembers must be `carried`.
        ahead: Whether the next batch is prepared while this one is learned, in a
            thread of its own; `batch` must depend on its number alone.
    """

    model: Any
    batch: Callable[[int], tuple[Any, Any]]
    steps_per_epoch: int
    epochs: int
    units_per_batch: int
    unit: str
    validate: Callable[[], Mapping[str, float]] | None
    sample: Callable[[], str] | None = None
    begin_epoch: Callable[[], None] = lambda: None
    carried: list[Any] = field(default_factory=list)
    after_batch: Callable[[int], None] = lambda step: None
    ahead: bool = False

    @property
    def total_steps(self) -> int:
        """Batches from the first to the last epoch."""
        return self.steps_per_epoch * self.epochs
