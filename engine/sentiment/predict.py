"""A loaded network that classifies reviews; safe to share between threads."""

from collections.abc import Sequence
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints import checkpoint, weights
from engine.data import glove
from engine.data.english import is_english
from engine.data.lookup import has_visible
from engine.errors import CheckpointError, TextError
from engine.sentiment import calibration, encoding
from engine.sentiment.answers import Reading
from engine.sentiment.config import WordConfig, config_of
from engine.sentiment.encoding import CharacterEncoder
from engine.sentiment.evaluate import logits
from engine.sentiment.model import build
from engine.sentiment.tokens import Token, first_tokens


class Reviewer:
    """A network from a checkpoint that classifies reviews."""

    def __init__(self, folder: Path, epoch: float | None = None) -> None:
        """Load a checkpoint's final weights, or those of a snapshot.

        Args:
            folder: The checkpoint.
            epoch: The epoch of one of `card.snapshots`; None for the final weights.

        Raises:
            CheckpointError: Missing, damaged, changed, no such snapshot, or trained
                with other word vectors.
            DataMissingError: The shared word vectors are missing.
        """
        self.card = checkpoint.read_card(folder, "sentiment")
        weights_file = checkpoint.weights_file(self.card, epoch)
        for name in (encoding.FILE, calibration.FILE, weights_file):
            checkpoint.check_file(folder, name, self.card.files.get(name, ""))
        self.config = config_of(self.card.preset, self.card.config)
        stored = (folder / encoding.FILE).read_text(encoding="utf-8")
        self.encoder = encoding.from_text(stored, self._vectors())
        self.temperature = calibration.read(folder)
        self._model = build(self.config, self.encoder)
        weights.load(self._model, folder / weights_file)
        self._lock = RLock()

    def _vectors(self) -> glove.Vectors | None:
        """Return the word vectors that the network was trained with, if any."""
        if not isinstance(self.config, WordConfig):
            return None
        vectors = glove.load()
        if vectors.digest != self.card.facts.get("word_vectors_sha256"):
            raise CheckpointError(
                f"{self.card.name} was trained with other word vectors than the shared "
                "ones on this machine. Restore both from git, or train again."
            )
        return vectors

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        return self.card.name

    @property
    def model(self) -> Any:
        """The Keras model, for evaluation and for looking inside."""
        return self._model

    def warm(self) -> None:
        """Compile the network, so that the first answer comes at once."""
        self.read("good")

    def read(self, text: str) -> Reading:
        """Return the answer on a review, or on its start if it is very long.

        Raises:
            TextError: The review is empty.
        """
        return self.read_many([text])[0]

    def read_many(self, texts: Sequence[str]) -> list[Reading]:
        """Return the answer on each review.

        Raises:
            TextError: A review is empty.
        """
        tokenised = [_tokens(text) for text in texts]
        words = [tuple(token.word for token in tokens) for tokens in tokenised]
        vectors = glove.load()  # also for a network that reads without them
        return [
            Reading(
                text,
                tokens,
                tuple(self.encoder.in_vocabulary(token.word) for token in tokens),
                self._characters_read(text, tokens),
                probabilities,
                is_english([token.word for token in tokens], vectors),
            )
            for text, tokens, probabilities in zip(
                texts, tokenised, self.probabilities(words), strict=True
            )
        ]

    def logits(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Return the logits of tokenised texts, (N, 5) float64."""
        encoded = self.encoder.encode(texts)
        with self._lock:
            return logits(self._model, self.encoder, encoded).astype(np.float64)

    def probabilities(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Return the probabilities of tokenised texts, (N, 5) float64."""
        return calibration.probabilities(self.logits(texts), self.temperature)

    def _characters_read(self, text: str, tokens: Sequence[Token]) -> int:
        """Return how many characters of a review were read.

        No network reads more than `tokens.MOST_WORDS`; a character CNN can stop
        earlier.
        """
        if isinstance(self.encoder, CharacterEncoder):
            length = -1  # of the tokens, joined by spaces
            for token in tokens:
                length += 1 + len(token.word)
                if length > self.encoder.max_characters:
                    return token.start
        end = tokens[-1].end
        return end if has_visible(text[end:]) else len(text)


def _tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a review that are read; refuse an empty review."""
    tokens = first_tokens(text) if has_visible(text) else ()
    if not tokens:
        raise TextError("There is nothing to read: type a sentence about a film.")
    return tokens
