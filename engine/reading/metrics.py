"""SQuAD's official measure: exact match and F1, with its normalisation.

Source:
    Rajpurkar et al. (2016), and the evaluation of SQuAD 1.1: lower case, no
    punctuation, no articles, single spaces; the best reference answer counts.
"""

import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


@dataclass(frozen=True, slots=True)
class Score:
    """Exact match and F1 of an answer, 0 to 1."""

    exact: float
    f1: float


def normalise(answer: str) -> str:
    """Return an answer normalised for comparison.

    Example:
        >>> normalise("The  Gull's lamp, (red)!")
        'gulls lamp red'
    """
    plain = answer.lower().translate(_PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", plain).split())


def score(answer: str, references: Iterable[str]) -> Score:
    """Return the best score of an answer over all reference answers."""
    pairs = [(_exact(answer, each), _f1(answer, each)) for each in references]
    if not pairs:
        return Score(0.0, 0.0)
    return Score(max(e for e, _ in pairs), max(f for _, f in pairs))


def _exact(answer: str, reference: str) -> float:
    return float(normalise(answer) == normalise(reference))


def _f1(answer: str, reference: str) -> float:
    """Return the harmonic mean of precision and recall over words."""
    ours, theirs = normalise(answer).split(), normalise(reference).split()
    common = sum((Counter(ours) & Counter(theirs)).values())
    if not common:
        return 0.0
    precision, recall = common / len(ours), common / len(theirs)
    return 2 * precision * recall / (precision + recall)


def mean(scores: Sequence[Score]) -> Score:
    """Return the mean of scores; zero for none."""
    n = len(scores) or 1
    return Score(sum(s.exact for s in scores) / n, sum(s.f1 for s in scores) / n)
