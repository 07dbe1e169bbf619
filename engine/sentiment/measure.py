"""The figures of a card: a checkpoint's answers on a whole split."""

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
        CheckpointError: The data is not what this checkpoint learned from.
        DataMissingError: The treebank is not on this machine.
    """
    if measure not in ("", data.VALIDATION):
        raise UnknownNameError("measure of sentiment", measure, [data.VALIDATION])
    if limit is not None and limit < 1:
        raise ConfigError(f"“limit” must be at least 1, not {limit}.")
    answered, known, measured, split = answers(folder, root, measure, limit)
    found = outcomes.figures(answered) | baseline.majority(known, measured)
    figures: dict[str, Any] = {name: value for name, (value, _) in found.items()}
    counts = {name: n for name, (_, n) in found.items()}
    return figures | {"n": len(answered.labels), "split": split, "counts": counts}


def answers(
    folder: Path, root: Path, measure: str = "", limit: int | None = None
) -> tuple[Outcomes, Examples, Examples, str]:
    """Return a checkpoint's answers, what it learned from, what they are on, its name.

    Args:
        folder: The checkpoint.
        root: Folder of the sources.
        measure: "" for the test split, "dev" for the validation split. Own data
            has no test split: its validation stands for both.
        limit: Sentences to measure with all their phrases; None for all.
    """
    reviewer = Reviewer(folder)
    train, measured, split = _parts(reviewer.card, folder, root, measure, limit)
    encoded = reviewer.encoder.encode(measured.texts)
    found = logits(reviewer.model, reviewer.encoder, encoded)
    shares = calibration.probabilities(found, reviewer.temperature)
    return outcomes.of(measured, shares, train), train, measured, split


def _parts(
    card: checkpoint.Card, folder: Path, root: Path, measure: str, limit: int | None
) -> tuple[Examples, Examples, str]:
    """Return the training split and the one to measure on, with its name."""
    (name,) = card.sources
    own = own_data(card, folder, data.SOURCES)
    if own is None:
        split = measure or data.TEST
        train, measured = (
            data.examples(data.read_published(part, root)) for part in ("train", split)
        )
        return train, data.first(measured, limit), split
    parts = data.read(own, name, root)
    return parts.train, data.first(parts.validation, limit), parts.name
