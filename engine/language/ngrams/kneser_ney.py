"""Character n-gram models: interpolated modified Kneser-Ney smoothing.

The strongest of the count-based models, and so the fair opponent of an LSTM. It
predicts from the last n-1 symbols: what it saw after exactly these, less a discount,
plus the discounted part shared out by the model that looks back one symbol less,
down to the uniform distribution.

Letters: N symbols in a text, V vocabulary, E rows of an order (`ngram_table.py`).

Source:
    Chen & Goodman (1998), "An Empirical Study of Smoothing Techniques for Language
    Modeling", section 3 (modified Kneser-Ney, interpolated).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.language.ngrams.table import Level, NGramTable, Rows

Probabilities = NDArray[np.float64]

# Used for an order whose counts are too few or too regular to estimate from, such
# as a text of one repeated character. The values are those that KenLM offers as
# --discount_fallback (Heafield et al. 2013).
FALLBACK_DISCOUNTS = (0.5, 1.0, 1.5)

# Positions scored at once. A block needs about 100 bytes for each: 13 MB.
BLOCK = 1 << 17


class KneserNey:
    """Predicts the next symbol from the last order-1 symbols.

    The highest order is estimated from raw counts; every lower one from
    continuation counts, in how many different symbols an n-gram was preceded by,
    because a lower order is only asked where the higher one knows little.

    Args:
        table: Counts of the training text.
        order: How many symbols an n-gram has, the predicted one included; 1 up to
            the order of the table. One table serves models of every order.

    Raises:
        ValueError: The table does not hold this order.
    """

    def __init__(self, table: NGramTable, order: int) -> None:
        """Work out the weights of every order, once for all predictions."""
        if not 1 <= order <= table.order:
            raise ValueError(
                f"Order {order} was not counted: choose 1 to {table.order}."
            )
        self.table = table
        self.order = order
        self.vocabulary_size = table.vocabulary_size
        self._levels = table.levels[:order]
        # For each order: the share of probability that an n-gram keeps, (E,), and
        # the share that its context passes on to the order below, (E below,).
        self._kept: list[Probabilities] = []
        self._passed_on: list[Probabilities] = []
        for number, level in enumerate(self._levels, start=1):
            above = self._levels[number] if number < order else None
            kept, passed_on = _estimate(level, above)
            self._kept.append(kept)
            self._passed_on.append(passed_on)

    def next_probabilities(self, context_ids: Sequence[int]) -> Probabilities:
        """Probability of every symbol to come next.

        Args:
            context_ids: The text so far, 0 to V-1; only the last order-1 count.

        Returns:
            Shape (V,), float64, each above 0, summing to 1.

        Raises:
            ValueError: A symbol is outside the vocabulary.
        """
        first = max(len(context_ids) - self.order + 1, 0)
        context = [int(symbol) for symbol in context_ids[first:]]
        if context and not 0 <= min(context) <= max(context) < self.vocabulary_size:
            raise ValueError(self._outside())
        probabilities = np.full(self.vocabulary_size, 1 / self.vocabulary_size)
        for depth, row in enumerate(self._context_rows(context)):
            level = self._levels[depth]
            begin, end = int(level.starts[row]), int(level.starts[row + 1])
            probabilities *= self._passed_on[depth][row]
            probabilities[level.symbols[begin:end]] += self._kept[depth][begin:end]
        return probabilities.clip(max=1)  # rounding: 1 + 2e-16 is no probability

    def log_probabilities(
        self, ids: ArrayLike, context: ArrayLike = ()
    ) -> Probabilities:
        """Log-probability of each symbol of a text, given all that stands before it.

        Equal to asking `next_probabilities` step by step, about 100 times as fast.

        Args:
            ids: The text, shape (N,), 0 to V-1. It may be empty.
            context: What stands before the text, shape (C,), 0 to V-1.

        Returns:
            Shape (N,), float64, in nats, at most 0. The mean of its negative is the
            cross-entropy in nats per character.

        Raises:
            ValueError: A symbol is outside the vocabulary.
        """
        text = np.asarray(ids, np.int64)
        before = np.asarray(context, np.int64)
        before = before[max(len(before) - self.order + 1, 0) :]
        stream = np.concatenate((before, text))
        if stream.size and not 0 <= stream.min() <= stream.max() < self.vocabulary_size:
            raise ValueError(self._outside())
        logits = np.empty(len(stream))
        for begin in range(len(before), len(stream), BLOCK):
            lead = min(begin, self.order - 1)
            window = stream[begin - lead : begin + BLOCK]
            logits[begin : begin + BLOCK] = np.log(self._score(window)[lead:])
        return logits[len(before) :]

    def _context_rows(self, context: Sequence[int]) -> Iterator[int]:
        """Rows of the known contexts, the empty one first, then ever longer ones.

        Walks all the suffixes of the context down the tree together; the suffix
        that began first is always the longest.
        """
        rows = [0]  # one row for each suffix still alive, the longest first
        for symbol in context:
            depth = len(rows) - 1
            deeper = (
                _child(self._levels[depth - place], row, symbol)
                for place, row in enumerate(rows)
            )
            rows = [row for row in deeper if row is not None] + [0]
        return reversed(rows)

    def _score(self, window: Rows) -> Probabilities:
        """Probability of each symbol given those before it in the window, (T,)."""
        probabilities = np.full(len(window), 1 / self.vocabulary_size)
        contexts = np.zeros(len(window) + 1, np.int64)  # rows by first position
        for depth, level in enumerate(self._levels):
            if not len(level.symbols):
                break  # the training text was shorter than this order
            lasts = window[depth:]
            contexts = contexts[: len(lasts)]
            grams = level.find(contexts, lasts)
            target = probabilities[depth:]
            target *= np.where(contexts >= 0, self._passed_on[depth][contexts], 1)
            target += np.where(grams >= 0, self._kept[depth][grams], 0)
            contexts = grams
        return probabilities.clip(max=1)

    def _outside(self) -> str:
        return f"Symbols must lie between 0 and {self.vocabulary_size - 1}."


def _child(level: Level, row: int, symbol: int) -> int | None:
    begin, end = int(level.starts[row]), int(level.starts[row + 1])
    symbols = level.symbols[begin:end]
    place = int(symbols.searchsorted(symbol))
    if place < end - begin and symbols[place] == symbol:
        return begin + place
    return None


def _estimate(level: Level, above: Level | None) -> tuple[Probabilities, Probabilities]:
    """Interpolation weights of one order.

    Args:
        level: The n-grams of this order.
        above: Those one longer; None for the highest order of the model.

    Returns:
        What each n-gram keeps, (count - discount) / total of its context, shape (E,);
        what each context passes on, its discounts / its total, shape (E below,).
    """
    counts = level.counts.astype(np.int64)
    if above is not None:  # continuation counts: one for each symbol in front
        counts = np.bincount(above.suffixes, minlength=len(counts))
    taken = discounts(counts)[np.minimum(counts, 3)]
    parents, below = level.parents, len(level.starts) - 1
    totals = np.bincount(parents, weights=counts, minlength=below)
    removed = np.bincount(parents, weights=taken, minlength=below)
    divisors = np.maximum(totals, 1)
    # What ends the text was never continued, and what begins it never preceded:
    # a context without any count passes on everything.
    passed_on = np.where(totals > 0, removed / divisors, 1.0)
    return (counts - taken) / divisors[parents], passed_on


def discounts(counts: Rows) -> Probabilities:
    """How much to take off an n-gram seen 0, 1, 2, or 3 and more times.

    With n_c the number of n-grams seen c times and Y = n_1 / (n_1 + 2 n_2), the
    discount is D_c = c - (c + 1) Y n_(c+1) / n_c.

    Args:
        counts: Counts of all n-grams of one order, shape (E,); zeros are left out.

    Returns:
        Shape (4,), the first 0. The others lie above 0 and at most at 1, 2 and 3,
        so that every context passes something on and nothing becomes negative.

    Source:
        Chen & Goodman (1998), equation 26.
    """
    seen = np.bincount(np.minimum(counts, 5), minlength=6)[:5].astype(np.float64)
    fallback = np.array((0.0, *FALLBACK_DISCOUNTS))
    if not seen[1:4].all():
        return fallback
    y = seen[1] / (seen[1] + 2 * seen[2])
    steps = np.arange(1, 4)
    taken = steps - (steps + 1) * y * seen[2:5] / seen[1:4]
    return np.concatenate(([0.0], taken)) if np.all(taken > 0) else fallback
