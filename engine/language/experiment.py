"""Ties the language experiment together; heavy imports inside the methods."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.checkpoints import checkpoint
from engine.config import Config
from engine.data.lookup import composed_text
from engine.data.sources import Source
from engine.data.text import decode_with_note
from engine.data.vocabulary import Vocabulary
from engine.experiment import FigureKind, Job, OwnData, Trained
from engine.language.analysis.published import (
    DYNAMIC,
    DYNAMIC_MIXED,
    FIGURES,
    MEAN,
    MIXED,
)
from engine.language.config import PRESETS, LanguageConfig
from engine.language.data import SOURCES, cut_of, split
from engine.language.ngrams.train import NGramConfig

_LOSS = "nats per character"
_MOST_UNKNOWN = 0.01  # of the validation part, from which on the form says so


def _kind(words: str, **how: Any) -> FigureKind:
    """Return how a figure is shown that has the same words in a table."""
    return FigureKind(words, title=words, **how)


class LanguageExperiment:
    """A character-level LSTM that writes, and n-grams beside it."""

    name = "language"
    title = "Language"
    purpose = "A network reads a text character by character and learns to write it."
    presets: Mapping[str, Config] = {**PRESETS, "ngrams": NGramConfig()}
    preset_notes: Mapping[str, str] = {
        "quick": "A small LSTM: words after half a minute, done in three to eight "
        "minutes on two cores.",
        "post": "The network of the original blog post (2016–2018): one layer, "
        "sequences of 30 characters, no regularisation, 60 epochs.",
        "best": "Two large layers, dropout and a moving average of the weights: the "
        "lowest loss, in an hour or more.",
        "tiny": "Eight hidden units: few enough to show every weight and value on one "
        "screen, too few to write well. Trained in a minute or two.",
        "fine_tune": "For your own text: starts from a large network that has read "
        "English, and so needs few epochs.",
        "ngrams": "Not a network: counts all n-grams of up to 10 characters, in "
        "seconds.",
    }
    default_checkpoint = "shakespeare-best"
    sources: tuple[Source, ...] = SOURCES
    own_data = OwnData("A text file", ("txt",), pasted=True, preset="fine_tune")
    measures: tuple[str, ...] = ("dynamic", "ngrams", "dynamic+ngrams")
    figures: Mapping[str, FigureKind] = {
        MEAN: FigureKind(
            _LOSS,
            help="Nats per character: the loss on text it was not trained on, the mean "
            "of −ln p over the characters. Lower is better; 0.69 nats are one bit, a "
            "coin toss for each character.",
        ),
        MIXED: _kind(f"{_LOSS}, mixed with n-grams"),
        DYNAMIC: _kind(f"{_LOSS}, dynamic evaluation"),
        DYNAMIC_MIXED: _kind(f"{_LOSS}, dynamic evaluation mixed with n-grams"),
        "ngram_weight": _kind("weight of the n-grams", percent=True, digits=0),
    }
    published = tuple(sorted(FIGURES, key=lambda figure: figure.value))

    def check_own_data(self, content: bytes, name: str, config: Config) -> str:
        """Return the size of the user's own text, in words.

        Raises:
            TextError: Not a text, or too short for one sequence.
        """
        decoded = decode_with_note(content, name)
        text = composed_text(decoded.text)
        length = getattr(config, "sequence_length", 2)
        split(
            text[: 10 * length + 100], length
        )  # enough to see whether it is too short
        cut = cut_of(text)
        unknown = Vocabulary.of(text[:cut]).unknown_fraction(text[cut:])
        said = [f"{len(text):,} characters, {len(set(text)):,} distinct"]
        if unknown >= _MOST_UNKNOWN:
            said.append(
                f"{unknown:.0%} of the last tenth, which measures the loss, are "
                "characters that the rest does not have: they will be replaced"
            )
        return ". ".join([*said, *filter(None, [decoded.note])])

    def fitted(self, preset: str, content: bytes, name: str) -> Config:
        """Return a preset's settings with as many epochs as the text needs."""
        from engine.language import own_text

        config = self.presets[preset]
        if not isinstance(config, LanguageConfig):
            return config
        text = composed_text(decode_with_note(content, name).text)
        return own_text.fitted(preset, config, split(text, config.sequence_length))

    def forecast(self, config: Config, content: bytes, name: str) -> str:
        """Return how long a training takes here, and what n-grams reach."""
        from engine.language import own_text

        if not isinstance(config, LanguageConfig):
            return ""
        return own_text.forecast(
            config, composed_text(decode_with_note(content, name).text)
        )

    def train(self, job: Job[Any]) -> Trained:
        """Train until done or stopped, and write a checkpoint."""
        if isinstance(job.config, NGramConfig):
            from engine.language.ngrams import train as ngram_train

            return ngram_train.train(job)
        from engine.language import train

        return train.train(job)

    def evaluate(
        self,
        folder: Path,
        data: Path,
        limit: int | None = None,
        measure: str = "",
    ) -> dict[str, Any]:
        """Measure a checkpoint on the last tenth of its text.

        Args:
            folder: The checkpoint.
            data: Folder of the published texts.
            limit: Characters to measure; None for all.
            measure: "" for fixed weights, "dynamic" for dynamic evaluation, "ngrams"
                for the network mixed with the n-grams of its text, "dynamic+ngrams" for
                both.

        Returns:
            `nats_per_character` (or `nats_per_character_dynamic`, `…_ngrams`,
            `…_dynamic_ngrams`; for n-grams also a figure for each order), `n`, `split`;
            with "ngrams" also their `ngram_weight` at the end of the text.
        """
        from engine.language import measure as measuring

        return measuring.evaluate(folder, data, limit, measure)

    def evaluate_together(
        self, folders: Sequence[Path], data: Path, limit: int | None, measure: str
    ) -> dict[str, Any]:
        """Measure a network mixed with the n-grams of its text.

        Figures are those of the measure "ngrams"; with "dynamic", of "dynamic+ngrams".
        """
        from engine.language import measure as measuring

        return measuring.evaluate_together(folders, data, limit, measure)

    def load(self, folder: Path, epoch: float | None = None) -> Any:
        """Return a `Writer`, or an `NGramWriter` for a table of counts.

        The epoch selects a snapshot; n-grams have none.
        """
        if checkpoint.read_card(folder, self.name).preset == "ngrams":
            from engine.language.ngrams.writer import NGramWriter

            return NGramWriter(folder)
        from engine.language.predict import Writer

        return Writer(folder, epoch)

    def assets(self, folder: Path, data: Path) -> dict[str, bytes | Path]:
        """Return worked example, samples by epoch and curve, or the list of words."""
        from engine.language.analysis import shipping

        return shipping.assets(folder, data)

    def add_predict_options(self, parser: ArgumentParser) -> None:
        """Add the options of `./loupe predict language`."""
        add = parser.add_argument
        add(
            "--checkpoint",
            default=self.default_checkpoint,
            help="checkpoint name or run id; “shakespeare-best+shakespeare-ngrams” "
            "mixes a network with n-grams",
        )
        add(
            "--epoch",
            type=float,
            help="use the weights saved after this epoch; 0 for the untrained network",
        )
        add("--prompt", default="L", help="text to continue")
        add("--length", type=int, default=500, help="characters to write")
        _add_sampling_options(parser)
        add(
            "--reset-every",
            type=int,
            default=0,
            help="reset the state every N characters; 0 never",
        )
        add("--before", default="", help="text to read first; it sets the state")
        add(
            "--order",
            type=int,
            default=5,
            help="n-gram order, for n-gram checkpoints only",
        )
        add(
            "--score",
            type=Path,
            help="measure the loss on this text file instead of writing",
        )

    def predict(self, options: Namespace) -> Iterator[str | dict[str, Any]]:
        """Yield the written text piece by piece, or one mapping of figures."""
        from engine.language import command

        yield from command.predict(options, self.load)


def _add_sampling_options(parser: ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--top-n",
        type=int,
        help="top-k sampling: draw only from the n most likely; 0 keeps all",
    )
    add(
        "--top-p",
        type=float,
        default=1.0,
        help="nucleus sampling: draw only from the most likely that together reach "
        "this probability",
    )
    add(
        "--temperature",
        type=float,
        default=1.0,
        help="below 1 sharpens, above 1 flattens the probabilities",
    )
    add("--seed", type=int, default=0, help="the same seed gives the same text")


EXPERIMENT = LanguageExperiment()
