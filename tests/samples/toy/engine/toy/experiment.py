"""Ties the toy experiment together."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.config import Config
from engine.data.sources import Source
from engine.experiment import FigureKind, Job, OwnData, Trained
from engine.toy.analysis.published import FIGURES
from engine.toy.config import PRESETS
from engine.toy.data import SOURCES


class ToyExperiment:
    """How often each letter occurs."""

    name = "toy"
    title = "Toy"
    purpose = "Counts letters."
    presets: Mapping[str, Config] = PRESETS
    preset_notes: Mapping[str, str] = {"quick": "Done at once."}
    default_checkpoint = "quick"
    sources: tuple[Source, ...] = SOURCES
    own_data = OwnData("A text file (UTF-8)", ("txt",), pasted=True)
    measures: tuple[str, ...] = ()
    figures: Mapping[str, FigureKind] = {
        "nats_per_letter": FigureKind("nats per letter")
    }
    published = FIGURES

    def check_own_data(self, content: bytes, name: str, config: Config) -> str:
        """Return in a few words what a file holds."""
        from engine.data.text import decode

        return f"{len(decode(content, name)):,} characters"

    def train(self, job: Job[Any]) -> Trained:
        """Count."""
        from engine.toy import train

        return train.train(job)

    def evaluate(
        self, folder: Path, data: Path, limit: int | None = None, measure: str = ""
    ) -> dict[str, Any]:
        """Measure a checkpoint."""
        from engine.toy import measure as measuring

        return measuring.evaluate(folder, data, limit)

    def load(self, folder: Path, epoch: float | None = None) -> Any:
        """Return a `Guesser`."""
        from engine.toy.predict import Guesser

        return Guesser(folder)

    def assets(self, folder: Path, data: Path) -> dict[str, bytes | Path]:
        """Return the worked example."""
        from engine.toy.analysis import shipping

        return shipping.assets(folder)

    def add_predict_options(self, parser: ArgumentParser) -> None:
        """Add what `./loupe predict toy` understands."""
        parser.add_argument("letter")
        parser.add_argument("--checkpoint", default=self.default_checkpoint)

    def predict(self, options: Namespace) -> Iterator[str | dict[str, Any]]:
        """Yield one mapping of figures."""
        from engine.toy import command

        yield from command.predict(options)


EXPERIMENT = ToyExperiment()
