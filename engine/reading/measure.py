"""The figures of a card: the official measure on dev, or on what was held out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.checkpoints.checkpoint import Card
from engine.checkpoints.provenance import own_data
from engine.errors import CheckpointError, ConfigError, UnknownNameError
from engine.reading import data
from engine.reading.config import ReadingConfig
from engine.reading.encoding import Example, examples
from engine.reading.evaluate import Judged, figures, judge
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
        asked, split, prefix = dev(root)[:limit], data.DEV, ""
    else:
        asked = held_out(reader.card, own, root)[:limit]
        split = data.validation(reader.config.validation_fraction)
        prefix = "validation_"
    values = figures(ask(reader, asked))
    named = {prefix + name: values[name] for name in ("f1", "em")}
    return {**named, "n": len(asked), "split": split}


def ask(reader: Reader, found: Sequence[Example]) -> list[Judged]:
    """Return the answers of a network to examples."""
    return judge(reader.model, found, reader.words(), reader.config)


def dev(root: Path) -> list[Example]:
    """Return all questions of SQuAD's dev split, in order.

    Raises:
        DataMissingError, DataDamagedError: It is not here, or not right.
    """
    return examples(data.read_published(root)[1])


def held_out(card: Card, own: Path | None, root: Path) -> list[Example]:
    """Return the questions that a checkpoint was validated on.

    Raises:
        CheckpointError: The data is not what the checkpoint learned from.
        DataMissingError, DataDamagedError: Published data is not here, or not right.
    """
    (title,) = card.sources
    if own is None:
        paragraphs = data.read_published(root)[0]
        if card.sources != data.digests(None, title, root):
            raise CheckpointError(f"{title} is not what {card.name} was trained on.")
    else:
        paragraphs = data.read(own.read_bytes(), title)
    config = ReadingConfig.from_mapping(card.config)
    kept = data.split(paragraphs, config.validation_fraction, config.seed)[1]
    return [example for example in examples(kept) if example.answers]
