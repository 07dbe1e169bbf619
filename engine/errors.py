"""Every error that a person may meet, each a sentence that says what to do.

A page turns a `LoupeError` into a notice and the command line into one line;
any other exception is a defect of ours and is shown whole.
"""

from collections.abc import Iterable


class LoupeError(Exception):
    """The root: its text is a full sentence for a person."""


class UnknownNameError(LoupeError):
    """A name that is not among the known ones; the message lists them."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Say which `kind` of thing `name` should have been, and what there is."""
        listed = ", ".join(sorted(known)) or "none yet"
        super().__init__(f"There is no {kind} called “{name}”. Known: {listed}.")


class ConfigError(LoupeError):
    """A setting outside its bounds or of the wrong kind."""


class TextError(LoupeError):
    """A text that cannot be read, or is too short for what was asked."""


class PictureError(LoupeError):
    """A picture, or a ZIP of pictures, that cannot be read or is too much."""


class DataMissingError(LoupeError):
    """A data file that is not on this machine; the message has the command."""


class DataDamagedError(LoupeError):
    """A data file whose size, digest or counts are not the published ones."""


class CheckpointError(LoupeError):
    """A checkpoint that is missing, damaged or of another experiment."""


class RunError(LoupeError):
    """A run that cannot be started, stopped, resumed or deleted as asked."""


class DivergedError(LoupeError):
    """A loss that is no longer a number."""


class DiskFullError(LoupeError):
    """No room to write; what was there before is untouched."""


class TrainingOffError(LoupeError):
    """This server was started with LOUPE_TRAINING=off."""

    def __init__(self) -> None:
        """Say which setting refuses the request."""
        super().__init__(
            "This server only shows: training, deleting and importing are "
            "switched off (LOUPE_TRAINING=off)."
        )
