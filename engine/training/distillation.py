"""Knowledge distillation, shared by experiments: targets that are partly the teachers'.

Networks trained independently make different mistakes: the mean of their probabilities
is better than each one's, and shows how ambiguous an example is, which its label does
not.

Source:
    Hinton, Vinyals & Dean (2015), without a temperature.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints.checkpoint import Card

FILE = "teachers.npy"  # the teachers' probabilities, in the run's folder


class Teacher(Protocol):
    """A loaded network that another is distilled from."""

    card: Card


def write(path: Path, probabilities: NDArray[np.floating]) -> None:
    """Store the teachers' probabilities for a resumed run, never half of them."""
    part = path.with_name(f"part-{path.name}")
    np.save(part, probabilities)
    part.replace(path)


def facts(teachers: Sequence[Teacher]) -> dict[str, Any]:
    """Return the card's facts about the teachers."""
    if not teachers:
        return {}
    weights = {t.card.name: t.card.files["model.weights.h5"] for t in teachers}
    return {
        "teachers": ", ".join(weights),
        "teachers_sha256": list(weights.values()),
    }
