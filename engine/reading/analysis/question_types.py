"""Types of questions, as in the original post's third table, and answer lengths.

Two rules: `kind` gives each question one type, by its words. `contained` is the post's
rule, which reproduces its shares: a question has every type whose letters it contains,
so that “is” also counts “this” and “history”.
"""

import re
from collections.abc import Iterable, Mapping

# The original post's types. A question has the first of them that it contains:
# "What is it?" is a “what”, "In which year did it end?" a “which”.
TYPES = (
    *("what", "who", "whose", "how", "when", "where", "which", "why", "name"),
    *("did", "was", "is", "are", "would", "do"),
)
OTHER = "other"
_ALSO: Mapping[str, str] = {
    "whom": "who", "does": "do", "were": "was", "been": "was", "s": "is",
}  # fmt: skip
_WORDS = re.compile(r"[a-z]+")
LENGTHS = (1, 2, 3, 5, 8, 1000)  # of an answer in words: the maxima of the groups


def kind(question: str) -> str:
    """Return the type of a question.

    Example:
        >>> kind("In which year did it end?"), kind("Tell me.")
        ('which', 'other')
    """
    words = {_ALSO.get(word, word) for word in _WORDS.findall(question.lower())}
    return next((name for name in TYPES if name in words), OTHER)


def contained(question: str) -> tuple[str, ...]:
    """Return the types whose letters a question contains, in any case.

    Example:
        >>> contained("In this year, who won?"), contained("Name it.")
        (('who', 'is'), ('name',))
    """
    lower = question.lower()
    return tuple(name for name in TYPES if name in lower)


def as_words(question: str) -> tuple[str, ...]:
    """Return the types that a question contains as whole words, in any case.

    Example:
        >>> as_words("In this year, who won?")
        ('who',)
    """
    words = set(_WORDS.findall(question.lower()))
    return tuple(name for name in TYPES if name in words)


def length_group(words: int) -> str:
    """Return the group of an answer's length: “1”, “4–5”, “9 or more”.

    Example:
        >>> [length_group(n) for n in (1, 4, 20)]
        ['1', '4–5', '9 or more']
    """
    low = 1
    for high in LENGTHS:
        if words <= high:
            break
        low = high + 1
    if high == LENGTHS[-1]:
        return f"{low} or more"
    return str(high) if low == high else f"{low}–{high}"


def shares(kinds: Iterable[str]) -> dict[str, float]:
    """Return the share of each type, 0 to 1, the most frequent first."""
    counts: dict[str, int] = {}
    for name in kinds:
        counts[name] = counts.get(name, 0) + 1
    total = sum(counts.values()) or 1
    order = sorted(counts, key=lambda name: -counts[name])
    return {name: counts[name] / total for name in order}
