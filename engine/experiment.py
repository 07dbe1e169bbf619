"""The shape of every experiment: Config, Job, Experiment, Predictor.

A page or the command line calls an `Experiment` and never the code behind it; the
suite in `tests/contract` tests every registered experiment against this module.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, asdict, dataclass, field, fields
from math import isfinite
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from engine.data.sources import Source
from engine.errors import ConfigError
from engine.published import PublishedFigure
from engine.runs.events import Emit

MAXIMUM_OWN_BYTES = 50 * 1024 * 1024  # of the user's own data


def too_large(name: str, size_bytes: int, limit_bytes: int = MAXIMUM_OWN_BYTES) -> str:
    """Return the sentence that refuses a file of this size."""
    limit = limit_bytes // 2**20
    return f"{name} is {size_bytes / 2**20:,.1f} MB; the limit is {limit} MB."


def option(
    default: Any,
    help: str,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    choices: tuple[Any, ...] = (),
) -> Any:
    """Declare a config field with its bounds and its help text.

    The page's form and the command line's options are both made from it, so that a
    setting is described once.
    """
    bounds = {"minimum": minimum, "maximum": maximum, "choices": choices}
    return field(default=default, metadata={"help": help, **bounds})


@dataclass(frozen=True, slots=True)
class Config:
    """Settings that every experiment has; subclasses add their own."""

    needs_device: ClassVar[bool] = True  # whether a run with it queues for the device
    # Settings of every experiment that have no effect here and are not offered.
    without: ClassVar[frozenset[str]] = frozenset()

    seed: int = option(
        0,
        "Random seed: the same seed gives the same run",
        minimum=0,
        maximum=2**31 - 1,
    )
    epochs: int = option(1, "Passes over the training set", minimum=1, maximum=10_000)
    batch_size: int = option(
        64, "Training examples per update of the weights", minimum=1, maximum=8192
    )
    more_epochs: int = option(
        0,
        "Passes after the learning-rate schedule has ended, at a tenth of its peak",
        minimum=0,
        maximum=10_000,
    )

    def __post_init__(self) -> None:
        """Refuse a value that is out of bounds, naming it and the bounds."""
        for setting in fields(self):
            _check(setting, getattr(self, setting.name))

    @classmethod
    def settings(cls) -> tuple[Field[Any], ...]:
        """Return the fields that the user can set."""
        return tuple(field for field in fields(cls) if field.name not in cls.without)

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> Self:
        """Return a config from stored values; unknown names are refused.

        Raises:
            ConfigError: A name is unknown or a value out of bounds.
        """
        names = {setting.name for setting in fields(cls)}
        unknown = sorted(set(values) - names)
        if unknown:
            listed = ", ".join(sorted(names))
            raise ConfigError(
                f"There is no setting called “{unknown[0]}”. Available: {listed}."
            )
        return cls(**values)

    def to_mapping(self) -> dict[str, Any]:
        """Return all settings by name, ready for JSON."""
        return asdict(self)


_KINDS = {int: "a whole number", float: "a number", bool: "true or false"}


def _check(setting: Field[Any], value: Any) -> None:
    """Raise ConfigError unless `value` has the default's type and is in bounds."""
    name = setting.name.replace("_", " ")
    kind = type(setting.default) if setting.default is not MISSING else object
    whole_number = kind is float and type(value) is int
    if not whole_number and type(value) is not kind:
        expected = _KINDS.get(kind, "a word")
        raise ConfigError(f"“{name}” must be {expected}, not {value!r}.")
    if kind is float and not isfinite(value):
        raise ConfigError(f"“{name}” must be a finite number, not {value}.")
    low, high = setting.metadata.get("minimum"), setting.metadata.get("maximum")
    if (low is not None and value < low) or (high is not None and value > high):
        raise ConfigError(f"“{name}” must be between {low} and {high}, not {value}.")
    choices = setting.metadata.get("choices")
    if choices and value not in choices:
        listed = ", ".join(map(str, choices))
        raise ConfigError(f"“{name}” must be one of {listed}, not {value!r}.")


