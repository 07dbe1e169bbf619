"""Measures a checkpoint on a whole split: the figures of its card."""

from pathlib import Path
from typing import Any

from engine.checkpoints import checkpoint
from engine.checkpoints.provenance import own_data
from engine.errors import ConfigError, UnknownNameError
from engine.sentiment import baseline, calibration, data, outcomes
from engine.sentiment.data import Examples
from engine.sentiment.evaluate import logits
from engine.sentiment.outcomes import Outcomes
from engine.sentiment.predict import Reviewer


def evaluate(
    folder: Path, root: Path, limit: int | None = None, measure: str = ""
) -> dict[str, Any]:
    """Return the figures of a checkpoint; see `SentimentExperiment.evaluate`.

    Raises:
        UnknownNameError: There is no such measure.
        ConfigError: The limit leaves nothing to measure.
        CheckpointError: The reviews it was trained on are missing or changed.
        DataMissingError: The treebank is not on this machine.
    """
    if measure not in ("", data.VALIDATION):
        raise UnknownNameError("measure of sentiment", measure, [data.VALIDATION])
    if limit is not None and limit < 1:
        raise ConfigError(f"“limit” must be at least 1, not {limit}.")
    answered, train, measured, split = answers(folder, root, measure, limit)
    figures = outcomes.figures(answered) | baseline.majority(train, measured)
    figures |= baseline.lookup(train, measured, answered)
    values: dict[str, Any] = {name: value for name, (value, _) in figures.items()}
    counts = {name: n for name, (_, n) in figures.items()}
    return values | {"n": len(answered.labels), "split": split, "counts": counts}


def answers(
    folder: Path, root: Path, measure: str = "", limit: int | None = None
) -> tuple[Outcomes, Examples, Examples, str]:
    """Return answers, the training set, the measured split and its name.

    Args:
        folder: The checkpoint.
        root: Folder of the sources.
        measure: "" for the test split, "dev" for the validation split. Your own
            data has no test split: both are its validation split.
        limit: Sentences to measure, with all their phrases; None for all.
    """
    reviewer = Reviewer(folder)
    train, measured, split = _parts(reviewer.card, folder, root, measure, limit)
    encoded = reviewer.encoder.encode(measured.texts)
    probabilities = calibration.probabilities(
        logits(reviewer.model, reviewer.encoder, encoded), reviewer.temperature
    )
    return outcomes.of(measured, probabilities, train), train, measured, split


def _parts(
    card: checkpoint.Card, folder: Path, root: Path, measure: str, limit: int | None
) -> tuple[Examples, Examples, str]:
    """Return the training set, the split to measure on and its name."""
    (name,) = card.sources
    own = own_data(card, folder, data.SOURCES)
    if own is None:
        split = measure or data.TEST
        train, measured = (
            data.examples(data.read_published(part, root)) for part in ("train", split)
        )
        return train, data.first(measured, limit), split
    split_data = data.read(own, name, root)
    validation = data.first(split_data.validation, limit)
    return split_data.train, validation, split_data.name
