"""Knowledge distillation: targets that are partly the teachers' mean probabilities.

The source is in `engine.training.distillation`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import arrays
from engine.checkpoints import checkpoint
from engine.reading.config import ReadingConfig
from engine.reading.encoding import Example, Inputs, encode
from engine.reading.evaluate import item_logits
from engine.reading.predict import Reader
from engine.reading.training.batching import Batches
from engine.sampling import log_softmax
from engine.training import distillation

TEACHERS = ("bidaf", "bidaf-short")

Batch = Callable[[int], tuple[Inputs, NDArray[np.float32]]]


def load_teachers(config: ReadingConfig) -> tuple[Reader, ...]:
    """Return the shipped teachers; none where the distillation weight is 0.

    Raises:
        UnknownNameError: One is not shipped.
        CheckpointError: One is damaged.
        DataMissingError: The shared word vectors are missing.
    """
    if not config.distillation_weight:
        return ()
    return tuple(Reader(checkpoint.find("reading", name)) for name in TEACHERS)


def with_teachers(
    batches: Batches,
    examples: Sequence[Example],
    teachers: Sequence[Reader],
    weight: float,
    folder: Path,
) -> Batch:
    """Return a function from a batch's number to its inputs and distilled targets.

    Args:
        batches: Batches whose targets are the reference answers.
        examples: The examples of the batches, in their order.
        teachers: Readers whose mean probabilities are added; may be empty.
        weight: Of the teachers in the targets, 0 to 1.
        folder: Of the run; the teachers' probabilities are stored there.
    """
    if not teachers:
        return batches.batch
    soft_targets = _SoftTargets(examples, teachers, folder / distillation.FILE)

    def batch(number: int) -> tuple[Inputs, NDArray[np.float32]]:
        inputs, targets = batches.batch(number)
        targets *= 1 - weight
        probabilities = soft_targets.of(batches.indices(number))
        for target, soft in zip(targets, probabilities, strict=True):
            target[:, : soft.shape[1]] += weight * soft
        return inputs, targets

    return batch


class _SoftTargets:
    """The teachers' mean probabilities, computed once for each example.

    Computing them takes longer than a training step, so they are stored for a
    resumed run.
    """

    def __init__(
        self, examples: Sequence[Example], teachers: Sequence[Reader], path: Path
    ) -> None:
        self._teachers = []
        for teacher in teachers:
            words = teacher.word_table()  # each has its own character vocabulary
            items = [encode(example, words) for example in examples]
            self._teachers.append((teacher.model, words, items))
        lengths = [len(example.context) for example in examples]
        self._starts = np.concatenate([[0], np.cumsum(lengths)])
        if not path.exists():
            empty = np.full((2, self._starts[-1]), np.nan, np.float16)
            distillation.write(path, empty)
        self._stored = arrays.open_to_change(path)

    def of(self, indices: NDArray[np.int64]) -> list[NDArray[np.float16]]:
        """Return each example's probabilities of start and end, (2, T)."""
        rows = [self._stored[:, self._starts[i] : self._starts[i + 1]] for i in indices]
        missing = [k for k, row in enumerate(rows) if np.isnan(row[-1, -1])]
        means: list[Any] = [0.0] * len(missing)
        for model, words, items in self._teachers if missing else ():
            batch = [items[indices[k]] for k in missing]
            for position, logits in item_logits(model, batch, words):
                answer = np.exp(log_softmax(logits)) / len(self._teachers)
                means[position] = means[position] + answer
        for k, mean in zip(missing, means, strict=True):
            rows[k][:] = mean
        return rows
