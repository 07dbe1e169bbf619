"""Character n-gram models: interpolated modified Kneser-Ney smoothing.

The strongest of the count-based models, and so a fair baseline for an LSTM. It
predicts from the last n-1 symbols: the discounted counts of what followed exactly
these, plus the discounted mass distributed by the model with one symbol less of
context, down to the uniform distribution.

N symbols in a text, V vocabulary size, E n-grams of an order (`table.py`).

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

# For an order whose counts are too few or too regular to estimate discounts from,
# such as a text of one repeated character: KenLM's --discount_fallback
# (Heafield et al. 2013).
FALLBACK_DISCOUNTS = (0.5, 1.0, 1.5)

# Positions computed at once; each needs about 100 bytes, so a block takes 13 MB.
BLOCK = 1 << 17


class KneserNey:
    """Predicts the next symbol from the last order-1 symbols.

    The highest order is estimated from raw counts; every lower one from
    continuation counts, the number of different symbols that precede an n-gram,
    because a lower order matters only where the higher one has few counts.

    Args:
        table: Counts of the training text.
        order: Length of an n-gram, the predicted symbol included; 1 up to the
            order of the table. One table serves models of every order.

    Raises:
        ValueError: The table does not hold this order.
    """

    def __init__(self, table: NGramTable, order: int) -> None:
        """Compute the interpolation weights of every order."""
        if not 1 <= order <= table.order:
            raise ValueError(
                f"Order {order} was not counted: choose 1 to {table.order}."
            )
        self.table = table
        self.order = order
        self.vocabulary_size = table.vocabulary_size
        self._levels = table.levels[:order]
        # For each order: the discounted probability of each n-gram, (E,), and the
        # mass that each context passes on to the order below, (E below,).
        self._discounted: list[Probabilities] = []
        self._passed_on: list[Probabilities] = []
        for number, level in enumerate(self._levels, start=1):
            above = self._levels[number] if number < order else None
            discounted, passed_on = _estimate(level, above)
            self._discounted.append(discounted)
            self._passed_on.append(passed_on)

    def next_probabilities(self, context_ids: Sequence[int]) -> Probabilities:
        """Return the probability of every symbol to come next.

        Args:
            context_ids: The text so far, 0 to V-1; only the last order-1 matter.

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
            start, end = int(level.starts[row]), int(level.starts[row + 1])
            probabilities *= self._passed_on[depth][row]
            probabilities[level.symbols[start:end]] += self._discounted[depth][
                start:end
            ]
        return probabilities.clip(max=1)  # rounding may give 1 + 2e-16

    def log_probabilities(
        self, ids: ArrayLike, context: ArrayLike = ()
    ) -> Probabilities:
        """Return the log-probability of each symbol of a text, given all before it.

        Equal to calling `next_probabilities` step by step, about 100 times as fast.

        Args:
            ids: The text, shape (N,), 0 to V-1. It may be empty.
            context: The symbols before the text, shape (C,), 0 to V-1.

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
        log_p = np.empty(len(stream))
        for start in range(len(before), len(stream), BLOCK):
            lead = min(start, self.order - 1)
            window = stream[start - lead : start + BLOCK]
            log_p[start : start + BLOCK] = np.log(self._probabilities(window)[lead:])
        return log_p[len(before) :]

    def _context_rows(self, context: Sequence[int]) -> Iterator[int]:
        """Yield the rows of the contexts in the table, from the empty to the longest.

        Walks all suffixes of the context down the tree together; the suffix that
        starts first is always the longest.
        """
        rows = [0]  # one row for each suffix that is still in the table, longest first
        for symbol in context:
            depth = len(rows) - 1
            deeper = (
                _child(self._levels[depth - i], row, symbol)
                for i, row in enumerate(rows)
            )
            rows = [row for row in deeper if row is not None] + [0]
        return reversed(rows)

    def _probabilities(self, window: Rows) -> Probabilities:
        """Return the probability of each symbol given those before it, (T,)."""
        probabilities = np.full(len(window), 1 / self.vocabulary_size)
        contexts = np.zeros(len(window) + 1, np.int64)  # rows by first position
        for depth, level in enumerate(self._levels):
            if not len(level.symbols):
                break  # the training text was shorter than this order
            last_symbols = window[depth:]
            contexts = contexts[: len(last_symbols)]
            grams = level.find(contexts, last_symbols)
            target = probabilities[depth:]
            target *= np.where(contexts >= 0, self._passed_on[depth][contexts], 1)
            target += np.where(grams >= 0, self._discounted[depth][grams], 0)
            contexts = grams
        return probabilities.clip(max=1)

    def _outside(self) -> str:
        return f"Symbols must lie between 0 and {self.vocabulary_size - 1}."


def _child(level: Level, row: int, symbol: int) -> int | None:
    start, end = int(level.starts[row]), int(level.starts[row + 1])
    symbols = level.symbols[start:end]
    i = int(symbols.searchsorted(symbol))
    if i < end - start and symbols[i] == symbol:
        return start + i
    return None


def _estimate(level: Level, above: Level | None) -> tuple[Probabilities, Probabilities]:
    """Return the interpolation weights of one order.

    Args:
        level: The n-grams of this order.
        above: The n-grams one symbol longer; None for the model's highest order.

    Returns:
        Of each n-gram (count - discount) / total of its context, shape (E,); of each
        context the sum of discounts / total, which it passes on, shape (E below,).
    """
    counts = level.counts.astype(np.int64)
    if above is not None:  # continuation counts
        counts = np.bincount(above.suffixes, minlength=len(counts))
    discount = discounts(counts)[np.minimum(counts, 3)]
    parents, below = level.parents, len(level.starts) - 1
    totals = np.bincount(parents, weights=counts, minlength=below)
    removed = np.bincount(parents, weights=discount, minlength=below)
    divisors = np.maximum(totals, 1)
    # A context at the very end of the text may have no counts: it passes on all.
    passed_on = np.where(totals > 0, removed / divisors, 1.0)
    return (counts - discount) / divisors[parents], passed_on


def discounts(counts: Rows) -> Probabilities:
    """Return the discount of an n-gram with count 0, 1, 2, and 3 or more.

    With n_c the number of n-grams seen c times and Y = n_1 / (n_1 + 2 n_2), the
    discount is D_c = c - (c + 1) Y n_(c+1) / n_c.

    Args:
        counts: Counts of all n-grams of one order, shape (E,); zeros are left out.

    Returns:
        Shape (4,), the first 0. The others are above 0 and at most 1, 2 and 3, so
        that every context passes something on and no count becomes negative.

    Source:
        Chen & Goodman (1998), equation 26.
    """
    seen = np.bincount(np.minimum(counts, 5), minlength=6)[:5].astype(np.float64)
    fallback = np.array((0.0, *FALLBACK_DISCOUNTS))
    if not seen[1:4].all():
        return fallback
    y = seen[1] / (seen[1] + 2 * seen[2])
    steps = np.arange(1, 4)
    estimated = steps - (steps + 1) * y * seen[2:5] / seen[1:4]
    return np.concatenate(([0.0], estimated)) if np.all(estimated > 0) else fallback
