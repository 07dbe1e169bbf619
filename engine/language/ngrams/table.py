"""Counts of every character n-gram of a text, in a sorted table.

The table is a tree laid out in arrays. The n-grams of one order are its rows, in
sorted order, so that all n-grams which share their first n-1 symbols (the children
of that (n-1)-gram) lie next to each other and only the last symbol need be stored.
Only n-grams that occur take memory, which is why a table of order 10 fits into a few
megabytes, unlike one of 98**10 cells.

N symbols in the text, V vocabulary size, E n-grams of an order. This file counts;
`file.py` stores the table, and `kneser_ney.py` computes probabilities.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Unsigned = NDArray[np.unsignedinteger[Any]]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """All distinct n-grams of one order, sorted by their symbols.

    Args:
        starts: Shape (E of the order below + 1,). The n-grams that start with the
            (n-1)-gram in row p are rows starts[p] to starts[p + 1], end exclusive.
        symbols: Shape (E,), 0 to V-1, the last symbol of each n-gram.
        counts: Shape (E,), at least 1, how often each n-gram occurs in the text.
        suffixes: Shape (E,), the row one order below of the n-gram without its
            first symbol.
    """

    starts: Unsigned
    symbols: Unsigned
    counts: Unsigned
    suffixes: Unsigned

    @property
    def size_bytes(self) -> int:
        """Memory of the arrays of this order."""
        arrays = (self.starts, self.symbols, self.counts, self.suffixes)
        return sum(array.nbytes for array in arrays)

    @property
    def parents(self) -> Rows:
        """The row, one order below, of each n-gram's first n-1 symbols."""
        bounds = self.starts.astype(np.int64)
        return np.repeat(np.arange(len(bounds) - 1), bounds[1:] - bounds[:-1])

    def find(self, parents: Rows, symbols: Rows) -> Rows:
        """Return the rows of the n-grams made of `parents` and one more symbol each.

        Bisects all queries at once, so that no keys are stored beside the table.

        Args:
            parents: Rows one order below, shape (Q,); -1 for one that does not occur.
            symbols: Last symbols, shape (Q,), 0 to V-1.

        Returns:
            Rows of this order, shape (Q,); -1 for an n-gram that does not occur.
        """
        if not len(self.symbols):
            return np.full(len(parents), -1)
        exists = parents >= 0
        low = np.where(exists, self.starts[parents], 0).astype(np.int64)
        end = np.where(exists, self.starts[parents + 1], 0).astype(np.int64)
        high, last = end, len(self.symbols) - 1
        while np.any(open_ := low < high):
            middle = (low + high) // 2
            smaller = self.symbols[np.minimum(middle, last)] < symbols
            low = np.where(open_ & smaller, middle + 1, low)
            high = np.where(open_ & ~smaller, middle, high)
        hit = (low < end) & (self.symbols[np.minimum(low, last)] == symbols)
        return np.where(hit, low, -1)


@dataclass(frozen=True, slots=True, eq=False)
class NGramTable:
    """Counts of all n-grams of order 1 to `order`; `levels[n - 1]` holds order n."""

    vocabulary_size: int
    levels: tuple[Level, ...]

    @property
    def order(self) -> int:
        """The length of the longest n-grams counted, at least 1."""
        return len(self.levels)

    @property
    def entries(self) -> tuple[int, ...]:
        """How many distinct n-grams there are, for order 1, 2, 3, ..."""
        return tuple(len(level.symbols) for level in self.levels)

    @property
    def size_bytes(self) -> tuple[int, ...]:
        """Memory of the counts, for order 1, 2, 3, ..."""
        return tuple(level.size_bytes for level in self.levels)


def count(
    ids: ArrayLike,
    vocabulary_size: int,
    order: int,
    notify: Callable[[int, int], None] | None = None,
) -> NGramTable:
    """Count every n-gram of a text, for order 1 to `order`.

    A text shorter than `order` has no long n-grams: those orders stay empty.

    Args:
        ids: The text as symbols, shape (N,), integers 0 to V-1.
        vocabulary_size: V, how many symbols there are, at least 1.
        order: Length of the longest n-grams, at least 1.
        notify: Called after each order with the order and its number of distinct
            n-grams. What it raises ends the counting.

    Raises:
        ValueError: The text is empty, a symbol is outside the vocabulary, or a
            number is below 1.
    """
    symbols = _checked(ids, vocabulary_size, order)
    rows = np.zeros(len(symbols) + 1, np.int64)  # the empty n-gram, at every position
    entries, levels = 1, []
    for number in range(1, order + 1):
        rows, level = _grow(rows, entries, symbols[number - 1 :], vocabulary_size)
        entries = len(level.symbols)
        levels.append(level)
        if notify is not None:
            notify(number, entries)
    return NGramTable(vocabulary_size, tuple(levels))


def theoretical_entries(vocabulary_size: int, order: int) -> int:
    """Return the number of possible n-grams of `order`, V**order."""
    return int(vocabulary_size**order)


def _grow(
    rows: Rows, entries: int, last_symbols: Rows, vocabulary_size: int
) -> tuple[Rows, Level]:
    """Count the n-grams of one order, from those one symbol shorter.

    Args:
        rows: Row of the (n-1)-gram that starts at each position of the text.
        entries: How many distinct (n-1)-grams there are.
        last_symbols: Last symbol of the n-gram at each position, shape (M,).
        vocabulary_size: V.

    Returns:
        The row of the n-gram that starts at each position, shape (M,); its level.
    """
    keys = rows[: len(last_symbols)] * vocabulary_size + last_symbols
    distinct, firsts, numbering, counts = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    children = np.bincount(distinct // vocabulary_size, minlength=entries)
    level = Level(
        starts=starts_of(children),
        symbols=smallest(distinct % vocabulary_size),
        counts=smallest(counts),
        suffixes=smallest(rows[firsts + 1]),
    )
    return numbering, level


def _checked(ids: ArrayLike, vocabulary_size: int, order: int) -> Rows:
    symbols = np.asarray(ids)
    if vocabulary_size < 1 or order < 1:
        raise ValueError("Vocabulary size and order must be at least 1.")
    if not symbols.size:
        raise ValueError("The text is empty: there is nothing to count.")
    if symbols.ndim != 1 or symbols.dtype.kind not in "iu":
        raise ValueError("Symbols must be one row of integers.")
    if symbols.min() < 0 or symbols.max() >= vocabulary_size:
        raise ValueError(f"Symbols must lie between 0 and {vocabulary_size - 1}.")
    return symbols.astype(np.int64)


def starts_of(children: NDArray[Any]) -> Unsigned:
    """Return where each row's children start, and where the last ones end."""
    return smallest(np.concatenate(([0], np.cumsum(children, dtype=np.int64))))


def smallest(values: NDArray[Any]) -> Unsigned:
    """Return the same numbers in the smallest unsigned type that holds them."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))
