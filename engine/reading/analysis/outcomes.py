"""What became of every dev question: an asset of numbers, without any of the text.

The questions stand in the order of the file, so that they are found again where
the data is; the rest can be drawn anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.reading.analysis.question_types import OTHER, TYPES, kind
from engine.reading.evaluate import Judged

FILE = "dev_outcomes.h5"
KINDS = (*TYPES, OTHER)


@dataclass(frozen=True)
class Outcomes:
    """One entry for each question, N in all.

    Args:
        exact: Whether the answer was exactly right, (N,) 0 or 1.
        f1: (N,) 0 to 1.
        probability: Of the answer's span, (N,).
        kinds: Place in `KINDS`, (N,).
        words: Of the first given answer, (N,).
        starts: Where the answer begins in its context, in characters, (N,).
        ends: Where it ends, (N,).
    """

    exact: NDArray[np.float32]
    f1: NDArray[np.float32]
    probability: NDArray[np.float32]
    kinds: NDArray[np.int32]
    words: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


def of(judged: Sequence[Judged]) -> Outcomes:
    """Return the outcomes of judged questions."""
    places = [_place(one) for one in judged]
    return Outcomes(
        exact=np.array([one.score.exact for one in judged], np.float32),
        f1=np.array([one.score.f1 for one in judged], np.float32),
        probability=np.array([one.span.probability for one in judged], np.float32),
        kinds=np.array(
            [KINDS.index(kind(one.example.question.text)) for one in judged], np.int32
        ),
        words=np.array(
            [one.example.span[1] - one.example.span[0] for one in judged], np.int32
        ),
        starts=np.array([start for start, _ in places], np.int32),
        ends=np.array([end for _, end in places], np.int32),
    )


def _place(one: Judged) -> tuple[int, int]:
    """Return the characters of an answer, (0, 0) where there is none."""
    if one.span.start >= one.span.end:
        return 0, 0
    spans = one.example.context.spans
    return int(spans[one.span.start, 0]), int(spans[one.span.end - 1, 1])


def write(path: Path, outcomes: Outcomes) -> None:
    """Write outcomes to a file.

    Raises:
        DiskFullError: There was no room.
    """
    from engine.checkpoints import weights

    arrays: dict[str, NDArray[Any]] = {
        name: getattr(outcomes, name) for name in Outcomes.__dataclass_fields__
    }
    weights.write(path, arrays, "float16")


def read(folder: Path) -> Outcomes:
    """Return the outcomes that a checkpoint carries.

    Raises:
        CheckpointError: It has none, or they are damaged.
    """
    from engine.checkpoints import weights
    from engine.errors import CheckpointError

    arrays, _ = weights.read(folder / FILE)
    try:
        return Outcomes(**arrays)
    except TypeError as error:
        raise CheckpointError(f"{folder.name} has no readable outcomes.") from error
