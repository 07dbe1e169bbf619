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
from engine.reading.encoding import FIRST, Encoded, Words, batch
from engine.reading.material import CHARACTER_DIMENSIONS
from engine.reading.model import build
from engine.reading.spans import Span
from engine.reading.tokens import Tokens, tokenise
from engine.sampling import log_softmax

MAXIMUM_WORDS = 50_000  # of a context
# A longer context is read in windows of so many words, each beginning so many
# words after the one before.
_WINDOW, _STRIDE = 300, 200
_WINDOWS_AT_ONCE = 8
_ITEMS_AT_ONCE = 32  # of `chances`


class Reader:
    """A checkpoint that answers; may be called from several threads."""

    def __init__(self, folder: Path, epoch: float | None = None) -> None:
        """Load a checkpoint, or its weights after some epoch.

        Raises:
            CheckpointError: It is damaged, or has no such epoch.
            DataMissingError: The shared word vectors are not there.
        """
        self.card = checkpoint.verify(folder, "reading")
        self.config = ReadingConfig.from_mapping(self.card.config)
        try:
            characters = (folder / "characters.json").read_text(encoding="utf-8")
            self.characters = Vocabulary.from_text(characters)
            told = (folder / "calibration.json").read_text(encoding="utf-8")
            self.calibration = Calibration.from_text(told)
        except (OSError, ValueError) as error:
            raise CheckpointError(
                f"The checkpoint {folder.name} cannot be read: {error}."
            ) from error
        self.vectors = glove.load()
        size = len(self.characters) + FIRST
        begin = np.zeros((size, CHARACTER_DIMENSIONS), np.float32)
        self.model = build(self.config, begin)
        weights.load(self.model, folder / checkpoint.weights_file(self.card, epoch))
        self._lock = Lock()

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        return self.card.name

    def warm(self) -> None:
        """Compile what answering needs, so that the first answer is quick."""
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
        """Return the answer to a question on a context, and all that led to it.

        Args:
            context: Any text; a long one is read in windows.
            question: Any text; what is beyond the words of the config is not read.
            max_answer_words: Words that an answer may have; the config's where None.
            joint: Whether beginning and end are chosen together; the config's
                where None.
            most: Candidates at most.

        Raises:
            TextError: Context or question is empty, or the context too long.
        """
        text, asked = tokenise(context), tokenise(question)
        _check(text, asked)
        read = asked.window(0, self.config.max_question_words)
        words = self.words()
        logs, context_to_query, query_to_context, windows = self._ask(text, read, words)
        start_probabilities, end_probabilities = np.exp(logs)
        max_answer_words = max_answer_words or self.config.max_answer_words
        found: tuple[Span, ...] = spans.likeliest(
            start_probabilities, end_probabilities, max_answer_words, most
        )
        if joint is None:
            joint = self.config.span_search == "joint"
        if not joint:
            found = (spans.separate(start_probabilities, end_probabilities),)
        found = tuple(span for span in found if span.end > span.start)
        best = found[0].probability if found else 0.0
        return Reading(
            text,
            read,
            tuple(_candidate(text, span) for span in found),
            self.calibration.confidence(best) if found else 0.0,
            bool(found) and best >= self.calibration.no_answer_threshold,
            start_probabilities,
            end_probabilities,
            context_to_query,
            query_to_context,
            _unknown(words, text, read),
            windows,
            len(asked) - len(read),
        )

    def words(self) -> Words:
        """Return an empty table of words, as this network encodes them."""
        return Words(self.vectors, self.characters, self.config.max_word_characters)

    def _ask(
        self, context: Tokens, question: Tokens, words: Words
    ) -> tuple[NDArray[np.float64], NDArray[np.float32], NDArray[np.float32], int]:
        """Return log-probabilities (2, T), both attentions, and how many windows.

        A word that lies in several windows counts with its highest score, and with
        the attention of the window in whose middle it lies most.
        """
        size, asked = len(context), words.ids(question.words)
        ids = words.ids(context.words)
        starts = windows_of(size)
        logits = np.full((2, size), -np.inf)
        context_to_query = np.zeros((size, len(question)), np.float32)
        query_to_context = np.zeros(size, np.float32)
        depth = np.full(size, -1)
        for first in range(0, len(starts), _WINDOWS_AT_ONCE):
            some = starts[first : first + _WINDOWS_AT_ONCE]
            items = [Encoded(ids[s : s + _WINDOW], asked, (0, 0)) for s in some]
            answers = self._predict(items, words)
            for start, item, rows, flow, back in zip(
                some, items, *answers, strict=True
            ):
                end = start + len(item.context)
                width = end - start
                logits[:, start:end] = np.maximum(logits[:, start:end], rows[:, :width])
                inside = np.minimum(np.arange(width), np.arange(width)[::-1])
                better = inside > depth[start:end]
                places = start + np.flatnonzero(better)
                depth[places] = inside[better]
                context_to_query[places] = flow[:width, : len(question)][better]
                query_to_context[places] = back[:width][better]
        return (
            log_softmax(logits),
            context_to_query,
            query_to_context / max(float(query_to_context.sum()), 1e-12),
            len(starts),
        )

    def chances(self, items: Sequence[Encoded], words: Words) -> NDArray[np.float64]:
        """Return the probability that each item's own span is the answer, (N,).

        Args:
            items: Contexts of at most some hundred words; none may be empty.
            words: The table that they are encoded by.
        """
        found = []
        for first in range(0, len(items), _ITEMS_AT_ONCE):
            some = list(items[first : first + _ITEMS_AT_ONCE])
            logs = log_softmax(self._predict(some, words)[0])  # (B, 2, T)
            rows = range(len(some))
            start_probabilities = logs[rows, 0, [item.span[0] for item in some]]
            end_probabilities = logs[rows, 1, [item.span[1] - 1 for item in some]]
            found.append(np.exp(start_probabilities + end_probabilities))
        return np.concatenate(found)

    def _predict(self, items: list[Encoded], words: Words) -> tuple[Any, Any, Any]:
        """Return logits (B, 2, T) and both attentions of some windows."""
        inputs, _ = batch(items, words)
        with self._lock:
            logits, flow, back = self.model.inspection.predict_on_batch(inputs)
        return (
            np.asarray(logits, np.float64),
            np.asarray(flow, np.float32),
            np.asarray(back, np.float32),
        )


def windows_of(size: int) -> list[int]:
    """Return where the windows of a context of `size` words begin."""
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


def _unknown(words: Words, *texts: Tokens) -> tuple[str, ...]:
    """Return the words without a vector, in order, each once."""
    both = [word for text in texts for word in text.words]
    known = words.known(both)
    return tuple(dict.fromkeys(w for w, k in zip(both, known, strict=True) if not k))
