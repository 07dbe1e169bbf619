"""Encoding: from questions to examples, and to the arrays of a batch.

`WordTable` and `collate` encode for training and prediction alike. A batch has each
of its distinct words once, with its characters and its vector, and the texts as row
indices of that table: what depends on one word alone is computed once. Row 0 is
padding.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.glove import Vectors
from engine.data.spelling import REPLACEMENT, ids_of, spell
from engine.data.vocabulary import Vocabulary
from engine.reading.data import Paragraph, Question
from engine.reading.tokens import Tokens, tokenise, tokenise_published

# Lengths of contexts and questions and sizes of word tables are rounded up to these,
# so that few shapes are compiled: JAX takes half a minute for one on a graphics
# processor, where padding costs little. PyTorch compiles nothing: only padding
# counts there, and with TensorFlow's steps a tenth of a batch is padding.
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
    span: tuple[int, int]  # words [start, end) of the first answer; (0, 0) for none
    answers: tuple[str, ...]  # the reference answers


def to_examples(paragraphs: Iterable[Paragraph]) -> list[Example]:
    """Return the tokenised questions, in order."""
    examples = []
    for paragraph in paragraphs:
        split = tokenise_published if paragraph.published else tokenise
        context = split(paragraph.text)
        for question in paragraph.questions:
            question_tokens = split(question.text)
            examples.append(_example(context, question_tokens, question))
    return examples


def _example(context: Tokens, question_tokens: Tokens, question: Question) -> Example:
    span = None
    if question.answers:
        first = question.answers[0]
        span = context.words_between(first.start, first.start + len(first.text))
    answers = tuple(answer.text for answer in question.answers)
    return Example(question.id, context, question_tokens, span or (0, 0), answers)


def trainable(
    examples: Iterable[Example], max_context_words: int, max_question_words: int
) -> list[Example]:
    """Return truncated examples; those whose answer is cut off are left out."""
    return [
        Example(
            e.id, context, e.question.window(0, max_question_words), e.span, e.answers
        )
        for e in examples
        if 0 < e.span[1] <= max_context_words
        and len(e.question)
        and (context := e.context.window(0, max_context_words))
    ]


class WordTable:
    """The distinct words of texts, each with its vector and its characters."""

    def __init__(
        self, vectors: Vectors, characters: Vocabulary, max_word_characters: int
    ) -> None:
        """Make a table with nothing but the padding row.

        Args:
            vectors: The word embedding.
            characters: The character vocabulary.
            max_word_characters: Characters of a word that are read; the rest is cut.
        """
        self.vectors, self.max_word_characters = vectors, max_word_characters
        self.vocabulary = characters
        self._character_ids = ids_of(characters)
        self.index: dict[str, int] = {"": 0}
        self._lower_index: dict[str, int] = {"": 0}
        self._vector_rows: list[int] = [-1]
        self._characters: list[NDArray[np.int32]] = [
            np.zeros(max_word_characters, np.int32)
        ]
        self._lower_ids: list[int] = [0]
        self._stacked = (np.zeros((0, 0), np.int32), *(np.zeros(0, np.int32),) * 2)

    def __len__(self) -> int:
        """Return the number of rows, padding included."""
        return len(self.index)

    def ids(self, words: Sequence[str]) -> NDArray[np.int32]:
        """Return the row of each word, (len(words),) int32; new words are added."""
        return np.array([self._id(word) for word in words], np.int32)

    def _id(self, word: str) -> int:
        if word not in self.index:
            self.index[word] = len(self.index)
            lower = word.lower()
            self._vector_rows.append(self.vectors.index.get(lower, -1))
            self._lower_ids.append(
                self._lower_index.setdefault(lower, len(self._lower_index))
            )
            (spelled,) = spell([word], self._character_ids, self.max_word_characters)
            self._characters.append(spelled)
        return self.index[word]

    def character_ids(self, text: str) -> NDArray[np.int32]:
        """Return the id of each character, (len(text),) int32."""
        ids = self._character_ids
        return np.array([ids.get(c, REPLACEMENT) for c in text], np.int32)

    def _arrays(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
        """Return characters, vector rows and lower-case ids of all words."""
        if len(self._stacked[0]) != len(self.index):  # words were added
            self._stacked = (
                np.stack(self._characters),
                np.array(self._vector_rows, np.int32),
                np.array(self._lower_ids, np.int32),
            )
        return self._stacked

    def table(self, ids: NDArray[np.int32]) -> Inputs:
        """Return the network's inputs for the words of some rows.

        Returns:
            "characters" (U, L) int32 and "vectors" (U, 100) float32, zero where
            the word has none.
        """
        characters, vector_rows, _ = self._arrays()
        rows = vector_rows[ids]
        vectors = self.vectors.array[rows]
        vectors[rows < 0] = 0
        return {"characters": characters[ids].astype(np.int32), "vectors": vectors}

    def lower_ids(self, ids: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return ids that are equal for words that are equal in lower case."""
        return self._arrays()[2][ids]

    def has_vector(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Return which words have a vector, (len(words),)."""
        return self.vectors.rows(words) >= 0


@dataclass(frozen=True, slots=True)
class Encoded:
    """One example as rows of a `WordTable`."""

    context: NDArray[np.int32]  # (T,)
    question: NDArray[np.int32]  # (J,)
    span: tuple[int, int]


def encode(example: Example, words: WordTable) -> Encoded:
    """Return an example as rows of a word table."""
    context, question = (
        words.ids(text.words) for text in (example.context, example.question)
    )
    return Encoded(context, question, example.span)


def collate(
    items: Sequence[Encoded], words: WordTable
) -> tuple[Inputs, NDArray[np.float32]]:
    """Return the inputs and the targets of a batch.

    Returns:
        "characters" (U, L), "vectors" (U, 100): the distinct words of the batch;
        "context" (B, T), "question" (B, J): rows of them, 0 for padding;
        "word_overlap" (B, T, 2) float32: whether the question has the context word,
        exactly and in lower case. And the targets (B, 2, T) float32: 1 at the first
        and at the last word of the answer.
    """
    context = _padded([item.context for item in items], _CONTEXT_STEP)
    question = _padded([item.question for item in items], _QUESTION_STEP)
    used = np.union1d(np.union1d(context, question), [0]).astype(np.int32)
    table = words.table(used)
    inputs: Inputs = {
        "characters": _padded_rows(table["characters"], _TABLE_STEP),
        "vectors": _padded_rows(table["vectors"], _TABLE_STEP),
        "context": np.searchsorted(used, context).astype(np.int32),
        "question": np.searchsorted(used, question).astype(np.int32),
        "word_overlap": _word_overlap(context, question, words),
    }
    targets = np.zeros((len(items), 2, context.shape[1]), np.float32)
    for target, item in zip(targets, items, strict=True):
        target[[0, 1], [item.span[0], item.span[1] - 1]] = 1
    return inputs, targets


def _padded(texts: Sequence[NDArray[np.int32]], step: int) -> NDArray[np.int32]:
    """Return texts padded with zeros to one length, a multiple of `step`."""
    longest = max(len(text) for text in texts)
    padded = np.zeros((len(texts), -(-longest // step) * step), np.int32)
    for row, text in zip(padded, texts, strict=True):
        row[: len(text)] = text
    return padded


def _padded_rows(table: NDArray[np.generic], step: int) -> NDArray[np.generic]:
    """Return a table padded with rows of zeros to a multiple of `step`."""
    return np.pad(table, ((0, -len(table) % step), (0, 0)))


def _word_overlap(
    context: NDArray[np.int32], question: NDArray[np.int32], words: WordTable
) -> NDArray[np.float32]:
    """Return which context words the question has, (B, T, 2)."""
    overlaps = []
    for form in (lambda ids: ids, words.lower_ids):
        equal = form(context)[:, :, None] == form(question)[:, None, :]
        overlaps.append((equal & (context > 0)[:, :, None]).any(axis=2))
    return np.stack(overlaps, axis=2).astype(np.float32)
