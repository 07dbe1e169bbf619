"""n-grams with the interface of the LSTM's `Writer`."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.checkpoints import checkpoint
from engine.data.lookup import composed_text
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
        """Do nothing: there is nothing to compile."""

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
        """Yield the text that the model of that order writes after the prompt.

        The other arguments are those of `Writer.write`.
        """
        model, size = self.model(order), len(self.vocabulary)
        noise = GumbelNoise(settings.seed, size)
        ids = self.vocabulary.encode(composed_text(prompt) or "\n").ids.tolist()
        for start in range(0, length, _BLOCK):
            log_p = np.zeros((min(_BLOCK, length - start), size))
            rows = noise.next_rows(len(log_p))
            for i, row in enumerate(rows):
                log_p[i] = np.log(model.next_probabilities(ids[-order:]))
                ids.append(draw(log_p[i], settings, row))
            noise.pass_over(len(log_p))
            drawn = np.asarray(ids[-len(log_p) :], np.int32)
            yield describe(drawn, log_p, self.vocabulary, settings)

    def read(
        self,
        text: str,
        order: int,
        settings: SamplingSettings = AS_GIVEN,
    ) -> Reading:
        """Return the probability of each character of a text, given all before it."""
        encoded = self.vocabulary.encode(composed_text(text))
        ids = np.concatenate([self.vocabulary.encode("\n").ids, encoded.ids])
        model = self.model(order)
        pieces = []
        for start in range(0, len(encoded.ids), _BLOCK):  # bounds the memory
            block = encoded.ids[start : start + _BLOCK]
            log_p = np.zeros((len(block), len(self.vocabulary)))
            for i in range(len(block)):
                end = start + i + 1
                context = ids[max(0, end - order) : end].tolist()
                log_p[i] = np.log(model.next_probabilities(context))
            pieces.append(describe(block, log_p, self.vocabulary, settings))
        return Reading(joined(pieces), encoded.replaced)
