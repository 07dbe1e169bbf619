"""The loaded network: a context and a question in, the answer in its place out."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints import checkpoint, weights
from engine.data import glove
from engine.data.vocabulary import Vocabulary
from engine.errors import CheckpointError, TextError
from engine.reading import spans
from engine.reading.answers import Candidate, Reading
from engine.reading.calibration import Calibration
from engine.reading.config import ReadingConfig
from engine.reading.encoding import FIRST, Encoded, WordTable, collate
from engine.reading.model import build
from engine.reading.spans import Span
from engine.reading.tokens import Tokens, tokenise
from engine.reading.training_set import CHARACTER_DIMENSIONS
from engine.sampling import log_softmax

MAXIMUM_WORDS = 50_000  # of a context
# A longer context is read in overlapping windows, in words.
_WINDOW, _STRIDE = 300, 200
_WINDOWS_PER_BATCH = 8
_ITEMS_PER_BATCH = 32  # of `span_probabilities`


class Reader:
    """A checkpoint that answers questions; safe to call from several threads."""

    def __init__(self, folder: Path, epoch: float | None = None) -> None:
        """Load a checkpoint, or its weights after an epoch.

        Raises:
            CheckpointError: It is damaged, or has no such epoch.
            DataMissingError: The shared word vectors are missing.
        """
        self.card = checkpoint.verify(folder, "reading")
        self.config = ReadingConfig.from_mapping(self.card.config)
        try:
            characters = (folder / "characters.json").read_text(encoding="utf-8")
            self.characters = Vocabulary.from_text(characters)
            calibration = (folder / "calibration.json").read_text(encoding="utf-8")
            self.calibration = Calibration.from_text(calibration)
        except (OSError, ValueError) as error:
            raise CheckpointError(
                f"The checkpoint {folder.name} cannot be read: {error}."
            ) from error
        self.vectors = glove.load()
        size = len(self.characters) + FIRST
        placeholder = np.zeros((size, CHARACTER_DIMENSIONS), np.float32)
        self.model = build(self.config, placeholder)
        weights.load(self.model, folder / checkpoint.weights_file(self.card, epoch))
        self._lock = Lock()

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        return self.card.name

    def warm(self) -> None:
        """Compile the network, so that the first answer is quick."""
        # Two calls that differ in every length: after them TensorFlow has a graph
        # for any context, question, number of words and number of windows.
        self.read("word " * 60, "Which word?")
        self.read(" ".join(map(str, range(600))), "Which of all these words is it?")

    def read(
        self,
        context: str,
        question: str,
        *,
        max_answer_words: int | None = None,
        joint: bool | None = None,
        most: int = 5,
    ) -> Reading:
        """Return the answer to a question on a context, with its probabilities.

        Args:
            context: Any text; a long one is read in windows.
            question: Any text; words beyond the config's maximum are cut off.
            max_answer_words: Longest answer; None for the config's.
            joint: Whether start and end are chosen together; None for the config's.
            most: Number of candidates.

        Raises:
            TextError: Context or question is empty, or the context too long.
        """
        tokens, whole_question = tokenise(context), tokenise(question)
        _check(tokens, whole_question)
        query = whole_question.window(0, self.config.max_question_words)
        words = self.word_table()
        logs, context_to_query, query_to_context, windows = self._read_windows(
            tokens, query, words
        )
        start_probabilities, end_probabilities = np.exp(logs)
        likeliest = self._search(
            start_probabilities, end_probabilities, max_answer_words, joint, most
        )
        best = likeliest[0].probability if likeliest else 0.0
        return Reading(
            tokens,
            query,
            tuple(_candidate(tokens, span) for span in likeliest),
            self.calibration.confidence(best) if likeliest else 0.0,
            bool(likeliest) and best >= self.calibration.no_answer_threshold,
            start_probabilities,
            end_probabilities,
            context_to_query,
            query_to_context,
            _without_vector(words, tokens, query),
            windows,
            len(whole_question) - len(query),
        )

    def _search(
        self,
        start_probabilities: NDArray[np.float64],
        end_probabilities: NDArray[np.float64],
        max_answer_words: int | None,
        joint: bool | None,
        most: int,
    ) -> tuple[Span, ...]:
        """Return the most probable spans, best first; arguments as of `read`."""
        if joint is None:
            joint = self.config.span_search == "joint"
        if not joint:
            span = spans.separate(start_probabilities, end_probabilities)
            return (span,) if span.end > span.start else ()
        likeliest: tuple[Span, ...] = spans.likeliest(
            start_probabilities,
            end_probabilities,
            max_answer_words or self.config.max_answer_words,
            most,
        )
        return likeliest

    def word_table(self) -> WordTable:
        """Return an empty word table, as this network encodes words."""
        return WordTable(self.vectors, self.characters, self.config.max_word_characters)

    def _read_windows(
        self, context: Tokens, question: Tokens, words: WordTable
    ) -> tuple[NDArray[np.float64], NDArray[np.float32], NDArray[np.float32], int]:
        """Return log-probabilities (2, T), attention weights, the number of windows.

        A word of several windows gets its highest logit, and the attention weights
        of the window where it is farthest from the edge.
        """
        size, query_ids = len(context), words.ids(question.words)
        ids = words.ids(context.words)
        starts = window_starts(size)
        logits = np.full((2, size), -np.inf)
        context_to_query = np.zeros((size, len(question)), np.float32)
        query_to_context = np.zeros(size, np.float32)
        margin = np.full(size, -1)  # distance to the nearer edge of its window
        for first in range(0, len(starts), _WINDOWS_PER_BATCH):
            chunk = starts[first : first + _WINDOWS_PER_BATCH]
            items = [Encoded(ids[s : s + _WINDOW], query_ids, (0, 0)) for s in chunk]
            outputs = self._predict(items, words)
            for start, item, rows, to_query, to_context in zip(
                chunk, items, *outputs, strict=True
            ):
                end = start + len(item.context)
                width = end - start
                logits[:, start:end] = np.maximum(logits[:, start:end], rows[:, :width])
                distance = np.minimum(np.arange(width), np.arange(width)[::-1])
                better = distance > margin[start:end]
                indices = start + np.flatnonzero(better)
                margin[indices] = distance[better]
                context_to_query[indices] = to_query[:width, : len(question)][better]
                query_to_context[indices] = to_context[:width][better]
        return (
            log_softmax(logits),
            context_to_query,
            query_to_context / max(float(query_to_context.sum()), 1e-12),
            len(starts),
        )

    def span_probabilities(
        self, items: Sequence[Encoded], words: WordTable
    ) -> NDArray[np.float64]:
        """Return the probability that each item's span is the answer, (N,).

        Args:
            items: Contexts of at most a few hundred words, none of them empty.
            words: The table that they are encoded with.
        """
        probabilities = []
        for first in range(0, len(items), _ITEMS_PER_BATCH):
            chunk = list(items[first : first + _ITEMS_PER_BATCH])
            logs = log_softmax(self._predict(chunk, words)[0])  # (B, 2, T)
            rows = range(len(chunk))
            start_logs = logs[rows, 0, [item.span[0] for item in chunk]]
            end_logs = logs[rows, 1, [item.span[1] - 1 for item in chunk]]
            probabilities.append(np.exp(start_logs + end_logs))
        return np.concatenate(probabilities)

    def _predict(self, items: list[Encoded], words: WordTable) -> tuple[Any, Any, Any]:
        """Return logits (B, 2, T), context-to-query and query-to-context weights."""
        inputs, _ = collate(items, words)
        with self._lock:
            logits, to_query, to_context = self.model.inspection.predict_on_batch(
                inputs
            )
        return (
            np.asarray(logits, np.float64),
            np.asarray(to_query, np.float32),
            np.asarray(to_context, np.float32),
        )


def window_starts(size: int) -> list[int]:
    """Return the first word of each window of a context of `size` words."""
    if size <= _WINDOW:
        return [0]
    return [*range(0, size - _WINDOW, _STRIDE), size - _WINDOW]


def _check(context: Tokens, question: Tokens) -> None:
    if not len(context):
        raise TextError("The paragraph is empty. Paste a paragraph first.")
    if not len(question):
        raise TextError("The question is empty. Ask something about the paragraph.")
    if len(context) > MAXIMUM_WORDS:
        raise TextError(
            f"The paragraph has {len(context):,} words; the maximum is "
            f"{MAXIMUM_WORDS:,}."
        )


def _candidate(context: Tokens, span: Span) -> Candidate:
    start = int(context.spans[span.start, 0])
    end = int(context.spans[span.end - 1, 1])
    return Candidate(
        context.text[start:end], (start, end), (span.start, span.end), span.probability
    )


def _without_vector(words: WordTable, *texts: Tokens) -> tuple[str, ...]:
    """Return the words without a vector, in order, each once."""
    every = [word for text in texts for word in text.words]
    missing = ~words.has_vector(every)
    return tuple(dict.fromkeys(np.array(every, object)[missing].tolist()))
