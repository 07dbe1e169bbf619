"""SQuAD 1.1: questions on Wikipedia paragraphs, each answered by a span.

Validation is a fraction of the training *articles*: paragraphs of one article are
alike, so a split by paragraph or question would be too optimistic. Dev is measured
once.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from engine.data.sources import RemoteFile, Source, locate, training_digests
from engine.errors import DataDamagedError, TextError
from engine.experiment import MAXIMUM_OWN_BYTES, too_large

_ADDRESS = "https://rajpurkar.github.io/SQuAD-explorer/dataset"
SOURCE = Source(
    name="squad",
    title="SQuAD 1.1",
    files=(
        RemoteFile(
            "squad/train-v1.1.json",
            f"{_ADDRESS}/train-v1.1.json",
            "3527663986b8295af4f7fcdff1ba1ff3f72d07d61a20f487cb238a6ef92fd955",
            30_288_272,
        ),
        RemoteFile(
            "squad/dev-v1.1.json",
            f"{_ADDRESS}/dev-v1.1.json",
            "95aa6a52d5d6a735563366753ca50492a658031da74f301ac5238b03966972c9",
            4_854_279,
        ),
    ),
    licence="CC BY-SA 4.0",
    citation="Rajpurkar et al. (2016)",
    counts={"training_questions": 87_599, "dev_questions": 10_570},
)
SOURCES = (SOURCE,)  # word vectors are shipped, see engine/data/glove.py

DEV = "SQuAD 1.1 dev"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reference answer: `text`, which starts at character `start`."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question; training questions have one answer, those of dev several."""

    id: str
    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article with its questions."""

    article: str
    text: str
    questions: tuple[Question, ...]


def read(content: bytes, name: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a file in SQuAD's format.

    Raises:
        TextError: It is too large, not JSON, of another format, or an answer is
            not where the file says.
    """
    if len(content) > MAXIMUM_OWN_BYTES:
        raise TextError(too_large(name, len(content)))
    try:
        articles = json.loads(content)["data"]
        paragraphs = tuple(_paragraphs(articles))
    except UnicodeDecodeError as error:
        raise TextError(f"{name} is not UTF-8 (byte {error.start:,}).") from error
    except json.JSONDecodeError as error:
        raise TextError(
            f"{name} is not valid JSON: {error.msg} in line {error.lineno}."
        ) from error
    except (
        *(KeyError, TypeError, AttributeError),
        *(ValueError, OverflowError, RecursionError),
    ) as error:
        raise TextError(
            f"{name} is not in SQuAD’s format ({type(error).__name__}: {error}). "
            "It needs data → paragraphs → context and qas → question and answers."
        ) from error
    for paragraph in paragraphs:
        _check(paragraph, name)
    if not any(paragraph.questions for paragraph in paragraphs):
        raise TextError(f"{name} contains no questions.")
    return paragraphs


def _paragraphs(articles: Iterable[Any]) -> Iterator[Paragraph]:
    for article in articles:
        for paragraph in article["paragraphs"]:
            questions = tuple(_question(item) for item in paragraph["qas"])
            text = str(paragraph["context"])
            yield Paragraph(str(article["title"]), text, questions)


def _question(item: Any) -> Question:
    answers = tuple(
        Answer(str(answer["text"]), int(answer["answer_start"]))
        for answer in item.get("answers", ())
    )
    return Question(str(item["id"]), str(item["question"]), answers)


def _check(paragraph: Paragraph, name: str) -> None:
    """Raise TextError where an answer is not at its position."""
    for question in paragraph.questions:
        for answer in question.answers:
            end = answer.start + len(answer.text)
            if answer.start < 0 or paragraph.text[answer.start : end] != answer.text:
                raise TextError(
                    f"{name}: the answer “{answer.text[:60]}” to question "
                    f"{question.id} is not at character {answer.start:,} of its "
                    "paragraph."
                )


def read_published(root: Path) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Return SQuAD's training and dev paragraphs, with their counts checked.

    Raises:
        DataMissingError, DataDamagedError: As `sources.locate`, or a wrong count.
    """
    train, dev = (
        read(path.read_bytes(), path.name) for path in locate(SOURCE, root, "reading")
    )
    counts = {"training_questions": count(train), "dev_questions": count(dev)}
    if counts != SOURCE.counts:
        raise DataDamagedError(
            f"The SQuAD files contain {counts}, not the published {SOURCE.counts}. "
            "Delete both files and run: ./loupe fetch reading"
        )
    return train, dev


def count(paragraphs: Iterable[Paragraph]) -> int:
    """Return the number of questions."""
    return sum(len(paragraph.questions) for paragraph in paragraphs)


def validation(fraction: float) -> str:
    """Return the name of a validation split, as on a card."""
    return f"{100 * fraction:g}% of the training articles"


def split(
    paragraphs: tuple[Paragraph, ...], fraction: float, seed: int
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Return training and validation paragraphs, split by article.

    A file of one article is split by paragraph instead; a single paragraph is its
    own validation set.

    Args:
        paragraphs: Training and validation together.
        fraction: Of the articles for validation, at least one of them.
        seed: Of the choice.
    """
    key = "article" if len({p.article for p in paragraphs}) > 1 else "text"
    groups = sorted({getattr(p, key) for p in paragraphs})
    if len(groups) == 1:
        return paragraphs, paragraphs
    order = np.random.default_rng(seed).permutation(len(groups))
    size = max(1, round(fraction * len(groups)))
    chosen = {groups[i] for i in order[:size]}
    train = tuple(p for p in paragraphs if getattr(p, key) not in chosen)
    return train, tuple(p for p in paragraphs if getattr(p, key) in chosen)


def digests(own: Path | None, title: str, root: Path) -> dict[str, str]:
    """Return name -> SHA-256 of what a training reads, measured on this machine."""
    return training_digests(SOURCES, SOURCE.name, own, title, root)
