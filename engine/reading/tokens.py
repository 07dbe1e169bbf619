"""Tokenisation: a text's words with their character spans.

NLTK's words, as in the original post, split further where an answer can start or end
inside one: at dashes, slashes and quotation marks, and before the full stop of a
sentence, which NLTK splits off only at the end of a text.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec, module_from_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import lookup

# A word is split at these marks; each is a word of its own.
_MARKS = "-\u2010\u2011\u2013\u2014\u2212/~\"\u201c\u201d\u2018\u2019'\u00b0\\[\\]"
_PARTS = re.compile(f"[{_MARKS}]|[^{_MARKS}]+")
_CLITIC = re.compile(r"(?:n't|'(?:s|re|ve|ll|d|m))", re.IGNORECASE)
_STOP = re.compile(r"[^.]+\.")  # one full stop, at the end: no abbreviation
_PLAIN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text.

    Args:
        text: The text itself.
        words: N words, as they are looked up (see `engine.data.lookup`).
        spans: Each word's characters [start, end) in `text`, (N, 2) int32.
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
        """Return the words [start, end) that overlap the characters [start, end).

        None where there are none.
        """
        overlapping = (self.spans[:, 0] < end) & (self.spans[:, 1] > start)
        indices = np.flatnonzero(overlapping)
        return (int(indices[0]), int(indices[-1]) + 1) if len(indices) else None

    def window(self, start: int, end: int) -> "Tokens":
        """Return the words [start, end) over the same text."""
        return Tokens(self.text, self.words[start:end], self.spans[start:end])


@cache
def _splitter() -> Any:
    # NLTK's package imports all of NLTK and most of SciPy, for seconds. In an empty
    # package of its name the module that splits words is found all the same.
    if spec := find_spec("nltk"):
        sys.modules.setdefault("nltk", module_from_spec(spec))
    from nltk.tokenize.destructive import NLTKWordTokenizer

    return NLTKWordTokenizer()


def tokenise(text: str) -> Tokens:
    """Return the words of a text in any script, as anyone may have typed it.

    Example:
        >>> tokenise("It's Lee's (1990–95) U.S. tour.").words
        ('It', "'s", 'Lee', "'s", '(', '1990', '–', '95', ')', 'U.S.', 'tour', '.')
    """
    form = lookup.of_words(text)
    spans = _split(form.text)
    given = [form.span(start, end) for start, end in spans]
    return _tokens(text, [form.text[start:end] for start, end in spans], given)


def tokenise_published(text: str) -> Tokens:
    """Return the words of a text of SQuAD, character by character as published.

    The shipped networks were trained and measured on these words: 33 paragraphs of
    its dev split have invisible characters or typographic apostrophes.
    """
    spans = _split(text)
    return _tokens(text, [text[start:end] for start, end in spans], spans)


def _tokens(text: str, words: list[str], spans: list[tuple[int, int]]) -> Tokens:
    return Tokens(text, tuple(words), np.array(spans, np.int32).reshape(-1, 2))


def _split(text: str) -> list[tuple[int, int]]:
    """Return the spans of a text's words."""
    return [span for word in _coarse(text) for span in _fine(text, *word)]


def _coarse(text: str) -> list[tuple[int, int]]:
    """Return NLTK's words."""
    try:
        spans = list(_splitter().span_tokenize(text))
    except ValueError:  # it cannot align quotation marks of several kinds
        return [match.span() for match in _PLAIN.finditer(text)]
    # Control characters are between words, not in them.
    return [(start, end) for start, end in spans if text[start:end].strip()]


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
