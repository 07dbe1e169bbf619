"""Input reduction: how few words of a question still give the same answer?

Word by word the one is left out without which the answer stays most probable, as long
as the network still gives that answer. What remains is often nonsense to a reader.

Source:
    Feng et al. (2018), "Pathologies of Neural Models Make Interpretations Difficult";
    they choose the word by its gradient, here every choice is tried.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.reading.analysis.excerpt import encoded_window, part, window
from engine.reading.analysis.occlusion import without_each
from engine.reading.answers import Reading
from engine.reading.encoding import Encoded, WordTable

if TYPE_CHECKING:
    from engine.reading.predict import Reader


@dataclass(frozen=True, slots=True)
class Step:
    """A question, and the probability of the answer with it."""

    question: tuple[str, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Reduction:
    """A question that gets shorter.

    Args:
        steps: The whole question first; each has a word less than the one before, and
            the same answer.
        ended: What the network answers once the answer changes; "" where one word of
            the question still gives it.
    """

    steps: tuple[Step, ...]
    ended: str

    @property
    def shortest(self) -> Step:
        """The shortest question that still gets the answer."""
        return self.steps[-1]


def most_passes(reading: Reading) -> int:
    """Return how many times `reduce` reads the context at most."""
    size = len(reading.question)
    return 1 + size * (size + 1) // 2 + size


def reduce(
    reader: "Reader",
    reading: Reading,
    *,
    max_answer_words: int | None = None,
    joint: bool | None = None,
) -> Reduction:
    """Return a question reduced as far as its answer stays the same.

    Args:
        reader: A network.
        reading: Its answer, with at least one candidate. The words around it are read,
            as by `occlusion.measure`.
        max_answer_words: As `Reader.read`, with which the answer was found.
        joint: Likewise.
    """
    context = part(reading.context, *window(reading))
    words = reader.word_table()
    question = reading.question.words
    item = encoded_window(reading, words)
    (probability,) = reader.span_probabilities([item], words)
    steps = [Step(question, float(probability))]
    while len(question) > 1:
        question, item, probability = _shorten(reader, words, question, item)
        said = reader.read(
            context.text,
            " ".join(question),
            max_answer_words=max_answer_words,
            joint=joint,
        ).answer
        if said != context.cut(*item.span):
            return Reduction(tuple(steps), said or "nothing")
        steps.append(Step(question, probability))
    return Reduction(tuple(steps), "")


def _shorten(
    reader: "Reader", words: WordTable, question: tuple[str, ...], item: Encoded
) -> tuple[tuple[str, ...], Encoded, float]:
    """Return the question without its least needed word, encoded, and its answer's."""
    shorter = without_each(item)[len(item.context) :]
    items = [each for each in shorter if each is not None]
    probabilities = reader.span_probabilities(items, words)
    least = int(np.argmax(probabilities))
    left = question[:least] + question[least + 1 :]
    return left, items[least], float(probabilities[least])
