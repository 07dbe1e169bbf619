"""The figures of a card: exact match, F1 and calibration on dev, or on validation."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from engine.checkpoints import checkpoint
from engine.checkpoints.provenance import own_data
from engine.errors import CheckpointError, ConfigError, UnknownNameError
from engine.reading import calibration, data, ensemble, foreign
from engine.reading.config import ReadingConfig
from engine.reading.data import Paragraph
from engine.reading.encoding import Example, to_examples
from engine.reading.evaluate import ScoredAnswer, figures, score
from engine.reading.predict import Reader
from engine.reading.training.training_set import random_subset, sample_articles

VALIDATION, TRAINING = "validation", "training"
_TRAINING_QUESTIONS = 2000  # drawn at random


def evaluate(
    folders: Sequence[Path], root: Path, limit: int | None, measure: str
) -> dict[str, Any]:
    """Return the figures of a checkpoint, or of several that answer together.

    See `ReadingExperiment.evaluate`; calibration is that of a single network.
    """
    if measure not in ("", VALIDATION, TRAINING):
        raise UnknownNameError("measure of reading", measure, [VALIDATION, TRAINING])
    if limit is not None and limit < 1:
        raise ConfigError(f"“limit” must be at least 1, not {limit}.")
    reader = ensemble.load(folders)
    if measure == TRAINING:
        return _evaluate_training(reader, folders[0], root, limit)
    if measure or own_data(reader.card, folders[0], data.SOURCES):
        paragraphs, split = validation_paragraphs(folders, root)
        scored = answer(reader, answered(paragraphs)[:limit])
        values = {f"validation_{k}": v for k, v in _exact_and_f1(scored).items()}
        return {**values, "n": len(scored), "split": split}
    dev = data.read_published(root)[1]
    scored = answer(reader, answered(dev)[:limit])
    values = _exact_and_f1(scored)
    counts = {}
    if reader.calibration.questions:
        most = min(limit or foreign.MOST, foreign.MOST)
        ask = partial(answer, reader)
        caught = calibration.caught(reader.calibration, dev, ask, most)
        values["own_flagged"] = reader.calibration.share_flagged(scored)
        values["confidence_ece"] = reader.calibration.error(scored)
        values |= caught
        counts = {"counts": dict.fromkeys(caught, most)}
    return {**values, "n": len(scored), "split": data.DEV, **counts}


def _evaluate_training(
    reader: Reader, folder: Path, root: Path, limit: int | None
) -> dict[str, Any]:
    """Return the figures on some of the questions that a network was trained on."""
    config = reader.config
    train = sample_articles(
        _split(folder, root).train, config.article_fraction, config.seed
    )
    questions = [(p, question) for p in train for question in p.questions]
    drawn = random_subset(questions, _TRAINING_QUESTIONS, config.seed)[:limit]
    scored = answer(
        reader, answered([replace(p, questions=(each,)) for p, each in drawn])
    )
    values = {f"training_{k}": v for k, v in _exact_and_f1(scored).items()}
    return {**values, "n": len(scored), "split": "random training questions"}


def _exact_and_f1(scored: Sequence[ScoredAnswer]) -> dict[str, float]:
    values = figures(scored)
    return {name: values[name] for name in ("f1", "em")}


def answer(reader: Reader, examples: Sequence[Example]) -> list[ScoredAnswer]:
    """Return a network's scored answers to examples."""
    return score(examples, reader.logits(examples), reader.config)


def answered(paragraphs: Sequence[Paragraph]) -> list[Example]:
    """Return the questions that have a reference answer, in order."""
    return [example for example in to_examples(paragraphs) if example.answers]


def dev_examples(root: Path) -> list[Example]:
    """Return all questions of SQuAD's dev split, in order.

    Raises:
        DataMissingError, DataDamagedError: It is missing or damaged.
    """
    return to_examples(data.read_published(root)[1])


def validation_paragraphs(
    folders: Sequence[Path], root: Path
) -> tuple[list[Paragraph], str]:
    """Return the validation set of a training, or what several share, and its name.

    Raises:
        CheckpointError: The data is not what a checkpoint was trained on.
        ConfigError: Each paragraph was trained on by one of them.
        DataMissingError, DataDamagedError: Published data is missing or damaged.
    """
    first, *others = (_split(folder, root) for folder in folders)
    shared = [p for p in first.validation if all(p in o.validation for o in others)]
    if not shared:
        raise ConfigError("These networks have no validation paragraph in common.")
    return shared, first.name


def _split(folder: Path, root: Path) -> data.Split:
    """Return what a training was given for training and for validation."""
    card = checkpoint.read_card(folder, "reading")
    own = own_data(card, folder, data.SOURCES)
    (title,) = card.sources
    if own is None:
        paragraphs = data.read_published(root)[0]
        if card.sources != data.digests(None, title, root):
            raise CheckpointError(f"{title} is not what {card.name} was trained on.")
    else:
        paragraphs = data.read(own.read_bytes(), title).paragraphs
    config = ReadingConfig.from_mapping(card.config)
    return data.split(paragraphs, config.validation_fraction, config.seed)
