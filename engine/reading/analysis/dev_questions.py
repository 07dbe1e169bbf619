"""SQuAD's dev questions one by one, to look at and to ask: what people answered.

They stand in the order of the file, as the outcomes of a checkpoint do, and are
read in a fifth of a second: nothing is split into words.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.data.sources import locate
from engine.errors import LoupeError
from engine.reading import data, metrics
from engine.reading.analysis.samples import SAMPLES
from engine.reading.data import Answer, Paragraph
from engine.reading.metrics import Score


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that people gave: characters [start, end) of the context."""

    text: str
    start: int
    end: int
    people: int  # who marked just this place


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a context whose answers are known.

    Args:
        number: Place in the dev file, from 0; -1 for a question of ours.
        title: Of the article.
        context: The paragraph.
        question: What is asked.
        given: What people answered, what most of them did first; all different.
    """

    number: int
    title: str
    context: str
    question: str
    given: tuple[Given, ...]

    @property
    def people(self) -> int:
        """How many people answered."""
        return sum(one.people for one in self.given)

    def score(self, answer: str) -> Score:
        """Return what an answer is worth by the official measure."""
        return metrics.score(answer, [one.text for one in self.given])

    def agreed(self, answer: str) -> int:
        """Return how many people gave that answer, as the measure compares them."""
        ours = metrics.normalise(answer)
        same = (one for one in self.given if metrics.normalise(one.text) == ours)
        return sum(one.people for one in same)


def is_here(root: Path) -> bool:
    """Return whether SQuAD is on this machine."""
    try:
        locate(data.SOURCE, root, "reading")
    except LoupeError:
        return False
    return True


def read(root: Path) -> tuple[Asked, ...]:
    """Return all dev questions, in the order of the file.

    Raises:
        DataMissingError, DataDamagedError: SQuAD is not here, or of another size.
        TextError: The file is no SQuAD file.
    """
    path = locate(data.SOURCE, root, "reading")[1]
    return of(data.read(path.read_bytes(), path.name))


def of(paragraphs: Iterable[Paragraph]) -> tuple[Asked, ...]:
    """Return the questions of paragraphs, numbered in order."""
    found: list[Asked] = []
    for paragraph in paragraphs:
        for question in paragraph.questions:
            title = paragraph.article.replace("_", " ")
            given = gather(question.answers)
            found.append(Asked(len(found), title, paragraph.text, question.text, given))
    return tuple(found)


def of_samples() -> tuple[Asked, ...]:
    """Return the questions that we wrote, each with our one answer."""
    return tuple(
        Asked(
            -1, sample.title, sample.context, question,
            gather([Answer(answer, sample.context.index(answer))]),
        )
        for sample in SAMPLES
        for question, answer in sample.questions
    )  # fmt: skip


def gather(answers: Sequence[Answer]) -> tuple[Given, ...]:
    """Return each different place that people marked, the most frequent first."""
    counts = Counter((one.text, one.start) for one in answers)
    return tuple(
        Given(text, start, start + len(text), people)
        for (text, start), people in counts.most_common()
    )
