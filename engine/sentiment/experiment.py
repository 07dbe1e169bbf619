"""Ties the sentiment experiment together; heavy imports inside the methods."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.config import Config
from engine.data.sources import Source
from engine.data.text import decode_with_note
from engine.experiment import CALIBRATION_ERROR, FigureKind, Job, OwnData, Trained
from engine.published import PublishedFigure
from engine.sentiment.analysis.published import (
    BINARY,
    FIGURES,
    PHRASES,
    SENTENCES,
    UNSEEN,
)
from engine.sentiment.config import PRESETS
from engine.sentiment.data import SOURCES


def _accuracy(words: str, title: str) -> FigureKind:
    return FigureKind(words, percent=True, higher_is_better=True, digits=1, title=title)


class SentimentExperiment:
    """Networks that classify a movie review, and a word-count baseline."""

    name = "sentiment"
    title = "Sentiment"
    purpose = (
        "Networks that read words, characters or word order classify the same review."
    )
    presets: Mapping[str, Config] = PRESETS
    preset_notes: Mapping[str, str] = {
        "quick": "A small bag of word vectors: trains in two minutes on two cores.",
        "glove_dnn": "The first network of the original blog post (2016–2018): the "
        "mean of GloVe’s word vectors through dense layers, the vectors fine-tuned.",
        "char_cnn": "The second network of the original post: one-hot characters "
        "through two convolutions, without any notion of words.",
        "lstm": "The third network, announced in the original post: an LSTM reads word "
        "by word, and its last hidden state is classified.",
        "best": "A bidirectional LSTM with attention pooling that reads words and how "
        "they are spelled: the highest accuracies.",
        "word_counts": "The word-count baseline: logistic regression on the words of a "
        "review, without hidden layers.",
    }
    default_checkpoint = "best"
    sources: tuple[Source, ...] = SOURCES
    own_data = OwnData(
        "Reviews, one per line: a label from 0 to 4, a tab, the text",
        ("txt", "tsv"),
        pasted=True,
    )
    measures: tuple[str, ...] = ("dev",)
    figures: Mapping[str, FigureKind] = {
        SENTENCES: _accuracy("accuracy on sentences, five classes", "whole sentences"),
        BINARY: _accuracy("accuracy on sentences, positive or negative", "binary"),
        UNSEEN: _accuracy(
            "accuracy on phrases that are not in the training set", "unseen phrases"
        ),
        PHRASES: _accuracy("accuracy on unique phrases", "unique phrases"),
        "phrase_macro_f1": FigureKind(
            "macro-F1 of unique phrases", False, True, 3, "macro-F1 of phrases"
        ),
        "phrase_mean_absolute_error": FigureKind(
            "classes from the true class",
            digits=3,
            title="mean absolute error, phrases",
        ),
        "confidence_ece": CALIBRATION_ERROR,
        "majority_phrase_accuracy": _accuracy(
            "accuracy on unique phrases of always answering “neutral”",
            "baseline: always neutral",
        ),
        "majority_sentence_accuracy": _accuracy(
            "accuracy on sentences of always answering the same class",
            "baseline: one class",
        ),
        "majority_binary_accuracy": _accuracy(
            "accuracy on sentences of always answering positive, or always negative",
            "baseline: one class, binary",
        ),
        "lookup_phrase_accuracy": _accuracy(
            "accuracy on unique phrases of looking their label up in the training set, "
            "else answering “neutral”",
            "baseline: lookup table",
        ),
        "lookup_network_phrase_accuracy": _accuracy(
            "accuracy on unique phrases of looking their label up in the training set, "
            "else asking the network",
            "lookup table, else the network",
        ),
    }
    published: tuple[PublishedFigure, ...] = FIGURES

    def check_own_data(self, content: bytes, name: str, config: Config) -> str:
        """Return a summary of your own reviews.

        Raises:
            TextError: They cannot be read, or are too few.
        """
        from engine.sentiment import data, own_reviews

        trees = own_reviews.read(content, name)
        data.split_own(trees)
        labels = {phrase.label for tree in trees for phrase in tree.phrases}
        long = sum(len(tree.tokens) == own_reviews.MOST_WORDS for tree in trees)
        summary = f"{len(trees):,} distinct reviews, {len(labels)} of 5 labels"
        if long:
            summary += (
                f"; only the first {own_reviews.MOST_WORDS} words of {long:,} long ones"
            )
        note = decode_with_note(content, name).note
        return f"{summary}. {note}" if note else summary

    def train(self, job: Job[Any]) -> Trained:
        """Train until done or stopped, and write a checkpoint."""
        from engine.sentiment import train

        return train.train(job)

    def evaluate(
        self, folder: Path, data: Path, limit: int | None = None, measure: str = ""
    ) -> dict[str, Any]:
        """Measure a checkpoint on the official test sentences and their phrases.

        Args:
            folder: The checkpoint.
            data: Folder of the treebank.
            limit: Sentences to measure; None for all.
            measure: "" for the test split, "dev" for the validation split. Your own
                data has only the latter.

        Returns:
            Figures by name, `n` (unique phrases), `counts` (the n of each figure) and
            `split`.
        """
        from engine.sentiment import measure as measuring

        return measuring.evaluate(folder, data, limit, measure)

    def load(self, folder: Path, epoch: float | None = None) -> Any:
        """Return a `Reviewer` with the final weights, or those after an epoch."""
        from engine.sentiment.predict import Reviewer

        return Reviewer(folder, epoch)

    def assets(self, folder: Path, data: Path) -> dict[str, bytes | Path]:
        """Return the worked example, the answers on both splits and the top spans."""
        from engine.sentiment.analysis import shipping

        return shipping.assets(folder, data)

    def add_predict_options(self, parser: ArgumentParser) -> None:
        """Add the options of `./loupe predict sentiment`."""
        from engine.sentiment import command

        command.add_options(parser, self.default_checkpoint)

    def predict(self, options: Namespace) -> Iterator[str | dict[str, Any]]:
        """Yield a line per review, or one mapping."""
        from engine.sentiment import command

        yield from command.predict(options)


EXPERIMENT = SentimentExperiment()
