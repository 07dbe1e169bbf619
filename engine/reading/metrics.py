"""SQuAD's official measure: exact match and F1, with its normalisation.

Source:
    Rajpurkar et al. (2016), and the evaluation of SQuAD 1.1: small letters, no
    punctuation, no articles, single spaces; the best of all given answers counts.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Score:
    """What an answer is worth, each 0 to 1."""

    exact: float
    f1: float


def normalise(answer: str) -> str:
    """Return an answer as it is compared.

    Example:
        >>> normalise("The  Gull's lamp, (red)!")
        'gulls lamp red'
    """
    plain = answer.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", plain).split())


def score(answer: str, given: Iterable[str]) -> Score:
    """Return the best score of an answer over all that people gave."""
    pairs = [(_exact(answer, wanted), _f1(answer, wanted)) for wanted in given]
    if not pairs:
        return Score(0.0, 0.0)
    return Score(max(e for e, _ in pairs), max(f for _, f in pairs))


def _exact(answer: str, wanted: str) -> float:
    return float(normalise(answer) == normalise(wanted))


def _f1(answer: str, wanted: str) -> float:
    """Return the harmonic mean of precision and recall over words."""
    ours, theirs = normalise(answer).split(), normalise(wanted).split()
    common = sum((Counter(ours) & Counter(theirs)).values())
    if not common:
        return 0.0
    precision, recall = common / len(ours), common / len(theirs)
    return 2 * precision * recall / (precision + recall)


def mean(scores: Sequence[Score]) -> Score:
    """Return the mean of scores; of none, zero."""
    n = len(scores) or 1
    return Score(sum(s.exact for s in scores) / n, sum(s.f1 for s in scores) / n)


def score_all(
    answers: Mapping[str, str], given: Mapping[str, Sequence[str]]
) -> dict[str, Score]:
    """Return the score of every question by its id; a missing answer scores zero."""
    return {
        question: score(answers[question], wanted)
        if question in answers
        else Score(0.0, 0.0)
        for question, wanted in given.items()
    }
