"""What the conformance suite needs of an experiment: `TINY` in `experiments/<name>.py`.

A tiny preset keeps the shape of the real one (its depth, dropout, precision,
decay, averaging) and loses only its size, so that what is shown here holds there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Tiny:
    """An experiment made small.

    Args:
        data: A user's own data, small.
        answer: Predictor and an input of a user -> numbers.
        inputs: What a user can enter, good and bad; never a trace. The first is good.
        refused: Which of them get a sentence in place of an answer.
        counts: Presets that learn without Keras -> overrides that make them small.
        networks: Presets that `fitting.fit` trains -> overrides. Their predictor has
            the Keras model as `model`. The next five are about them alone.
        one_batch: Data of one batch, and overrides to learn it by heart.
        together: Predictor -> the same items one by one, and in one batch.
        uneven: Predictor -> the same items plain, and padded or cut otherwise.
        alike: Networks that are others with parts left out or resized: trained and
            held to what they say, but spared the tests that load them again.
        between: Networks of the parts that others have, in other numbers, and not
            trained here; where one is shipped, its checkpoint is loaded.
        measures_shares: Whether validation counts right answers.
        budget_mib: What its shipped checkpoints may weigh; 0 where none is shipped.
        carried: Files that a shipped network has beside its weights and example.
        carried_by_counts: Files of what was counted.
    """

    data: bytes
    answer: Callable[[Any, str], NDArray[Any]]
    inputs: tuple[str, ...]
    refused: tuple[str, ...] = ()
    counts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    networks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    one_batch: tuple[bytes, Mapping[str, Any]] = (b"", {})
    together: Callable[[Any], tuple[NDArray[Any], NDArray[Any]]] | None = None
    uneven: Callable[[Any], tuple[NDArray[Any], NDArray[Any]]] | None = None
    alike: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    measures_shares: bool = True
    budget_mib: int = 0
    carried: tuple[str, ...] = ()
    carried_by_counts: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The preset that learns in the shortest time."""
        return next(iter(self.counts or self.networks))
