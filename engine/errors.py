"""The errors that users can meet, each a sentence that says what to do.

A page shows a `LoupeError` as a notice and the command line as one line; any other
exception is a bug and is shown with its traceback.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


class LoupeError(Exception):
    """The base class: its text is a full sentence for the user."""


class UnknownNameError(LoupeError):
    """A name that does not exist; the message lists those that do."""

    def __init__(self, kind: str, name: str, available: Iterable[str]) -> None:
        """Say what `kind` of thing `name` should be, and which are available."""
        listed = ", ".join(sorted(available)) or "none yet"
        super().__init__(f"There is no {kind} called “{name}”. Available: {listed}.")


class ConfigError(LoupeError):
    """A setting outside its bounds or of the wrong kind."""


class TextError(LoupeError):
    """A text that cannot be read, or is too short."""


class PictureError(LoupeError):
    """A picture, or a ZIP of pictures, that cannot be read or is too large."""


class DataMissingError(LoupeError):
    """A data file that is not on this machine; the message has the command."""


class DataDamagedError(LoupeError):
    """A data file whose size, digest or counts are not the published ones."""


class CheckpointError(LoupeError):
    """A checkpoint that is missing, damaged or of another experiment."""


class RunError(LoupeError):
    """A run that cannot be started, resumed, deleted or published."""


class SchedulerError(LoupeError):
    """A cluster's scheduler that refuses a request or does not answer."""

    def __init__(self, title: str, why: str) -> None:
        """Name the scheduler and say why, as it says it."""
        super().__init__(
            f"{title} does not answer or refuses: {why.rstrip('.')}. Once it works "
            "again, try again; to train on this machine, start Loupe with "
            "LOUPE_LAUNCHER=local."
        )


class ImportRefusedError(LoupeError):
    """A file that is not a network as `./loupe export` writes it."""

    def __init__(self, why: str) -> None:
        """Say why, in words that continue “not imported, because”."""
        super().__init__(
            f"The file was not imported, because {why}. Nothing was written. Ask for "
            "a new file, made with `./loupe export`."
        )


class DivergedError(LoupeError):
    """A training whose loss is not a finite number."""


class DiskFullError(LoupeError):
    """A file that cannot be written; what was there before is untouched."""


class TrainingOffError(LoupeError):
    """This server was started with LOUPE_TRAINING=off."""

    def __init__(self) -> None:
        """Name the setting that refuses the request."""
        super().__init__(
            "Training, deleting and importing are disabled on this server "
            "(LOUPE_TRAINING=off). Run `./loupe` on your own machine."
        )


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an OSError inside into a DiskFullError that names what cannot be written."""
    try:
        yield
    except OSError as error:
        raise DiskFullError(f"Cannot write to {path}: {error.strerror}.") from error
