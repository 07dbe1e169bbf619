"""Several networks that answer together: the mean of their probabilities.

The original post names an ensemble as future work; in the leaderboards of SQuAD most
of the best systems are ensembles.

Source:
    Hansen & Salamon (1990), Neural network ensembles.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import ensembles
from engine.checkpoints.checkpoint import Card
from engine.reading.calibration import Calibration
from engine.reading.config import ReadingConfig
from engine.reading.encoding import Encoded, Example, WordTable
from engine.reading.predict import Reader
from engine.reading.tokens import Tokens
from engine.reading.windows import Attended, Logits
from engine.sampling import log_softmax


def load(folders: Sequence[Path], epoch: float | None = None) -> Reader:
    """Return a checkpoint's `Reader`, or the ensemble of several.

    Raises:
        CheckpointError, DataMissingError: As `Reader`.
    """
    readers = [Reader(folder, epoch) for folder in folders]
    return readers[0] if len(readers) == 1 else Ensemble(readers)


class Ensemble(Reader):
    """Averages the start and end probabilities of its members.

    It is used as one `Reader`. Spans are searched as the first member does, and
    attention weights are averaged too. Confidence and the threshold of “no answer” are
    fitted for single networks, so it has neither.
    """

    def __init__(self, members: Sequence[Reader]) -> None:
        """Take the loaded members, at least one."""
        self.members = tuple(members)
        self.card: Card = ensembles.card([member.card for member in members])
        self.config: ReadingConfig = members[0].config
        self.vectors = members[0].vectors
        self.calibration = Calibration()

    def warm(self) -> None:
        """Compile all members."""
        for member in self.members:
            member.warm()

    def word_table(self) -> WordTable:
        """Return an empty word table, as the first member encodes words."""
        return self.members[0].word_table()

    def logits(self, examples: Sequence[Example]) -> list[Logits]:
        """Return the logarithm of the mean probabilities, (2, T) each."""
        each = [member.logits(examples) for member in self.members]
        return [_mean(of_members) for of_members in zip(*each, strict=True)]

    def attend(self, context: Tokens, question: Tokens) -> Attended:
        """Return the logarithm of the mean probabilities, and mean attention."""
        each = [member.attend(context, question) for member in self.members]
        return Attended(
            _mean([attended.logits for attended in each]),
            np.mean([attended.context_to_query for attended in each], axis=0),
            np.mean([attended.query_to_context for attended in each], axis=0),
            each[0].windows,
        )

    def edge_probabilities(
        self, items: Sequence[Encoded], words: WordTable
    ) -> NDArray[np.float64]:
        """Return the mean probabilities of each item's start and of its end, (2, N)."""
        texts = np.array(list(words.index), object)  # row -> word
        each = []
        for member in self.members:
            table = member.word_table()
            encoded = [
                Encoded(
                    table.ids(texts[item.context].tolist()),
                    table.ids(texts[item.question].tolist()),
                    item.span,
                )
                for item in items
            ]
            each.append(member.edge_probabilities(encoded, table))
        return np.asarray(np.mean(each, axis=0))


def _mean(logits: Sequence[Logits]) -> Logits:
    probabilities = np.mean([np.exp(log_softmax(each)) for each in logits], axis=0)
    return np.asarray(np.log(np.maximum(probabilities, 1e-300)))
