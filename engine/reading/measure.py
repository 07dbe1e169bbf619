"""The figures of a card: exact match and F1 on dev, or on validation."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.checkpoints.checkpoint import Card
from engine.checkpoints.provenance import own_data
from engine.errors import CheckpointError, ConfigError, UnknownNameError
from engine.reading import data
from engine.reading.config import ReadingConfig
from engine.reading.encoding import Example, to_examples
from engine.reading.evaluate import ScoredAnswer, figures, score_answers
from engine.reading.predict import Reader

VALIDATION = "validation"


def evaluate(
    folder: Path, root: Path, limit: int | None, measure: str
) -> dict[str, Any]:
    """Return the figures of a checkpoint; see `ReadingExperiment.evaluate`."""
    if measure not in ("", VALIDATION):
        raise UnknownNameError("measure of reading", measure, [VALIDATION])
    if limit is not None and limit < 1:
        raise ConfigError(f"“limit” must be at least 1, not {limit}.")
    reader = Reader(folder)
    own = own_data(reader.card, folder, data.SOURCES)
    if own is None and not measure:
        examples, split, prefix = dev_examples(root)[:limit], data.DEV, ""
    else:
        examples = validation_examples(reader.card, own, root)[:limit]
        split = data.validation(reader.config.validation_fraction)
        prefix = "validation_"
    values = figures(answer(reader, examples))
    named = {prefix + name: values[name] for name in ("f1", "em")}
    return {**named, "n": len(examples), "split": split}


def answer(reader: Reader, examples: Sequence[Example]) -> list[ScoredAnswer]:
    """Return a network's scored answers to examples."""
    return score_answers(reader.model, examples, reader.word_table(), reader.config)


def dev_examples(root: Path) -> list[Example]:
    """Return all questions of SQuAD's dev split, in order.

    Raises:
        DataMissingError, DataDamagedError: It is missing or damaged.
    """
    return to_examples(data.read_published(root)[1])


def validation_examples(card: Card, own: Path | None, root: Path) -> list[Example]:
    """Return the validation set of a checkpoint's training.

    Raises:
        CheckpointError: The data is not what the checkpoint was trained on.
        DataMissingError, DataDamagedError: Published data is missing or damaged.
    """
    (title,) = card.sources
    if own is None:
        paragraphs = data.read_published(root)[0]
        if card.sources != data.digests(None, title, root):
            raise CheckpointError(f"{title} is not what {card.name} was trained on.")
    else:
        paragraphs = data.read(own.read_bytes(), title)
    config = ReadingConfig.from_mapping(card.config)
    validation = data.split(paragraphs, config.validation_fraction, config.seed)[1]
    return [example for example in to_examples(validation) if example.answers]
