"""The loaded network: a context and a question in, the answer in its place out."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.backend.compiled import answering
from engine.checkpoints import checkpoint, weights
from engine.data import glove
from engine.data.english import is_english
from engine.data.lookup import has_visible
from engine.data.spelling import FIRST
from engine.data.vocabulary import Vocabulary
from engine.errors import CheckpointError, TextError
from engine.reading import calibration, evaluate, spans, windows
from engine.reading.answers import Candidate, Reading
from engine.reading.calibration import Calibration
from engine.reading.config import ReadingConfig
from engine.reading.encoding import Encoded, Example, WordTable, collate
from engine.reading.model import build
from engine.reading.spans import Span
from engine.reading.tokens import Tokens, tokenise
from engine.reading.training.training_set import CHARACTER_DIMENSIONS
from engine.reading.windows import Attended, Logits
from engine.sampling import log_softmax

MAXIMUM_WORDS = 50_000  # of a context
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
            fitted = (folder / calibration.FILE).read_text(encoding="utf-8")
            # It was fitted on the final weights.
            self.calibration = (
                Calibration.from_text(fitted) if epoch is None else Calibration()
            )
        except (OSError, ValueError) as error:
            raise CheckpointError(
                f"The checkpoint {folder.name} cannot be read: {error}."
            ) from error
        self.vectors = glove.load()
        size = len(self.characters) + FIRST
        # Replaced by those of the file, as all weights are.
        character_vectors = np.zeros((size, CHARACTER_DIMENSIONS), np.float32)
        self.model = build(self.config, character_vectors)
        weights.load(self.model, folder / checkpoint.weights_file(self.card, epoch))
        self._inspect = answering(self.model.inspection)
        self._lock = Lock()

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        return self.card.name

    def warm(self) -> None:
        """Compile the network, so that the first answer is quick."""
        self.read("word " * 60, "Which word?")

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
        tokens, whole_question = _checked(context, question)
        query = whole_question.window(0, self.config.max_question_words)
        attended = self.attend(tokens, query)
        start_probabilities, end_probabilities = np.exp(log_softmax(attended.logits))
        likeliest = self._search(
            start_probabilities, end_probabilities, max_answer_words, joint, most
        )
        evidence = evaluate.evidence(attended.logits, tokens, query, self.config)
        english = all(is_english(text.words, self.vectors) for text in (tokens, query))
        return Reading(
            tokens,
            query,
            tuple(
                Candidate.of(tokens, span.start, span.end, span.probability)
                for span in likeliest
            ),
            self.calibration.confidence(likeliest[0].probability)
            if likeliest and english
            else None,
            self.calibration.has_answer(evidence),
            start_probabilities,
            end_probabilities,
            attended.context_to_query,
            attended.query_to_context,
            _without_vector(self.word_table(), tokens, query),
            attended.windows,
            len(whole_question) - len(query),
            english,
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

    def logits(self, examples: Sequence[Example]) -> list[Logits]:
        """Return the logits of each example's whole context, (2, T) each."""
        return evaluate.logits_of(self.model, examples, self.word_table(), self.config)

    def attend(self, context: Tokens, question: Tokens) -> Attended:
        """Return logits and attention weights; neither text may be empty."""
        words = self.word_table()
        ids, query_ids = words.ids(context.words), words.ids(question.words)
        starts = windows.starts(len(context))
        parts = []
        for first in range(0, len(starts), _WINDOWS_PER_BATCH):
            chunk = starts[first : first + _WINDOWS_PER_BATCH]
            items = [
                Encoded(ids[s : s + windows.WORDS], query_ids, (0, 0)) for s in chunk
            ]
            for start, item, rows, to_query, to_context in zip(
                chunk, items, *self._predict(items, words), strict=True
            ):
                width = len(item.context)
                to_query = to_query[:width, : len(question)]
                parts.append((start, rows[:, :width], to_query, to_context[:width]))
        return windows.join(len(context), parts)

    def span_probabilities(
        self, items: Sequence[Encoded], words: WordTable
    ) -> NDArray[np.float64]:
        """Return the probability that each item's span is the answer, (N,).

        Args:
            items: Contexts of at most a few hundred words, none of them empty.
            words: The table that they are encoded with.
        """
        start, end = self.edge_probabilities(items, words)
        return np.asarray(start * end)

    def edge_probabilities(
        self, items: Sequence[Encoded], words: WordTable
    ) -> NDArray[np.float64]:
        """Return the probabilities of each item's start and of its end, (2, N)."""
        edges = []
        for first in range(0, len(items), _ITEMS_PER_BATCH):
            chunk = list(items[first : first + _ITEMS_PER_BATCH])
            logs = log_softmax(self._predict(chunk, words)[0])  # (B, 2, T)
            rows = range(len(chunk))
            start_logs = logs[rows, 0, [item.span[0] for item in chunk]]
            end_logs = logs[rows, 1, [item.span[1] - 1 for item in chunk]]
            edges.append(np.exp([start_logs, end_logs]))
        return np.concatenate(edges, axis=1)

    def _predict(self, items: list[Encoded], words: WordTable) -> tuple[Any, Any, Any]:
        """Return logits (B, 2, T), context-to-query and query-to-context weights."""
        inputs, _ = collate(items, words)
        with self._lock:
            logits, to_query, to_context = self._inspect(inputs)
        return (
            np.asarray(logits, np.float64),
            np.asarray(to_query, np.float32),
            np.asarray(to_context, np.float32),
        )


def _checked(context: str, question: str) -> tuple[Tokens, Tokens]:
    """Return the words of a context and a question; refuse what cannot be read."""
    if not has_visible(context):
        raise TextError("The paragraph is empty. Paste a paragraph first.")
    if not has_visible(question):
        raise TextError("The question is empty. Ask something about the paragraph.")
    tokens = tokenise(context)
    if len(tokens) > MAXIMUM_WORDS:
        size, most = f"{len(tokens):,}", f"{MAXIMUM_WORDS:,}"
        raise TextError(f"The paragraph has {size} words; the maximum is {most}.")
    return tokens, tokenise(question)


def _without_vector(words: WordTable, *texts: Tokens) -> tuple[str, ...]:
    """Return the words without a vector, in order, each once."""
    every = [word for text in texts for word in text.words]
    missing = ~words.has_vector(every)
    return tuple(dict.fromkeys(np.array(every, object)[missing].tolist()))
