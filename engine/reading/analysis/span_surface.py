"""The probability of every pair of start and end, around the most probable spans."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.reading import spans
from engine.reading.analysis.excerpt import nearest
from engine.reading.answers import Reading
from engine.reading.spans import Span

_MOST = 40  # words, as many as a heat map shows; more for a longer span
_LEAST = 12
_MARGIN = 4  # words around the most probable spans
_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Surface:
    """Spans among the words [start, start + N) of a context.

    Args:
        start: The first of these words.
        values: Probability of each start (row) and end (column), (N, N); 0 where
            that is not a span, or too long.
        best: The most probable span of the whole context, among these words.
        shown: Share of all probability that is in `values`.
        fitting: Share of it on valid spans of the whole context; the rest is on
            ends before the start, or too far after it.
    """

    start: int
    values: NDArray[np.float64]
    best: Span
    shown: float
    fitting: float

    @property
    def end(self) -> int:
        """The word after the last of these."""
        return self.start + len(self.values)


def of(reading: Reading, max_answer_words: int) -> Surface:
    """Return the surface around the most probable spans.

    Args:
        reading: A network's answer.
        max_answer_words: Longest span.
    """
    start_probabilities, end_probabilities, size = (
        reading.start_probabilities,
        reading.end_probabilities,
        len(reading.context),
    )
    likely = spans.likeliest(
        start_probabilities, end_probabilities, max_answer_words, _CANDIDATES
    )
    low, high = likely[0].start, likely[0].end
    for span in likely[1:]:
        wider = min(low, span.start), max(high, span.end)
        if wider[1] - wider[0] <= _MOST - 2 * _MARGIN:
            low, high = wider
    words = min(max(high - low + 2 * _MARGIN, _LEAST), max(high - low, _MOST))
    start, end = nearest(size, (low, high), words)
    values = spans.surface(
        start_probabilities[start:end], end_probabilities[start:end], max_answer_words
    )
    upto = np.concatenate([[0.0], np.cumsum(end_probabilities)])
    places = np.arange(size)
    within = upto[np.minimum(places + max_answer_words, size)] - upto[places]
    return Surface(
        start,
        values,
        likely[0],
        float(values.sum()),
        float(start_probabilities @ within),
    )
