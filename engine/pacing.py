"""When a training validates and saves, so that neither holds it up."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

_STATE_SECONDS = 60.0
_CHECK_SECONDS = (2.0, 60.0)  # between validations: at epochs' ends, elsewhere
_CHECK_SHARE = 15.0  # at least so many times as long as a validation takes


class Pace:
    """The clock of one training."""

    def __init__(self) -> None:
        """Begin to count now."""
        self._checked = self._saved = time.monotonic()
        self._cost = 0.0  # seconds that the last validation took

    def check_due(self, epoch_ended: bool) -> bool:
        """Return whether to validate now: at the end of epochs, or once a while."""
        age = time.monotonic() - self._checked
        least, most = _CHECK_SECONDS
        return age > max(least if epoch_ended else most, _CHECK_SHARE * self._cost)

    @contextmanager
    def checking(self) -> Iterator[None]:
        """Note how long a validation takes."""
        started = time.monotonic()
        yield
        self._checked = time.monotonic()
        self._cost = self._checked - started

    def save_due(self) -> bool:
        """Return whether a kill would lose too much by now."""
        return time.monotonic() - self._saved > _STATE_SECONDS

    def saved(self) -> None:
        """Note that the state was just saved."""
        self._saved = time.monotonic()
