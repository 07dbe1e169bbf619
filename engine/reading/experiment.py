"""Ties the reading experiment together; heavy imports inside the methods."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.config import Config
from engine.data.sources import Source
from engine.experiment import CALIBRATION_ERROR, FigureKind, Job, OwnData, Trained
from engine.reading import data
from engine.reading.analysis.published import FIGURES
from engine.reading.config import PRESETS


class ReadingExperiment:
    """BiDAF, which answers questions about a context."""

    name = "reading"
    title = "Reading"
    purpose = "A network reads a paragraph and a question, and points at the answer."
    presets: Mapping[str, Config] = PRESETS
    preset_notes: Mapping[str, str] = {
        "quick": "A small network trained on an eighth of the articles: answers easy "
        "questions after a few minutes on two cores.",
        "post": "The parameters of the original blog post (2016–2018): 200 hidden "
        "units, three modelling LSTMs, words of up to 37 characters. Slow on a CPU.",
        "bidaf": "The layers of the original post with 100 hidden units: attention "
        "flow, two modelling LSTMs, a character CNN. The end reads one modelling LSTM "
        "more than the start; the LSTM that the paper adds for the end is left out.",
        "self_attention": "bidaf with word match and self-attention of the paragraph, "
        "from random initial weights: an hour and a half on two cores with PyTorch.",
        "best": "The same layers from the weights of bidaf, distilled from two "
        "networks.",
        "qanet": "After QANet: convolutions and self-attention in the place of LSTMs, "
        "so that all words are computed at once.",
        "baseline": "Ablation 1 of 7: one encoder and dot-product attention.",
        "attention_flow": "Ablation 2 of 7: adds attention flow in both directions.",
        "smart_span": "Ablation 3 of 7: start and end are chosen together.",
        "modelling_1": "Ablation 4 of 7: adds a modelling LSTM.",
        "modelling_2": "Ablation 5 of 7: two modelling LSTMs.",
        "modelling_3": "Ablation 6 of 7: three modelling LSTMs.",
        "characters": "Ablation 7 of 7: adds a character CNN.",
    }
    default_checkpoint = "best"
    sources: tuple[Source, ...] = data.SOURCES
    own_data = OwnData("A file in SQuAD’s format", ("json",))
    measures: tuple[str, ...] = ("validation", "training")
    figures: Mapping[str, FigureKind] = {
        "f1": FigureKind(
            "F1",
            higher_is_better=True,
            digits=1,
            title="F1",
            help="F1, 0 to 100: how well the words of the answer overlap with those of "
            "the closest annotator’s, averaged over the dev questions.",
        ),
        "em": FigureKind(
            "exact match", higher_is_better=True, digits=1, title="exact match"
        ),
        "validation_f1": FigureKind(
            "F1 on validation", higher_is_better=True, digits=1, title="validation F1"
        ),
        "validation_em": FigureKind(
            "exact match on validation",
            higher_is_better=True,
            digits=1,
            title="validation exact match",
        ),
        "training_f1": FigureKind(
            "F1 on training questions",
            higher_is_better=True,
            digits=1,
            title="training F1",
        ),
        "training_em": FigureKind(
            "exact match on training questions",
            higher_is_better=True,
            digits=1,
            title="training exact match",
        ),
        "confidence_ece": replace(
            CALIBRATION_ERROR, title="calibration error (ECE), one annotator"
        ),
        "own_flagged": FigureKind(
            "of answerable questions flagged",
            percent=True,
            digits=1,
            title="“no answer”: flagged by mistake",
        ),
        "foreign_caught": FigureKind(
            "of questions on other articles detected",
            percent=True,
            higher_is_better=True,
            digits=1,
            title="“no answer”: detected, other articles",
        ),
        "same_article_caught": FigureKind(
            "of questions on the same article detected",
            percent=True,
            higher_is_better=True,
            digits=1,
            title="“no answer”: detected, same article",
        ),
    }
    published = FIGURES

    def check_own_data(self, content: bytes, name: str, config: Config) -> str:
        """Return a short description of the user's own file.

        Raises:
            TextError: It is not in SQuAD's format.
        """
        return str(data.read(content, name))

    def train(self, job: Job[Any]) -> Trained:
        """Train until done or stopped, and write a checkpoint."""
        from engine.reading import train

        return train.train(job)

    def evaluate(
        self, folder: Path, data: Path, limit: int | None = None, measure: str = ""
    ) -> dict[str, Any]:
        """Evaluate a checkpoint with SQuAD's exact match and F1.

        Args:
            folder: The checkpoint.
            data: Folder of the published data.
            limit: Number of questions; None for all.
            measure: "" for dev, "validation" for the validation articles of its
                training, "training" for 2,000 questions of the others. One trained on
                own data has no dev and uses its validation set.

        Returns:
            `f1` and `em`, 0 to 100 (or `validation_f1`, `validation_em`), `n` and
            `split`. On dev also, each from 0 to 1: `own_flagged` (share of questions
            flagged as “no answer”), `foreign_caught` and `same_article_caught` (the
            same of questions on paragraphs of other articles, and on others of the
            same article), `confidence_ece` (expected calibration error of the
            confidence, for the first reference answer).
        """
        from engine.reading import measure as measuring

        return measuring.evaluate([folder], data, limit, measure)

    def evaluate_together(
        self, folders: Sequence[Path], data: Path, limit: int | None, measure: str
    ) -> dict[str, Any]:
        """Evaluate several checkpoints whose probabilities are averaged."""
        from engine.reading import measure as measuring

        return measuring.evaluate(folders, data, limit, measure)

    def load(self, folder: Path, epoch: float | None = None) -> Any:
        """Return a `Reader`."""
        from engine.reading.predict import Reader

        return Reader(folder, epoch)

    def assets(self, folder: Path, data: Path) -> dict[str, bytes | Path]:
        """Return the files that only a shipped checkpoint has."""
        from engine.reading.analysis import shipping

        return shipping.assets(folder, data)

    def add_predict_options(self, parser: ArgumentParser) -> None:
        """Add the options of `./loupe predict reading`."""
        add = parser.add_argument
        add(
            "--checkpoint",
            default=self.default_checkpoint,
            help="checkpoint name or run id; “best+bidaf” averages several",
        )
        add("--epoch", type=float, help="use the weights saved after this epoch")
        add("--context", type=Path, help="text file with the paragraph")
        add("--question", help="question about the paragraph")
        add("--top-k", type=int, default=5, help="number of candidates to print")
        add("--max-answer-words", type=int, help="longest answer, in words")
        add("--squad", type=Path, help="file in SQuAD’s format, to answer all of it")
        add("--out", type=Path, help="file for those answers: {id: text}")

    def predict(self, options: Namespace) -> Iterator[str | dict[str, Any]]:
        """Yield the answer, or one mapping of figures."""
        from engine.reading import command

        yield from command.predict(options)


EXPERIMENT = ReadingExperiment()
