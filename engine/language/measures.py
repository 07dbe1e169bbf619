"""Measures of a generated text that need no model: copied runs and real words.

Both are simple counts that a reader can check by hand.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

# Letters of any script, with single apostrophes, straight or curly, between them.
_CURLY = "\u2019"
_APOSTROPHES = "'" + _CURLY
_WORD = re.compile(rf"[^\W\d_]+(?:[{_APOSTROPHES}][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class CopiedRun:
    """A part of a text that occurs word for word in another.

    Args:
        start: Position of its first character in the text.
        end: Position after its last character.
        source: Start of its first occurrence in the other text.
    """

    start: int
    end: int
    source: int

    @property
    def length(self) -> int:
        """Characters copied; 0 if the texts share none."""
        return self.end - self.start


def longest_copied_run(text: str, training_text: str) -> CopiedRun:
    """Return the longest part of `text` that occurs in `training_text`.

    The first of equally long ones; an empty run at 0 if there is none.

    Only a run longer than the best so far matters. If even the second half of such a
    run does not occur in the training text, one search rules out every start up to
    that half; and searches are cached, because text repeats itself. So 2,000
    characters against 3 MB take 0.3 to 0.9 s instead of 2 to 5.
    """
    find = functools.cache(training_text.find)
    best = CopiedRun(0, 0, 0)
    start = 0
    while (end := start + best.length + 1) <= len(text):
        middle = (start + end) // 2
        if find(text[middle:end]) < 0:
            start = middle + 1
            continue
        source = find(text[start:end])
        if source >= 0:
            best = _extend(text, training_text, CopiedRun(start, end, source))
        start += 1
    return best


def words_of(text: str) -> frozenset[str]:
    """Return all distinct words, in lower case: letters and inner apostrophes only.

    Example:
        >>> sorted(words_of("O'er the hills, 3 dales; 'tis so"))
        ['dales', 'hills', "o'er", 'so', 'the', 'tis']
    """
    return frozenset(_plain(match[0]) for match in _WORD.finditer(text))


def real_word_share(text: str, words: frozenset[str]) -> float | None:
    """Return the share of the words of a generated text that are real.

    A word that touches either end of the text may be cut off and is not counted; a
    word that occurs twice counts twice.

    Args:
        text: What a model wrote.
        words: The real words, as `words_of` returns them.

    Returns:
        0 to 1; None if the text has no complete word.

    Example:
        >>> real_word_share("ing the cat zat on t", frozenset({"the", "cat", "on"}))
        0.75
    """
    # "o'" at the end may have been about to become "o'er".
    start = len(text) - len(text.lstrip(_APOSTROPHES))
    end = len(text.rstrip(_APOSTROPHES))
    matches = (m for m in _WORD.finditer(text) if start < m.start() and m.end() < end)
    real = [_plain(match[0]) in words for match in matches]
    return sum(real) / len(real) if real else None


def _plain(word: str) -> str:
    return word.lower().replace(_CURLY, "'")


def _extend(text: str, training_text: str, run: CopiedRun) -> CopiedRun:
    """Lengthen a run for as long as it occurs anywhere in the training text.

    A longer run can only occur where a shorter one does, so that the search never
    goes back and the whole extension reads the training text once.
    """
    end, source = run.end, run.source
    while end < len(text):
        following = source + end - run.start
        if following < len(training_text) and training_text[following] == text[end]:
            end += 1
            continue
        further = training_text.find(text[run.start : end + 1], source + 1)
        if further < 0:
            break
        end, source = end + 1, further
    return CopiedRun(run.start, end, source)
