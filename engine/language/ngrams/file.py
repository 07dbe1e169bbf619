"""A table of n-grams as one compressed file, without pickle.

For each order of the tree that `table.py` describes, the file stores the number of
children of each n-gram one order below, the last symbols, and the counts.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engine import arrays
from engine.arrays import Arrays
from engine.language.ngrams.table import Level, NGramTable, smallest, starts_of


def write(table: NGramTable, path: Path) -> None:
    """Write the table as a compressed `.npz` without pickle.

    Equal tables give equal bytes. The suffixes are not stored: `read` recomputes them,
    which is fast and saves space.
    """
    # The order is stored because a damaged zip index can hide whole arrays.
    stored: dict[str, Any] = {"size": np.array([table.vocabulary_size, table.order])}
    for number, level in enumerate(table.levels, start=1):
        stored[f"children_{number}"] = smallest(np.diff(level.starts))
        stored[f"symbols_{number}"] = level.symbols
        stored[f"counts_{number}"] = level.counts
    path.write_bytes(arrays.to_bytes(stored))


def read(path: Path) -> NGramTable:
    """Read a table that `write` wrote, and check that it is consistent.

    Raises:
        CheckpointError: The file is missing, damaged, or not an n-gram table.
    """
    return arrays.read(path, _assemble)


def _assemble(stored: Arrays) -> NGramTable:
    """Return the table of a file's arrays, or raise ValueError if they do not fit."""
    vocabulary_size, order = stored["size"].tolist()
    total = int(stored["counts_1"].sum(dtype=np.int64))
    levels: list[Level] = []
    for number in range(1, order + 1):
        children, symbols, counts = parts = [
            stored[f"{name}_{number}"] for name in ("children", "symbols", "counts")
        ]
        below = levels[-1] if levels else None
        _require(all(a.ndim == 1 and a.dtype.kind == "u" for a in parts), "types")
        _require(len(children) == (len(below.symbols) if below else 1), "lengths")
        _require(children.sum() == len(symbols) == len(counts), "lengths")
        _require(counts.sum(dtype=np.int64) == max(total - number + 1, 0), "counts")
        suffixes = np.zeros(len(symbols), np.uint8)  # of the first order: row 0
        level = Level(starts_of(children), symbols, counts, suffixes)
        keys = level.parents * vocabulary_size + symbols
        _require(np.all(symbols < vocabulary_size), "symbols")
        _require(np.all(keys[1:] > keys[:-1]), "order of symbols")
        levels.append(_with_suffixes(level, below) if below else level)
    _require(total > 0, "counts")
    return NGramTable(vocabulary_size, tuple(levels))


def _with_suffixes(level: Level, below: Level) -> Level:
    """Add the suffixes: an n-gram's is its parent's suffix plus its last symbol."""
    parents = below.suffixes[level.parents].astype(np.int64)
    suffixes = below.find(parents, level.symbols.astype(np.int64))
    _require(np.all(suffixes >= 0), "suffixes")
    return replace(level, suffixes=smallest(suffixes))


def _require(condition: bool | np.bool, part: str) -> None:
    if not condition:
        raise ValueError(f"its {part} do not fit together")
