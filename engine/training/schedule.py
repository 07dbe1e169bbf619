"""When a training validates, writes and saves, so that nothing holds it up."""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

_STATE_SECONDS = 60.0
_LEAST_SECONDS, _MOST_SECONDS = 2.0, 60.0  # between two, at epochs' ends and elsewhere
_SHARE = 15.0  # at least so many times as long as one takes


class _Clock:
    """When something was last done, and what it took."""

    def __init__(self) -> None:
        self._done, self._cost = time.monotonic(), 0.0

    def due(self, least_seconds: float) -> bool:
        age = time.monotonic() - self._done
        return age > max(least_seconds, _SHARE * self._cost)

    @contextmanager
    def doing(self) -> Iterator[None]:
        started = time.monotonic()
        yield
        self._done = time.monotonic()
        self._cost = self._done - started


class Pace:
    """The clocks of one training."""

    def __init__(self) -> None:
        """Begin to count now."""
        self._checks, self._samples = _Clock(), _Clock()
        self._saved = time.monotonic()

    def check_due(self, epoch_ended: bool) -> bool:
        """Return whether to validate now: at the end of epochs, or once a while."""
        return self._checks.due(_LEAST_SECONDS if epoch_ended else _MOST_SECONDS)

    def sample_due(self) -> bool:
        """Return whether a sample at this end of an epoch holds nothing up."""
        return self._samples.due(_LEAST_SECONDS)

    def checking(self) -> AbstractContextManager[None]:
        """Note how long a validation takes."""
        return self._checks.doing()

    def sampling(self) -> AbstractContextManager[None]:
        """Note how long a sample takes."""
        return self._samples.doing()

    def save_due(self) -> bool:
        """Return whether a kill would lose too much by now."""
        return time.monotonic() - self._saved > _STATE_SECONDS

    def saved(self) -> None:
        """Note that the state was just saved."""
        self._saved = time.monotonic()
