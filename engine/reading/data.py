"""SQuAD 1.1: questions on Wikipedia paragraphs, each answered by a span.

Validation is a fraction of the training *articles*: paragraphs of one article are
alike, so a split by paragraph or question would be too optimistic. Dev is measured
once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.data import squad
from engine.data.lookup import has_visible
from engine.data.sources import RemoteFile, Source, locate, training_digests
from engine.data.squad import Answer, Paragraph, Question
from engine.errors import DataDamagedError, TextError

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
__all__ = ["Answer", "Paragraph", "Question"]


@dataclass(frozen=True, slots=True)
class Split:
    """The paragraphs of a training, and what its card calls those for validation."""

    train: tuple[Paragraph, ...]
    validation: tuple[Paragraph, ...]
    name: str  # "10% of the training articles"


@dataclass(frozen=True, slots=True)
class OwnParagraphs:
    """The user's own file in SQuAD's format.

    Args:
        paragraphs: Those with a text; their questions are those with a text.
        skipped: Questions that are left out: they or their paragraph are empty.
    """

    paragraphs: tuple[Paragraph, ...]
    skipped: int

    def __str__(self) -> str:
        """Return in a few words what the file holds."""
        held = f"{len(self.paragraphs):,} paragraphs, {count(self.paragraphs):,}"
        skipped = f"; {self.skipped:,} empty ones skipped" if self.skipped else ""
        return f"{held} questions{skipped}"


def read(content: bytes, name: str) -> OwnParagraphs:
    """Return the user's own file in SQuAD's format, without what is empty.

    Raises:
        TextError: It is too large, not JSON, of another format, or without questions.
    """
    file = squad.read(content, name)
    paragraphs = tuple(
        replace(paragraph, questions=questions)
        for paragraph in file
        if has_visible(paragraph.text)
        if (questions := tuple(map(_answered, filter(_has_text, paragraph.questions))))
    )
    if not paragraphs:
        empty = f"; {count(file):,} are empty, or their paragraph is" * bool(
            count(file)
        )
        raise TextError(f"{name} contains no questions{empty}.")
    return OwnParagraphs(paragraphs, count(file) - count(paragraphs))


def _has_text(question: Question) -> bool:
    return has_visible(question.text)


def _answered(question: Question) -> Question:
    """Return a question without empty reference answers."""
    answers = tuple(each for each in question.answers if has_visible(each.text))
    return replace(question, answers=answers)


def read_published(root: Path) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Return SQuAD's training and dev paragraphs, with their counts checked.

    Raises:
        DataMissingError, DataDamagedError: As `sources.locate`, or a wrong count.
    """
    train, dev = (
        tuple(
            replace(p, published=True) for p in squad.read(path.read_bytes(), path.name)
        )
        for path in locate(SOURCE, root, "reading")
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


def split(paragraphs: tuple[Paragraph, ...], fraction: float, seed: int) -> Split:
    """Return training and validation paragraphs, split by article.

    A file of one article is split by paragraph instead. Where answers are in no more
    than one article or paragraph, training and validation are the same.

    Args:
        paragraphs: Training and validation together.
        fraction: Of the articles with an answer for validation, at least one of them.
        seed: Of the choice.
    """
    if len({p.article for p in paragraphs}) > 1:
        key, kind = "article", "training articles"
    else:
        key, kind = "text", "paragraphs"
    answered = (p for p in paragraphs if any(q.answers for q in p.questions))
    groups = sorted({getattr(p, key) for p in answered})
    if len(groups) < 2:
        return Split(paragraphs, paragraphs, "the training questions themselves")
    order = np.random.default_rng(seed).permutation(len(groups))
    size = max(1, round(fraction * len(groups)))
    chosen = {groups[i] for i in order[:size]}
    return Split(
        tuple(p for p in paragraphs if getattr(p, key) not in chosen),
        tuple(p for p in paragraphs if getattr(p, key) in chosen),
        f"{100 * fraction:g}% of the {kind}",
    )


def digests(own: Path | None, title: str, root: Path) -> dict[str, str]:
    """Return name -> SHA-256 of what a training reads, measured on this machine."""
    return training_digests(SOURCES, SOURCE.name, own, title, root)
