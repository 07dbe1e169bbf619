"""When a training validates, samples and saves, without slowing it down."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

_STATE_SECONDS = 60.0
# Between two validations: at the end of an epoch, and within one.
_LEAST_SECONDS, _MOST_SECONDS = 2.0, 60.0
_COST_FACTOR = 15.0  # and at least this many times as long as one takes


class _Clock:
    """When something was last done, and how long it took."""

    def __init__(self) -> None:
        self._done, self._cost = time.monotonic(), 0.0

    def due(self, least_seconds: float) -> bool:
        age = time.monotonic() - self._done
        return age > max(least_seconds, _COST_FACTOR * self._cost)

    @contextmanager
    def doing(self) -> Iterator[None]:
        started = time.monotonic()
        yield
        self._done = time.monotonic()
        self._cost = self._done - started


class Pace:
    """The clocks of one training."""

    def __init__(self) -> None:
        """Start all clocks."""
        self._validations, self._samples = _Clock(), _Clock()
        self._saved = time.monotonic()

    def validation_due(self, epoch_ended: bool) -> bool:
        """Return whether to validate now: at the end of an epoch, or after a minute."""
        return self._validations.due(_LEAST_SECONDS if epoch_ended else _MOST_SECONDS)

    def sample_due(self) -> bool:
        """Return whether to draw a sample at this end of an epoch."""
        return self._samples.due(_LEAST_SECONDS)

    def validating(self) -> AbstractContextManager[None]:
        """Time a validation."""
        return self._validations.doing()

    def sampling(self) -> AbstractContextManager[None]:
        """Time a sample."""
        return self._samples.doing()

    def save_due(self) -> bool:
        """Return whether the state was last saved over a minute ago."""
        return time.monotonic() - self._saved > _STATE_SECONDS

    def saved(self) -> None:
        """Record that the state was saved."""
        self._saved = time.monotonic()
