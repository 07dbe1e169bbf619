"""Learning what other networks answer, beside what people did.

Networks that learned apart err in different places: the mean of their answers is
better than each of them, and says how doubtful a question is, which the one answer
that a person gave does not.

Source:
    Hinton, Vinyals & Dean (2015), distillation.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import arrays
from engine.checkpoints import checkpoint
from engine.reading.batching import Buckets
from engine.reading.config import ReadingConfig
from engine.reading.encoding import Example, Inputs, encode
from engine.reading.evaluate import logits_of
from engine.reading.predict import Reader

TEACHERS = ("bidaf", "bidaf-short")
_KEPT = "teachers.npy"  # what they answered, in the run's folder

Batch = Callable[[int], tuple[Inputs, NDArray[np.float32]]]


def teachers(config: ReadingConfig) -> tuple[Reader, ...]:
    """Return the shipped networks that a training is taught by.

    Raises:
        UnknownNameError: One is not shipped.
        CheckpointError: One is damaged.
        DataMissingError: The shared word vectors are not there.
    """
    if not config.distillation_weight:
        return ()
    return tuple(Reader(checkpoint.find("reading", name)) for name in TEACHERS)


def batches(
    buckets: Buckets,
    found: Sequence[Example],
    teachers: Sequence[Reader],
    taught: float,
    folder: Path,
) -> Batch:
    """Return what gives each batch by its number, with what the teachers say in it.

    Args:
        buckets: Batches whose targets are what people answered.
        found: The examples of the buckets, in their order.
        teachers: Whose mean answer is learned; none for people alone.
        taught: Its share of the targets, 0 to 1.
        folder: Of the run; the answers are kept there.
    """
    if not teachers:
        return buckets.batch
    mean = _Answers(found, teachers, folder / _KEPT)

    def batch(number: int) -> tuple[Inputs, NDArray[np.float32]]:
        inputs, targets = buckets.batch(number)
        targets *= 1 - taught
        answers = mean.of(buckets.places(number))
        for target, answer in zip(targets, answers, strict=True):
            target[:, : answer.shape[1]] += taught * answer
        return inputs, targets

    return batch


class _Answers:
    """What the teachers answer in the mean; each question is asked once.

    Asking takes longer than learning, so that a resumed run does not ask again.
    """

    def __init__(
        self, found: Sequence[Example], teachers: Sequence[Reader], kept: Path
    ) -> None:
        self._asked = []
        for teacher in teachers:
            words = teacher.words()  # each tells its own characters apart
            items = [encode(example, words) for example in found]
            self._asked.append((teacher.model, words, items))
        lengths = [len(example.context) for example in found]
        self._starts = np.concatenate([[0], np.cumsum(lengths)])
        if not kept.exists():
            part = kept.with_name(
                f"part-{kept.name}"
            )  # a full disk leaves no half file
            np.save(part, np.full((2, self._starts[-1]), np.nan, np.float16))
            part.replace(kept)
        self._all = arrays.open_to_change(kept)

    def of(self, places: NDArray[np.int64]) -> list[NDArray[np.float16]]:
        """Return the probability of each word as the first and the last, (2, T)."""
        known = [self._all[:, self._starts[p] : self._starts[p + 1]] for p in places]
        new = [row for row, answer in enumerate(known) if np.isnan(answer[-1, -1])]
        means: list[Any] = [0.0] * len(new)
        for model, words, items in self._asked if new else ():
            asked = [items[places[row]] for row in new]
            for number, logs in logits_of(model, asked, words):
                means[number] = means[number] + np.exp(logs) / len(self._asked)
        for row, mean in zip(new, means, strict=True):
            known[row][:] = mean
        return known


def facts(teachers: Sequence[Reader]) -> dict[str, Any]:
    """Return for a card who exactly taught."""
    if not teachers:
        return {}
    weights = {t.name: t.card.files["model.weights.h5"] for t in teachers}
    return {
        "teachers": ", ".join(weights),
        "teachers_sha256": list(weights.values()),
    }
