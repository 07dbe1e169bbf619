"""Questions that their paragraph does not answer: SQuAD's, asked of another one.

SQuAD 1.1 has an answer to every question. Asked of a paragraph of another article, a
question is plainly out of place; of another paragraph of its own article, it is about
the right thing but the answer is not there, or only seldom.
"""

from collections.abc import Callable, Sequence

import numpy as np

from engine.reading.data import Paragraph, Question
from engine.reading.encoding import Example, to_examples

MOST = 2000  # questions of each kind, drawn at random
_SEED = 0

Allowed = Callable[[Paragraph, Paragraph], bool]  # own paragraph, foreign paragraph


def of_other_articles(paragraphs: Sequence[Paragraph], most: int) -> list[Example]:
    """Return questions, each on a random paragraph of another article.

    Args:
        paragraphs: With their own questions.
        most: Questions, drawn at random; fewer where there are not as many.
    """
    return _questions_on_others(
        paragraphs, most, lambda own, other: own.article != other.article
    )


def of_same_article(paragraphs: Sequence[Paragraph], most: int) -> list[Example]:
    """Return questions, each on another random paragraph of its own article.

    Arguments as for `of_other_articles`.
    """
    return _questions_on_others(
        paragraphs,
        most,
        lambda own, other: own.article == other.article and own.text != other.text,
    )


def _questions_on_others(
    paragraphs: Sequence[Paragraph], most: int, allowed: Allowed
) -> list[Example]:
    random = np.random.default_rng(_SEED)
    pairs = [(own, question) for own in paragraphs for question in own.questions]
    foreign: dict[int, list[Question]] = {}
    for i in random.permutation(len(pairs))[:most]:
        own, question = pairs[i]
        others = [n for n, other in enumerate(paragraphs) if allowed(own, other)]
        if others:
            unanswered = Question(question.id, question.text, ())
            foreign.setdefault(int(random.choice(others)), []).append(unanswered)
    return to_examples(
        Paragraph(paragraphs[n].article, paragraphs[n].text, tuple(questions))
        for n, questions in sorted(foreign.items())
    )
