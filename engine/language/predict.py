"""A loaded network that writes, reads and returns its hidden states."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints import checkpoint, weights
from engine.data.lookup import composed_text
from engine.data.vocabulary import Vocabulary
from engine.errors import CheckpointError
from engine.language.config import LanguageConfig
from engine.language.evaluate import hidden_states, stream_logits
from engine.language.model import build, reset_states
from engine.language.piece import Piece, Reading, describe, joined
from engine.language.step_weights import StepWeights
from engine.language.writing import Held, Writing
from engine.sampling import AS_GIVEN, SamplingSettings


@dataclass(frozen=True, slots=True)
class Memory:
    """The state of the network while it reads or writes.

    Args:
        before: A text that is read first and sets the state.
        reset_every: Reset the state every so many characters; 0 never.
    """

    before: str = ""
    reset_every: int = 0


_random_numbers = Lock()  # held while Python's are seeded


def untrained(config: LanguageConfig, vocabulary_size: int) -> Any:
    """Return the network as it was before its first batch, for one stream.

    The seed is enough: Keras seeds each layer's initial weights from `random`. A
    network that another thread builds at the same moment draws from it as well; then
    other weights come out, just as untrained.

    Raises:
        CheckpointError: Its initial weights were those of another network.
    """
    if config.initial_weights != "none":
        raise CheckpointError(
            f"This network started from the weights of {config.initial_weights}, not "
            "from random ones. Choose that network to see its epoch 0."
        )
    with _random_numbers:
        before = random.getstate()
        random.seed(config.seed)
        try:
            return build(config, vocabulary_size, streams=1)
        finally:
            random.setstate(before)


class Writer:
    """A character-level LSTM from a checkpoint; safe to share between threads."""

    def __init__(self, folder: Path, epoch: float | None = None) -> None:
        """Load a checkpoint's final weights, or those of a snapshot.

        Args:
            folder: The checkpoint.
            epoch: One of `card.snapshots`' epochs, 0 for the untrained network, or
                None for the final weights.

        Raises:
            CheckpointError: Missing, damaged or changed, or without that snapshot.
        """
        self.card = checkpoint.read_card(folder, "language")
        files = [] if epoch == 0 else [checkpoint.weights_file(self.card, epoch)]
        for name in ("vocabulary.json", *files):
            checkpoint.check_file(folder, name, self.card.files.get(name, ""))
        text = (folder / "vocabulary.json").read_text(encoding="utf-8")
        self.vocabulary = Vocabulary.from_text(text)
        config = LanguageConfig.from_mapping(self.card.config)
        if epoch == 0:
            self._model = untrained(config, len(self.vocabulary))
        else:
            self._model = build(config, len(self.vocabulary), streams=1)
        for name in files:
            weights.load(self._model, folder / name)
        self.step_weights = StepWeights.of(self._model)
        self._lock = RLock()

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        return self.card.name

    def warm(self) -> None:
        """Compile the loop that writes and the one that reads."""
        for _ in self.write("L", 1, SamplingSettings()):
            pass

    def write(
        self,
        prompt: str,
        length: int,
        settings: SamplingSettings,
        memory: Memory = Memory(),
        held: Held | None = None,
    ) -> Iterator[Piece]:
        """Yield the text written after the prompt, in small pieces.

        An empty prompt is read as a new line. The same prompt, settings and memory
        give the same text.

        Args:
            prompt: The text to continue; characters outside the vocabulary are
                replaced.
            length: Characters to write.
            settings: Sampling settings and seed.
            memory: Text to read first, and how often the state is reset.
            held: A hidden unit with a fixed value while it reads and writes.
        """
        writing = Writing(self.step_weights, settings, length, memory.reset_every, held)
        context = self._ids(memory.before + (prompt or "\n"))
        # No lock: all state is in `writing`, none in the model.
        writing.read(context)
        for block in writing.blocks():
            yield describe(*block, self.vocabulary, settings)

    def read(
        self,
        text: str,
        memory: Memory = Memory(),
        settings: SamplingSettings = AS_GIVEN,
        prompt: str = "\n",
    ) -> Reading:
        """Return the probability of each character of a text, given all before it.

        Args:
            text: To read.
            memory: As in `write`.
            settings: As in `write`.
            prompt: That the first character follows, at least one character.
        """
        encoded = self.vocabulary.encode(composed_text(text))
        lead = self._ids(memory.before + prompt)
        with self._lock:
            reset_states(self._model)
            for _ in stream_logits(self._model, lead[:-1]):
                pass
            ids = np.concatenate([lead[-1:], encoded.ids])[: len(encoded.ids)]
            pieces: list[Piece] = []
            start = 0
            # Block by block: with a large vocabulary, all logits take gigabytes.
            for logits in self._logits(ids, memory.reset_every):
                block = encoded.ids[start : start + len(logits)]
                pieces.append(describe(block, logits, self.vocabulary, settings))
                start += len(logits)
        return Reading(joined(pieces), encoded.replaced)

    def _ids(self, text: str) -> NDArray[np.int32]:
        """Return a text as ids, however its accents are written."""
        return self.vocabulary.encode(composed_text(text)).ids

    def _logits(
        self, ids: NDArray[np.int32], reset_every: int
    ) -> Iterator[NDArray[np.float64]]:
        """Yield the log-probabilities of what follows each id, (n, V) at a time."""
        step = reset_every or max(1, len(ids))
        for start in range(0, len(ids), step):
            if start:  # the first reset comes after `reset_every` characters
                reset_states(self._model)
            yield from stream_logits(self._model, ids[start : start + step])

    def unit_traces(self, text: str) -> NDArray[np.float32]:
        """Return each hidden unit's activation after each character, (layers, N, U)."""
        with self._lock:
            return hidden_states(self._model, self._ids(text))

    @property
    def model(self) -> Any:
        """The Keras model, built for one stream."""
        return self._model
