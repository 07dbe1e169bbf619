"""Words as rows of character ids, for networks that read how a word is spelled."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.data.vocabulary import Vocabulary

# Ids: padding of short words, an unknown character, the first of the vocabulary.
PADDING, REPLACEMENT, FIRST = 0, 1, 2


def ids_of(vocabulary: Vocabulary) -> Mapping[str, int]:
    """Return the id of each character."""
    return {c: i for i, c in enumerate(vocabulary.characters, start=FIRST)}


def spell(words: Sequence[str], ids: Mapping[str, int], most: int) -> NDArray[np.int32]:
    """Return the characters of each word, (len(words), most) int32.

    Args:
        words: Of any length.
        ids: As `ids_of` returns them.
        most: Characters of a word that are read; the rest is cut off.

    Example:
        >>> spell(["abz", "b"], ids_of(Vocabulary("ab")), 4).tolist()
        [[2, 3, 1, 0], [3, 0, 0, 0]]
    """
    spelled = np.full((len(words), most), PADDING, np.int32)
    for row, word in zip(spelled, words, strict=True):
        read = word[:most]
        row[: len(read)] = [ids.get(c, REPLACEMENT) for c in read]
    return spelled
