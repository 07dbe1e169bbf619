"""Downloads in the background, for the button beside `./loupe fetch`.

One thread for each source, found again by every page of the server. It ends with the
server; what arrived is kept, and the next download goes on there.
"""

from pathlib import Path
from threading import Event, Lock, Thread

from engine import settings
from engine.data import download
from engine.data.sources import Source
from engine.errors import LoupeError, TrainingOffError


class StoppedError(LoupeError):
    """The user stopped a download."""


class Fetching:
    """A download that was started; safe to read from any thread."""

    def __init__(self, source: Source, root: Path) -> None:
        """Prepare the download of a source's missing files below `root`."""
        self.source = source
        self.file = ""  # that is downloaded now
        self.received_bytes = 0  # of it
        self.size_bytes = 0  # of it
        self.error = ""  # why it failed or was stopped
        self._root = root
        self._stop = Event()
        self._thread = Thread(target=self._run, name=f"fetch {source.name}")
        self._thread.daemon = True

    @property
    def is_active(self) -> bool:
        """Whether the download goes on."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Ask the download to end; what arrived is kept."""
        self._stop.set()

    def join(self) -> None:
        """Wait for the end of the download."""
        self._thread.join()

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def _run(self) -> None:
        """Download and verify; keep the reason where it does not succeed."""
        try:
            download.fetch(self.source, self._root, self._notify)
        except LoupeError as error:
            self.error = str(error)
        except (OSError, ValueError) as error:  # nobody else would ever learn of it
            self.error = f"The download failed: {error}."

    def _notify(self, file: str, received_bytes: int, size_bytes: int) -> None:
        """Take over how far a file is.

        Raises:
            StoppedError: The user stopped the download.
        """
        self.file, self.received_bytes = file, received_bytes
        self.size_bytes = size_bytes
        if self._stop.is_set():
            raise StoppedError(
                "Stopped. What arrived is kept; the next download continues there."
            )


_lock = Lock()
_latest: dict[tuple[str, Path], Fetching] = {}


def latest(source: Source, root: Path) -> Fetching | None:
    """Return the download of a source that was started last, or None."""
    return _latest.get((source.name, root))


def start(source: Source, root: Path) -> Fetching:
    """Start the download of a source; return the active one if there is one.

    Raises:
        TrainingOffError: This server only shows.
    """
    if not settings.training_allowed():
        raise TrainingOffError
    with _lock:
        active = latest(source, root)
        if active is None or not active.is_active:
            active = _latest[source.name, root] = Fetching(source, root)
            active.start()
        return active


def download_bytes(source: Source) -> int:
    """Return what has to be downloaded of a source; 0 where nobody publishes it.

    An archive is counted once.
    """
    packed = {file.archive for file in source.files if file.archive}
    single = {file for file in source.files if file.url and not file.archive}
    return sum(file.size_bytes for file in packed | single)
