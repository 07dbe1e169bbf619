"""n-grams behind the verbs of the LSTM: they write and read alike."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.checkpoints import checkpoint
from engine.data.vocabulary import Vocabulary
from engine.errors import ConfigError
from engine.language.ngrams import file
from engine.language.ngrams.kneser_ney import KneserNey
from engine.language.piece import Piece, Reading, describe, joined
from engine.sampling import AS_GIVEN, GumbelNoise, SamplingSettings, draw

_BLOCK = 64  # characters per piece


class NGramWriter:
    """Kneser-Ney models of all orders up to the table's, from a checkpoint."""

    def __init__(self, folder: Path) -> None:
        """Load a checkpoint's table.

        Raises:
            CheckpointError: Missing, damaged or changed.
        """
        self.card = checkpoint.verify(folder, "language")
        text = (folder / "vocabulary.json").read_text(encoding="utf-8")
        self.vocabulary = Vocabulary.from_text(text)
        self.table = file.read(folder / "table.npz")
        self._models: dict[int, KneserNey] = {}

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        return self.card.name

    def warm(self) -> None:
        """Nothing is compiled here, so the first answer is as quick as the next."""

    def model(self, order: int) -> KneserNey:
        """Return the model of that order, 1 up to the table's.

        Raises:
            ConfigError: The table does not hold that order.
        """
        if not 1 <= order <= self.table.order:
            raise ConfigError(
                f"“order” must be between 1 and {self.table.order}, not {order}."
            )
        if order not in self._models:
            self._models[order] = KneserNey(self.table, order)
        return self._models[order]

    def write(
        self, prompt: str, length: int, settings: SamplingSettings, order: int
    ) -> Iterator[Piece]:
        """Yield what the model of that order writes after the prompt, in pieces.

        The arguments mean what they mean for `Writer.write`.
        """
        model, size = self.model(order), len(self.vocabulary)
        noise = GumbelNoise(settings.seed, size)
        ids = self.vocabulary.encode(prompt or "\n").ids.tolist()
        for start in range(0, length, _BLOCK):
            logits = np.zeros((min(_BLOCK, length - start), size))
            rows = noise.next_rows(len(logits))
            for row in range(len(logits)):
                with np.errstate(divide="ignore"):
                    logits[row] = np.log(model.next_probabilities(ids[-order:]))
                ids.append(draw(logits[row], settings, rows[row]))
            noise.pass_over(len(logits))
            picked = np.asarray(ids[-len(logits) :], np.int32)
            yield describe(picked, logits, self.vocabulary, settings)

    def read(
        self,
        text: str,
        order: int,
        settings: SamplingSettings = AS_GIVEN,
    ) -> Reading:
        """Return how likely each character of a text was to the model."""
        encoded = self.vocabulary.encode(text)
        ids = np.concatenate([self.vocabulary.encode("\n").ids, encoded.ids])
        model = self.model(order)
        pieces = []
        for start in range(0, len(encoded.ids), _BLOCK):  # so that memory is bounded
            read = encoded.ids[start : start + _BLOCK]
            logits = np.zeros((len(read), len(self.vocabulary)))
            for row in range(len(read)):
                end = start + row + 1
                context = ids[max(0, end - order) : end].tolist()
                logits[row] = np.log(model.next_probabilities(context))
            pieces.append(describe(read, logits, self.vocabulary, settings))
        return Reading(joined(pieces), encoded.replaced)