C = TypeVar("C", bound=Config)


@dataclass(frozen=True, slots=True)
class Job(Generic[C]):
    """Everything that a training is given."""

    preset: str
    config: C
    run_id: str
    own_data: Path | None  # the user's own data in place of a published data set
    source: str  # name of the published data set
    title: str  # of the data: a file's name or a data set's title
    command: str  # trains the same again
    data: Path  # folder that holds the sources
    folder: Path  # the run's folder: state, snapshots and checkpoint go here
    emit: Emit
    stop: Callable[[], bool]  # called after every batch; True ends the training
    code_commit: str = "unknown"  # of the code at the start of the training


@dataclass(frozen=True, slots=True)
class Trained:
    """How a training ended, and where its checkpoint is."""

    checkpoint: Path
    outcome: str  # "done" or "stopped"
    step: int
    seconds: float
    metrics: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class OwnData:
    """What users can train on in place of the published data."""

    label: str  # "A text file (UTF-8)"
    extensions: tuple[str, ...]  # without the dot
    pasted: bool = False  # whether it can be pasted as text, too


@dataclass(frozen=True, slots=True)
class FigureKind:
    """How a metric is written and compared, on cards and in curves."""

    words: str  # after the number: "nats per character", "accuracy"
    percent: bool = False  # stored as a fraction from 0 to 1, shown in percent
    higher_is_better: bool = False
    digits: int = 2  # after the decimal point in a sentence
    title: str = ""  # on axes and in table headings; "" for its name
    help: str = ""  # what it means, in a sentence or two; "" where everyone knows

    def say(self, value: float) -> str:
        """Return a value in words: “1.42 nats per character”, “94.1% accuracy”."""
        if self.percent:
            return f"{100 * value:.{self.digits}f}% {self.words}"
        return f"{value:.{self.digits}f} {self.words}"


class Experiment(Protocol):
    """Everything that pages, the command line and tests call."""

    name: str  # "language": one word, everywhere
    title: str  # "Language"
    purpose: str  # one sentence for a visitor
    presets: Mapping[str, Config]
    preset_notes: Mapping[str, str]  # what each preset is for, in one sentence
    sources: tuple[Source, ...]
    own_data: OwnData
    measures: tuple[str, ...]  # names of additional measurements of `evaluate`
    figures: Mapping[str, FigureKind]  # metric -> how it is shown; headline first
    published: tuple[PublishedFigure, ...]  # on the same data, of any split

    def check_own_data(self, content: bytes, name: str, config: Config) -> str:
        """Return in a few words what the user's own data holds.

        Raises:
            LoupeError: It cannot be read, or is too small for this config.
        """
        ...

    def train(self, job: Job[Any]) -> Trained:
        """Train until done or stopped, and write a checkpoint."""
        ...

    def evaluate(
        self, folder: Path, data: Path, limit: int | None = None, measure: str = ""
    ) -> dict[str, Any]:
        """Measure a checkpoint; figures with `n` and `split` beside them."""
        ...

    def load(self, folder: Path, epoch: float | None = None) -> "Predictor":
        """Return the loaded model.

        Args:
            folder: The checkpoint.
            epoch: Of an earlier snapshot; None for the final weights. A model that
                is not trained in epochs has no others and ignores it.

        Raises:
            CheckpointError: Missing, damaged, changed, or no such epoch.
        """
        ...

    def assets(self, folder: Path, data: Path) -> dict[str, bytes | Path]:
        """Return the files that only a published checkpoint has: worked examples."""
        ...

    def add_predict_options(self, parser: ArgumentParser) -> None:
        """Add the options of `./loupe predict` for this experiment."""
        ...

    def predict(self, options: Namespace) -> Iterator[str | dict[str, Any]]:
        """Yield text as it is generated, or one mapping of figures."""
        ...


class Predictor(Protocol):
    """A loaded model; it can be called from several threads."""

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        ...

    def warm(self) -> None:
        """Compile what a page needs first, so that its first answer comes at once."""
        ...
