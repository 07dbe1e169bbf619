"""The shape of every experiment: Job, Experiment, Predictor; settings: `config`.

A page or the command line calls an `Experiment` and never the code behind it; the
suite in `tests/contract` tests every registered experiment against this module.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from engine.config import Config
from engine.data.sources import Source
from engine.published import PublishedFigure
from engine.runs.events import Emit

MAXIMUM_OWN_BYTES = 50 * 1024 * 1024  # of the user's own data
C = TypeVar("C", bound=Config)


def too_large(name: str, size_bytes: int, limit_bytes: int = MAXIMUM_OWN_BYTES) -> str:
    """Return the sentence that refuses a file of this size."""
    limit = limit_bytes // 2**20
    return f"{name} is {size_bytes / 2**20:,.1f} MB; the limit is {limit} MB."


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

    label: str  # "A text file"
    extensions: tuple[str, ...]  # without the dot
    pasted: bool = False  # whether it can be pasted as text, too
    preset: str = ""  # the one that suits it; "" where it is that of published data


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


CALIBRATION_ERROR = FigureKind(
    "expected calibration error",
    percent=True,
    digits=1,
    title="calibration error (ECE)",
    help="Expected calibration error: the mean distance between confidence and "
    "accuracy over ten bins of confidence, weighted by the answers in each. Lower is "
    "better.",
)


class Experiment(Protocol):
    """Everything that pages, the command line and tests call."""

    name: str  # "language": one word, everywhere
    title: str  # "Language"
    purpose: str  # one sentence for a visitor
    presets: Mapping[str, Config]
    preset_notes: Mapping[str, str]  # what each preset is for, in one sentence
    default_checkpoint: str  # the published one that pages and commands open
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
