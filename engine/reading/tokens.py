"""From a text to its words and back: every word knows where it stands.

The splitting is NLTK's, as in the post, and goes on where an answer may begin
or end inside one of its words: at dashes, slashes and quotation marks, and
before the full stop of a sentence, which NLTK splits off at the end of a text
only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# What a word is split at; each such mark is a word of its own.
_MARKS = "-\u2010\u2011\u2013\u2014\u2212/~\"\u201c\u201d\u2018\u2019'\u00b0\\[\\]"
_PARTS = re.compile(f"[{_MARKS}]|[^{_MARKS}]+")
_CLITIC = re.compile(r"(?:n't|'(?:s|re|ve|ll|d|m))", re.IGNORECASE)
_STOP = re.compile(r"[^.]+\.")  # one full stop, at the end: no abbreviation
_PLAIN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text, each with its place.

    Args:
        text: The text itself.
        words: As they stand in it.
        spans: (N, 2) int32, where each word begins and ends in `text`, in
            characters, half-open.
    """

    text: str
    words: tuple[str, ...]
    spans: NDArray[np.int32]

    def __len__(self) -> int:
        """Return N, the number of words."""
        return len(self.words)

    def cut(self, start: int, end: int) -> str:
        """Return the original text of the words [start, end)."""
        if start >= end:
            return ""
        return self.text[self.spans[start, 0] : self.spans[end - 1, 1]]

    def words_between(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the words [first, last) that the characters [start, end) touch.

        None where they touch none.
        """
        touched = (self.spans[:, 0] < end) & (self.spans[:, 1] > start)
        places = np.flatnonzero(touched)
        return (int(places[0]), int(places[-1]) + 1) if len(places) else None

    def window(self, start: int, end: int) -> "Tokens":
        """Return the words [start, end) over the same text."""
        return Tokens(self.text, self.words[start:end], self.spans[start:end])


@cache
def _splitter() -> Any:
    from nltk.tokenize import NLTKWordTokenizer

    return NLTKWordTokenizer()


def tokenise(text: str) -> Tokens:
    """Return the words of a text; any text is split, in any alphabet.

    Example:
        >>> tokenise("It's Lee's (1990–95) U.S. tour.").words
        ('It', "'s", 'Lee', "'s", '(', '1990', '–', '95', ')', 'U.S.', 'tour', '.')
    """
    spans = [span for word in _coarse(text) for span in _fine(text, *word)]
    places = np.array(spans, np.int32).reshape(-1, 2)
    return Tokens(text, tuple(text[start:end] for start, end in spans), places)


def _coarse(text: str) -> list[tuple[int, int]]:
    """Return NLTK's words."""
    try:
        found = list(_splitter().span_tokenize(text))
    except ValueError:  # it lost its way among quotation marks of several kinds
        return [match.span() for match in _PLAIN.finditer(text)]
    # Control characters and the like stand between words, not in them.
    return [(start, end) for start, end in found if text[start:end].strip()]


def _fine(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of one of NLTK's words."""
    word = text[start:end]
    if _CLITIC.fullmatch(word):
        yield start, end
        return
    for part in _PARTS.finditer(word):
        first, last = start + part.start(), start + part.end()
        if _STOP.fullmatch(part[0]):
            yield first, last - 1
            first = last - 1
        yield first, last
