"""Between two batches: a pause, single steps, another learning rate.

The user's requests are in control.json of the run's folder: `engine/runs/control.py`.
"""

import time
from collections.abc import Callable
from pathlib import Path

from engine.errors import DiskFullError
from engine.runs import control, process
from engine.runs.control import Control
from engine.runs.events import Continued, LearningRateChanged, Paused
from engine.training.progress import Meter
from engine.training.state import StateFile

_POLL_SECONDS = 0.2


class Pausing:
    """Follows what the user asks of a training."""

    def __init__(
        self, folder: Path, meter: Meter, state: StateFile, stop: Callable[[], bool]
    ) -> None:
        """Start where `meter` is, with the learning rate that it has by then."""
        self.folder, self.meter, self.state, self.stop = folder, meter, state, stop
        self.paused = False
        self._saved_step = -1
        self._version: tuple[int, int] | None = None  # of control.json
        self._asked = Control()
        self._scale(meter.at.learning_rate_factor)

    def between_batches(self) -> bool:
        """Do what is asked; while paused, wait without computing.

        Returns:
            Whether the next batch is a single step, to be measured.
        """
        self._follow()
        while self._asked.paused and not self.stop():
            self._rest()
            if self._asked.step == self.meter.at.step:
                self.meter.restart_clock()
                return True
            time.sleep(_POLL_SECONDS)
            self._follow()
        if self.paused:
            self._go_on()
        return False

    def _follow(self) -> None:
        """Read control.json where it is new, and apply its learning rate."""
        try:
            about = (self.folder / control.FILE).stat()
        except OSError:
            return
        version = (about.st_mtime_ns, about.st_ino)
        if version == self._version:
            return
        self._version, self._asked = version, control.read(self.folder)
        factor = self._asked.learning_rate_factor
        at = self.meter.at
        if factor and factor != at.learning_rate_factor:
            if self.paused:
                self.meter.restart_clock()
            self.meter.report()  # what was trained with the rate before
            at.learning_rate_factor = factor
            self._scale(factor)
            self.meter.emit(LearningRateChanged(at.seconds, at.step, factor))
            self._saved_step = -1

    def _scale(self, factor: float) -> None:
        self.meter.fitting.model.optimizer.factor.assign(factor)

    def _rest(self) -> None:
        """Save the state once per step, and record that the run is paused."""
        at = self.meter.at
        if self._saved_step != at.step:
            self.meter.report()
            self.state.save(at)
            self._saved_step = at.step
        if not self.paused:
            self.paused = True
            self._mark(paused=True)
            self.meter.emit(Paused(at.seconds, at.step))

    def _mark(self, *, paused: bool) -> None:
        """Mark the run as paused, or no longer, for whoever asks for its state."""
        marker = self.folder / process.PAUSED
        try:
            if paused:
                marker.touch()
            else:
                marker.unlink(missing_ok=True)
        except OSError as error:
            raise DiskFullError(
                f"Cannot write to {self.folder}: {error.strerror}."
            ) from error

    def _go_on(self) -> None:
        """Record that the run trains again, or is stopping."""
        self.paused = False
        self.meter.restart_clock()
        self._mark(paused=False)
        self.meter.emit(Continued(self.meter.at.seconds, self.meter.at.step))
