"""SQuAD's dev questions one by one, with their reference answers.

They are in the order of the file, as the outcomes of a checkpoint are, and are read
in a fifth of a second: nothing is tokenised.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.data import squad
from engine.data.sources import locate
from engine.errors import LoupeError
from engine.reading import data, metrics
from engine.reading.analysis.samples import SAMPLES
from engine.reading.data import Answer, Paragraph
from engine.reading.metrics import Score


@dataclass(frozen=True, slots=True)
class ReferenceAnswer:
    """A reference answer: characters [start, end) of the context."""

    text: str
    start: int
    end: int
    annotators: int  # how many marked exactly this span


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question on a context, with its reference answers.

    Args:
        number: Index in the dev file, from 0; -1 for a sample of ours.
        title: Of the article.
        context: The paragraph.
        question: The question.
        references: Distinct answers, the most frequent first.
    """

    number: int
    title: str
    context: str
    question: str
    references: tuple[ReferenceAnswer, ...]

    @property
    def annotators(self) -> int:
        """How many annotators answered."""
        return sum(each.annotators for each in self.references)

    def score(self, answer: str) -> Score:
        """Return exact match and F1 of an answer."""
        return metrics.score(answer, [each.text for each in self.references])

    def agreeing(self, answer: str) -> int:
        """Return how many annotators gave this answer, after SQuAD's normalisation."""
        ours = metrics.normalise(answer)
        return sum(
            each.annotators
            for each in self.references
            if metrics.normalise(each.text) == ours
        )


def is_available(root: Path) -> bool:
    """Return whether SQuAD is on this machine."""
    try:
        locate(data.SOURCE, root, "reading")
    except LoupeError:
        return False
    return True


def read(root: Path) -> tuple[AnsweredQuestion, ...]:
    """Return all dev questions, in the order of the file.

    Raises:
        DataMissingError, DataDamagedError: SQuAD is missing or damaged.
        TextError: The file is not in SQuAD's format.
    """
    path = locate(data.SOURCE, root, "reading")[1]
    return from_paragraphs(squad.read(path.read_bytes(), path.name))


def from_paragraphs(paragraphs: Iterable[Paragraph]) -> tuple[AnsweredQuestion, ...]:
    """Return the questions of paragraphs, numbered in order."""
    questions: list[AnsweredQuestion] = []
    for paragraph in paragraphs:
        for question in paragraph.questions:
            title = paragraph.article.replace("_", " ")
            references = distinct_answers(question.answers)
            questions.append(
                AnsweredQuestion(
                    len(questions), title, paragraph.text, question.text, references
                )
            )
    return tuple(questions)


def from_samples() -> tuple[AnsweredQuestion, ...]:
    """Return the questions of our samples, each with our answer."""
    return tuple(
        AnsweredQuestion(
            -1, sample.title, sample.context, question,
            distinct_answers([Answer(answer, sample.context.index(answer))]),
        )
        for sample in SAMPLES
        for question, answer in sample.questions
    )  # fmt: skip


def distinct_answers(answers: Sequence[Answer]) -> tuple[ReferenceAnswer, ...]:
    """Return each distinct answer span, the most frequent first."""
    counts = Counter((answer.text, answer.start) for answer in answers)
    return tuple(
        ReferenceAnswer(text, start, start + len(text), annotators)
        for (text, start), annotators in counts.most_common()
    )
