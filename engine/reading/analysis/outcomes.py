"""The outcome of every dev question: an asset of numbers, without any text.

The questions are in the order of SQuAD's file: their texts can be shown where the
data is, the numbers anywhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.reading.analysis.question_types import (
    OTHER,
    TYPES,
    as_words,
    contained,
    kind,
)
from engine.reading.calibration import Calibration
from engine.reading.evaluate import ScoredAnswer

FILE = "dev_outcomes.h5"
KINDS = (*TYPES, OTHER)


@dataclass(frozen=True)
class Outcomes:
    """One entry for each question, N in all.

    Args:
        exact: Exact match with any reference answer, (N,) 0 or 1.
        first_exact: Exact match with the first reference answer, (N,) 0 or 1.
        f1: (N,) 0 to 1.
        probability: Of the answer's span, (N,).
        confidence: As a page shows it, (N,) 0 to 1; NaN where none was fitted.
        kinds: Index in `KINDS`, (N,).
        contained: Bit i is set where the question contains the letters of TYPES[i],
            (N,).
        contained_words: The same, as a whole word.
        words: Length of the first reference answer, (N,).
        starts: First character of the answer in its context, (N,).
        ends: Character after the answer, (N,).
    """

    exact: NDArray[np.float32]
    first_exact: NDArray[np.float32]
    f1: NDArray[np.float32]
    probability: NDArray[np.float32]
    confidence: NDArray[np.float32]
    kinds: NDArray[np.int32]
    contained: NDArray[np.int32]
    contained_words: NDArray[np.int32]
    words: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


def of(scored: Sequence[ScoredAnswer], calibration: Calibration) -> Outcomes:
    """Return the outcomes of a network's scored answers."""
    spans = [_characters(each) for each in scored]
    questions = [each.example.question.text for each in scored]
    confidences = [calibration.confidence(each.span.probability) for each in scored]
    return Outcomes(
        exact=np.array([each.score.exact for each in scored], np.float32),
        first_exact=np.array([each.first_score.exact for each in scored], np.float32),
        f1=np.array([each.score.f1 for each in scored], np.float32),
        probability=np.array([each.span.probability for each in scored], np.float32),
        confidence=np.array(
            [np.nan if each is None else each for each in confidences], np.float32
        ),
        kinds=np.array(
            [KINDS.index(kind(question)) for question in questions], np.int32
        ),
        contained=bits([contained(question) for question in questions]),
        contained_words=bits([as_words(question) for question in questions]),
        words=np.array(
            [each.example.span[1] - each.example.span[0] for each in scored], np.int32
        ),
        starts=np.array([start for start, _ in spans], np.int32),
        ends=np.array([end for _, end in spans], np.int32),
    )


def bits(names: Iterable[Iterable[str]]) -> NDArray[np.int32]:
    """Return each question's types as bits, (N,): bit i is TYPES[i]."""
    return np.array(
        [sum(1 << TYPES.index(n) for n in each) for each in names], np.int32
    )


def has(bits: NDArray[np.int32], name: str) -> NDArray[np.bool_]:
    """Return the mask of the questions that have a type, (N,), from `bits`."""
    return np.asarray(bits >> TYPES.index(name) & 1, bool)


def _characters(scored: ScoredAnswer) -> tuple[int, int]:
    """Return the characters of an answer, (0, 0) where there is none."""
    span, spans = scored.span, scored.example.context.spans
    if span.start >= span.end:
        return 0, 0
    return int(spans[span.start, 0]), int(spans[span.end - 1, 1])


def write(path: Path, outcomes: Outcomes) -> None:
    """Write outcomes to a file.

    Raises:
        DiskFullError: There was no room.
    """
    from engine import hdf5

    arrays: dict[str, NDArray[Any]] = {
        name: getattr(outcomes, name) for name in Outcomes.__dataclass_fields__
    }
    hdf5.write(path, arrays, "float16")


def read(folder: Path) -> Outcomes:
    """Return the outcomes that a checkpoint carries.

    Raises:
        CheckpointError: It has none, or they are damaged.
    """
    from engine import hdf5
    from engine.errors import CheckpointError

    arrays, _ = hdf5.read(folder / FILE)
    try:
        return Outcomes(**arrays)
    except TypeError as error:
        raise CheckpointError(f"{folder.name} has no readable outcomes.") from error
