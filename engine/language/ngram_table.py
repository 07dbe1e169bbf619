"""Counts of every character n-gram of a text, in a sorted table.

The table is a tree laid out in arrays. The n-grams of one order are its rows, in
sorted order, so that all n-grams which share their first n-1 symbols (the children
of that (n-1)-gram) lie next to each other and only the last symbol need be stored.
Only what the text contains takes memory, which is why a table of order 10 fits in
a few megabytes where 98**10 cells would not fit anywhere.

Letters: N symbols in the text, V vocabulary, E rows of an order. This file counts
and stores; probabilities are made in `ngrams.py`.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Unsigned = NDArray[np.unsignedinteger[Any]]
Rows = NDArray[np.int64]

# What zipfile and NumPy raise on files with flipped, missing or foreign bytes.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError)
_WORSE_DAMAGE = (RuntimeError, OSError, OverflowError, MemoryError)  # in the headers


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """All distinct n-grams of one order, sorted by their symbols.

    Args:
        starts: Shape (E of the order below + 1,). The n-grams that begin with the
            (n-1)-gram in row p are rows starts[p] to starts[p + 1], end exclusive.
        symbols: Shape (E,), 0 to V-1, the last symbol of each n-gram.
        counts: Shape (E,), at least 1, how often each n-gram stands in the text.
        suffixes: Shape (E,), the row one order below of the n-gram without its
            first symbol.
    """

    starts: Unsigned
    symbols: Unsigned
    counts: Unsigned
    suffixes: Unsigned

    @property
    def size_bytes(self) -> int:
        """Memory that the arrays of this order take."""
        arrays = (self.starts, self.symbols, self.counts, self.suffixes)
        return sum(array.nbytes for array in arrays)

    @property
    def parents(self) -> Rows:
        """For every n-gram the row one order below of its first n-1 symbols."""
        bounds = self.starts.astype(np.int64)
        return np.repeat(np.arange(len(bounds) - 1), bounds[1:] - bounds[:-1])

    def find(self, parents: Rows, symbols: Rows) -> Rows:
        """Rows of the n-grams made of `parents` and one more symbol each.

        Bisects all the queries at once, so that no keys are stored beside the table.

        Args:
            parents: Rows one order below, shape (Q,); -1 for one that is not there.
            symbols: Last symbols, shape (Q,), 0 to V-1.

        Returns:
            Rows of this order, shape (Q,); -1 for an n-gram that is not there.
        """
        if not len(self.symbols):
            return np.full(len(parents), -1)
        there = parents >= 0
        low = np.where(there, self.starts[parents], 0).astype(np.int64)
        end = np.where(there, self.starts[parents + 1], 0).astype(np.int64)
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
        """Memory really used, for order 1, 2, 3, ..."""
        return tuple(level.size_bytes for level in self.levels)

    def write(self, path: Path) -> None:
        """Write the table as a compressed `.npz` without pickle.

        Equal tables give equal bytes. The suffixes are left out: `read` finds them
        again, which takes less time than they would take space.
        """
        # The order is written down: a damaged zip index can hide whole arrays.
        arrays: dict[str, Any] = {"size": np.array([self.vocabulary_size, self.order])}
        for number, level in enumerate(self.levels, start=1):
            arrays[f"children_{number}"] = _smallest(np.diff(level.starts))
            arrays[f"symbols_{number}"] = level.symbols
            arrays[f"counts_{number}"] = level.counts
        with path.open("wb") as file:  # given a path, NumPy would append ".npz"
            np.savez_compressed(file, **arrays)

    @classmethod
    def read(cls, path: Path) -> NGramTable:
        """Read a table that `write` wrote, and check that it is whole.

        Raises:
            ValueError: The file is damaged or no n-gram table.
            OSError: The file is missing or may not be read.
        """
        content = path.read_bytes()
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                return _assemble({name: arrays[name] for name in arrays.files})
        except (*_DAMAGE, *_WORSE_DAMAGE) as error:
            raise ValueError(
                f"{path} is damaged or is not an n-gram table. "
                "Count the text again to replace it."
            ) from error


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
    """How many n-grams of `order` could exist, V**order: what a full table holds."""
    return int(vocabulary_size**order)


def _grow(
    rows: Rows, entries: int, lasts: Rows, vocabulary_size: int
) -> tuple[Rows, Level]:
    """Make the n-grams of one order out of those one shorter.

    Args:
        rows: Row of the (n-1)-gram that starts at each position of the text.
        entries: How many distinct (n-1)-grams there are.
        lasts: Last symbol of the n-gram that starts at each position, shape (M,).
        vocabulary_size: V.

    Returns:
        The row of the n-gram that starts at each position, shape (M,); its level.
    """
    keys = rows[: len(lasts)] * vocabulary_size + lasts
    distinct, firsts, numbered, counts = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    children = np.bincount(distinct // vocabulary_size, minlength=entries)
    level = Level(
        starts=_starts(children),
        symbols=_smallest(distinct % vocabulary_size),
        counts=_smallest(counts),
        suffixes=_smallest(rows[firsts + 1]),
    )
    return numbered, level


def _assemble(arrays: Mapping[str, NDArray[Any]]) -> NGramTable:
    """Make a table of what a file holds, or raise ValueError where it makes none."""
    vocabulary_size, order = arrays["size"].tolist()
    total = int(arrays["counts_1"].sum(dtype=np.int64))
    levels: list[Level] = []
    for number in range(1, order + 1):
        children, symbols, counts = parts = [
            arrays[f"{name}_{number}"] for name in ("children", "symbols", "counts")
        ]
        below = levels[-1] if levels else None
        _require(all(a.ndim == 1 and a.dtype.kind == "u" for a in parts), "types")
        _require(len(children) == (len(below.symbols) if below else 1), "lengths")
        _require(children.sum() == len(symbols) == len(counts), "lengths")
        _require(counts.sum(dtype=np.int64) == max(total - number + 1, 0), "counts")
        suffixes = np.zeros(len(symbols), np.uint8)  # of the first order: row 0
        level = Level(_starts(children), symbols, counts, suffixes)
        keys = level.parents * vocabulary_size + symbols
        _require(np.all(symbols < vocabulary_size), "symbols")
        _require(np.all(keys[1:] > keys[:-1]), "order of symbols")
        levels.append(_with_suffixes(level, below) if below else level)
    _require(total > 0, "counts")
    return NGramTable(vocabulary_size, tuple(levels))


def _with_suffixes(level: Level, below: Level) -> Level:
    """The suffix of an n-gram is its parent's suffix and the same last symbol."""
    parents = below.suffixes[level.parents].astype(np.int64)
    suffixes = below.find(parents, level.symbols.astype(np.int64))
    _require(np.all(suffixes >= 0), "suffixes")
    return replace(level, suffixes=_smallest(suffixes))


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


def _starts(children: NDArray[Any]) -> Unsigned:
    return _smallest(np.concatenate(([0], np.cumsum(children, dtype=np.int64))))


def _smallest(values: NDArray[Any]) -> Unsigned:
    """The same numbers in the smallest unsigned type that holds them."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))


def _require(condition: bool | np.bool, part: str) -> None:
    if not condition:
        raise ValueError(f"its {part} do not fit together")
