"""From questions to numbers: examples, word tables and batches.

Encoding is `Words` and `batch`, for training and prediction alike. A batch holds
each of its different words once, with its characters and its vector, and the
texts as rows of that table: what is computed for a word alone is computed once.
Row 0 is no word: it fills texts up to a common length.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.glove import Vectors
from engine.data.vocabulary import Vocabulary
from engine.reading.data import Paragraph, Question
from engine.reading.tokens import Tokens, tokenise

# Of a word's characters: 0 fills short words up, 1 stands for those unknown.
PADDING, REPLACEMENT, FIRST = 0, 1, 2
# Lengths of contexts and questions and sizes of word tables are rounded up to these,
# so that few shapes are compiled: JAX takes half a minute for one on a graphics
# processor, where padding costs little. PyTorch compiles none: there only padding
# counts, and with TensorFlow's steps a tenth of a batch is padding.
_CONTEXT_STEP, _QUESTION_STEP, _TABLE_STEP = {
    "torch": (8, 4, 64),
    "jax": (64, 32, 8192),
}.get(os.environ.get("KERAS_BACKEND", ""), (32, 4, 512))

Inputs = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Example:
    """One question on one context, as words."""

    id: str
    context: Tokens
    question: Tokens
    span: tuple[int, int]  # words [start, end) of the first given answer; (0, 0) none
    answers: tuple[str, ...]  # all that people gave


def examples(paragraphs: Iterable[Paragraph]) -> list[Example]:
    """Return the examples of all questions, in order."""
    found = []
    for paragraph in paragraphs:
        context = tokenise(paragraph.text)
        found += [_example(context, question) for question in paragraph.questions]
    return found


def _example(context: Tokens, question: Question) -> Example:
    span = None
    if question.answers:
        first = question.answers[0]
        span = context.words_between(first.start, first.start + len(first.text))
    answers = tuple(answer.text for answer in question.answers)
    return Example(
        question.id, context, tokenise(question.text), span or (0, 0), answers
    )


def trainable(
    found: Iterable[Example], max_context_words: int, max_question_words: int
) -> list[Example]:
    """Return the examples whose answer lies within the first words of a context."""
    return [
        Example(
            e.id, context, e.question.window(0, max_question_words), e.span, e.answers
        )
        for e in found
        if 0 < e.span[1] <= max_context_words
        and len(e.question)
        and (context := e.context.window(0, max_context_words))
    ]


class Words:
    """Every different word of some texts, once: its vector and its characters."""

    def __init__(
        self, vectors: Vectors, characters: Vocabulary, max_word_characters: int
    ) -> None:
        """Begin with no word.

        Args:
            vectors: What the words mean.
            characters: Those that are told apart.
            max_word_characters: Of each word, from its beginning.
        """
        self.vectors, self.max_word_characters = vectors, max_word_characters
        self.alphabet = characters
        self._numbers = {c: i + FIRST for i, c in enumerate(characters.characters)}
        self.index: dict[str, int] = {"": 0}
        self.lower: dict[str, int] = {"": 0}
        self._rows: list[int] = [-1]
        self._letters: list[NDArray[np.int32]] = [
            np.zeros(max_word_characters, np.int32)
        ]
        self._lower: list[int] = [0]
        self._kept = (np.zeros((0, 0), np.int32), *(np.zeros(0, np.int32),) * 2)

    def __len__(self) -> int:
        """Return how many words there are, the one that is none included."""
        return len(self.index)

    def ids(self, words: Sequence[str]) -> NDArray[np.int32]:
        """Return the number of each word, (len(words),); new ones are added."""
        return np.array([self._id(word) for word in words], np.int32)

    def _id(self, word: str) -> int:
        if word not in self.index:
            self.index[word] = len(self.index)
            small = word.lower()
            self._rows.append(self.vectors.index.get(small, -1))
            self._lower.append(self.lower.setdefault(small, len(self.lower)))
            letters = np.zeros(self.max_word_characters, np.int32)
            kept = word[: self.max_word_characters]
            letters[: len(kept)] = self.characters_of(kept)
            self._letters.append(letters)
        return self.index[word]

    def characters_of(self, text: str) -> NDArray[np.int32]:
        """Return the number of each character, (len(text),)."""
        numbers = self._numbers
        return np.array([numbers.get(c, REPLACEMENT) for c in text], np.int32)

    def _arrays(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """Return letters, rows of the vectors and small letters of all words."""
        if len(self._kept[0]) != len(self.index):  # words came in since
            self._kept = (
                np.stack(self._letters),
                np.array(self._rows, np.int32),
                np.array(self._lower, np.int32),
            )
        return self._kept

    def table(self, ids: NDArray[np.int32]) -> Inputs:
        """Return what the network gets of some words.

        Returns:
            "characters" (U, L) int32 and "vectors" (U, 100) float32, zero where
            the word has none.
        """
        letters, all_rows, _ = self._arrays()
        rows = all_rows[ids]
        vectors = self.vectors.array[rows]
        vectors[rows < 0] = 0
        return {"characters": letters[ids].astype(np.int32), "vectors": vectors}

    def small(self, ids: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return numbers that are the same for words the same in small letters."""
        return self._arrays()[2][ids]

    def known(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Return which words have a vector, (len(words),)."""
        return self.vectors.rows(words) >= 0


@dataclass(frozen=True, slots=True)
class Encoded:
    """The words of one example as numbers of `Words`."""

    context: NDArray[np.int32]  # (T,)
    question: NDArray[np.int32]  # (J,)
    span: tuple[int, int]


def encode(example: Example, words: Words) -> Encoded:
    """Return an example as numbers."""
    context, question = (
        words.ids(text.words) for text in (example.context, example.question)
    )
    return Encoded(context, question, example.span)


def batch(items: Sequence[Encoded], words: Words) -> tuple[Inputs, NDArray[np.float32]]:
    """Return what the network gets of some examples, and what it shall answer.

    Returns:
        "characters" (U, L), "vectors" (U, 100): the words of the batch;
        "context" (B, T), "question" (B, J): rows of them, 0 behind the last word;
        "same" (B, T, 2) float32: whether a context word stands in the question as
        it is, and in small letters. And the targets (B, 2, T) float32: 1 at the
        first and at the last word of the answer.
    """
    context = _filled([item.context for item in items], _CONTEXT_STEP)
    question = _filled([item.question for item in items], _QUESTION_STEP)
    used = np.union1d(np.union1d(context, question), [0]).astype(np.int32)
    table = words.table(used)
    inputs: Inputs = {
        "characters": _longer(table["characters"], _TABLE_STEP),
        "vectors": _longer(table["vectors"], _TABLE_STEP),
        "context": np.searchsorted(used, context).astype(np.int32),
        "question": np.searchsorted(used, question).astype(np.int32),
        "word_overlap": _same(context, question, words),
    }
    targets = np.zeros((len(items), 2, context.shape[1]), np.float32)
    for target, item in zip(targets, items, strict=True):
        target[[0, 1], [item.span[0], item.span[1] - 1]] = 1
    return inputs, targets


def _filled(texts: Sequence[NDArray[np.int32]], step: int) -> NDArray[np.int32]:
    """Return texts of one length, a multiple of `step`, zeros behind each."""
    longest = max(len(text) for text in texts)
    filled = np.zeros((len(texts), -(-longest // step) * step), np.int32)
    for row, text in zip(filled, texts, strict=True):
        row[: len(text)] = text
    return filled


def _longer(table: NDArray[np.generic], step: int) -> NDArray[np.generic]:
    """Return a table with rows of zeros added up to a multiple of `step`."""
    return np.pad(table, ((0, -len(table) % step), (0, 0)))


def _same(
    context: NDArray[np.int32], question: NDArray[np.int32], words: Words
) -> NDArray[np.float32]:
    """Return which context words the question has, (B, T, 2)."""
    kinds = []
    for of in (lambda ids: ids, words.small):
        equal = of(context)[:, :, None] == of(question)[:, None, :]
        kinds.append((equal & (context > 0)[:, :, None]).any(axis=2))
    return np.stack(kinds, axis=2).astype(np.float32)
