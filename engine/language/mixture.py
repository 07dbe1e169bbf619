"""An LSTM and n-grams together: the weighted mean of their probabilities.

A network generalises, counts remember rare names and phrases exactly: the mixture has
a lower loss than either alone. Their weight is learned while a text is read, from the
characters already read, so that none has to be chosen.

Source:
    Mikolov et al. (2011), "Empirical Evaluation and Combination of Advanced Language
    Modeling Techniques": linear interpolation of recurrent networks and n-grams.
    Cesa-Bianchi & Lugosi (2006), "Prediction, Learning, and Games", chapter 9: the mean
    over fixed weights, each with the likelihood it gave to the text so far.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import ensembles
from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.lookup import composed_text
from engine.errors import CheckpointError, ConfigError
from engine.language.data import SOURCES
from engine.language.ngrams.writer import NGramWriter
from engine.language.piece import Piece, describe
from engine.language.predict import Writer
from engine.language.writing import Writing
from engine.sampling import GumbelNoise, SamplingSettings, draw, log_softmax

_EQUAL = 0.5  # the weight of the n-grams before anything was read
_WEIGHTS = np.arange(0.005, 1, 0.01)  # those that are compared
_CHARACTERS = 4096  # compared at once: bounds memory
_BLOCK = 32  # characters per piece


def mixed(
    network: NDArray[np.floating],
    counts: NDArray[np.floating],
    weight: float | NDArray[np.floating],
) -> NDArray[np.float64]:
    """Return ln((1 - weight) p + weight q) of log-probabilities ln p and ln q.

    Args:
        network: ln p of the network, any shape.
        counts: ln q of the n-grams, the same shape.
        weight: Of the n-grams, above 0 and below 1.

    Example:
        >>> np.exp(mixed(np.log([0.5]), np.log([0.1]), 0.25)).round(3).tolist()
        [0.4]
    """
    return np.asarray(
        np.logaddexp(np.log1p(-weight) + network, np.log(weight) + counts)
    )


def mixed_adaptively(
    network: NDArray[np.floating], counts: NDArray[np.floating]
) -> tuple[NDArray[np.float64], float]:
    """Return the mixture on a text, and the weight of the n-grams at its end.

    Each character is predicted by the mean over all weights, each as probable as the
    characters before it make it. So the loss is at most that of the best fixed weight
    plus ln 100, the number of weights, over the whole text.

    Args:
        network: ln p of each character of the text, (N,).
        counts: ln q of each character, (N,).

    Returns:
        ln of the mixed probabilities, (N,), and the mean weight, above 0 and below 1.

    Example:
        >>> log_p, weight = mixed_adaptively(np.log([0.5, 0.5]), np.log([0.1, 0.1]))
        >>> np.exp(log_p).round(3).tolist(), round(weight, 2)
        ([0.3, 0.344], 0.31)
    """
    total, log_p = np.zeros(len(_WEIGHTS)), [np.zeros(0)]
    for start in range(0, len(network), _CHARACTERS):
        part = slice(start, start + _CHARACTERS)
        each = mixed(network[part, None], counts[part, None], _WEIGHTS)  # (n, W)
        sums = np.vstack([total, total + np.cumsum(each, axis=0)])  # (n + 1, W)
        log_p.append(np.diff(np.logaddexp.reduce(sums, axis=1)))
        total = sums[-1]
    probable = np.exp(total - np.logaddexp.reduce(total))
    return np.concatenate(log_p), float(probable @ _WEIGHTS)


def weight_of(network: Card) -> float:
    """Return the weight of the n-grams that reading the validation part ended with."""
    metric = network.metric("ngram_weight")
    return metric.value if metric else _EQUAL


class Mixture:
    """A network and n-grams of the same vocabulary that write together."""

    def __init__(
        self,
        network: Writer,
        table: NGramWriter,
        order: int,
        weight: float | None = None,
    ) -> None:
        """Combine two loaded models.

        Args:
            network: The LSTM.
            table: n-grams of the same text.
            order: Of the n-grams.
            weight: Of the n-grams, above 0 and below 1; None for `weight_of` the
                network.

        Raises:
            CheckpointError: Their vocabularies differ.
        """
        if network.vocabulary != table.vocabulary:
            raise CheckpointError(
                f"{network.name} and {table.name} have different characters and "
                "cannot be mixed. Train both on the same text."
            )
        self.network, self.table = network, table
        self.weight = weight_of(network.card) if weight is None else weight
        self.counts = table.model(order)
        self.vocabulary = network.vocabulary
        self.card = ensembles.card([network.card, table.card])

    def write(
        self, prompt: str, length: int, settings: SamplingSettings
    ) -> Iterator[Piece]:
        """Yield the text written after the prompt; see `Writer.write`."""
        vocabulary = self.vocabulary
        noise = GumbelNoise(settings.seed, len(vocabulary))
        ids = vocabulary.encode(composed_text(prompt) or "\n").ids.tolist()
        writing = Writing(self.network.step_weights, settings, length)
        writing.read(np.asarray(ids, np.int32))
        for start in range(0, length, _BLOCK):
            rows = noise.next_rows(min(_BLOCK, length - start))
            log_p = np.zeros((len(rows), len(vocabulary)))
            for i, row in enumerate(rows):
                likely = log_softmax(np.asarray(writing.logits))
                counted = self.counts.next_probabilities(ids[-self.counts.order :])
                log_p[i] = mixed(likely, np.log(counted), self.weight)
                ids.append(draw(log_p[i], settings, row))
                writing.read(np.asarray(ids[-1:], np.int32))
            noise.pass_over(len(rows))
            written = np.asarray(ids[-len(rows) :], np.int32)
            yield describe(written, log_p, vocabulary, settings)


def members(folders: Sequence[Path]) -> tuple[Path, Path]:
    """Return which of two checkpoints is the network, and which its n-grams.

    Raises:
        ConfigError: They are not one network and one table of n-grams.
        CheckpointError: They were trained on different texts.
    """
    cards = {folder: checkpoint.read_card(folder, "language") for folder in folders}
    by_kind = sorted(folders, key=lambda folder: cards[folder].preset == "ngrams")
    if [cards[folder].preset == "ngrams" for folder in by_kind] != [False, True]:
        raise ConfigError(
            "Only one network and the n-grams of its text can be mixed, as in "
            "“shakespeare-best+shakespeare-ngrams”."
        )
    network, table = by_kind
    if cards[network].sources != cards[table].sources:
        raise CheckpointError(
            f"{cards[network].name} and {cards[table].name} were trained on different "
            "texts and cannot be mixed."
        )
    return network, table


def load(folders: Sequence[Path], epoch: float | None = None) -> Mixture:
    """Return a network and the n-grams of its text, of their highest order.

    Args:
        folders: Of both, in any order.
        epoch: Of the network, as `Writer`.

    Raises:
        ConfigError, CheckpointError: As `members` and `Writer`.
    """
    network, counts = members(folders)
    table = NGramWriter(counts)
    return Mixture(Writer(network, epoch), table, table.table.order)


def table_for(card: Card) -> str:
    """Return the name of the n-gram checkpoint of the text a network was trained on.

    Raises:
        CheckpointError: Nobody has counted that text yet.
    """
    for name, folder in checkpoint.names("language").items():
        table = checkpoint.read_card(folder, "language")
        if table.preset == "ngrams" and table.sources == card.sources:
            return name
    text = next(iter(card.sources), card.name)
    published = any(text == source.name for source in SOURCES)
    raise CheckpointError(
        f"The n-grams of {text} have not been counted. Count them with: "
        "./loupe train language --preset ngrams "
        + (f"--source {text}" if published else "--own-data FILE")
    )
