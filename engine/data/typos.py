"""Typing errors, for pages that misspell a text."""

import random
from collections.abc import Callable, Mapping, Sequence

# Neighbouring keys on an English keyboard.
_NEIGHBOURS = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht",
    "h": "gjy", "i": "uok", "j": "hku", "k": "jli", "l": "kop", "m": "njk", "n": "bmh",
    "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "adw", "t": "ryg", "u": "yij",
    "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xas",
}  # fmt: skip


def _swapped(word: str, i: int, source: random.Random) -> str:
    return word[: i - 1] + word[i] + word[i - 1] + word[i + 1 :]


def _dropped(word: str, i: int, source: random.Random) -> str:
    return word[:i] + word[i + 1 :]


def _doubled(word: str, i: int, source: random.Random) -> str:
    return word[:i] + word[i] + word[i:]


def _replaced(word: str, i: int, source: random.Random) -> str:
    """Return the word with a letter replaced by a neighbouring key, if it has any."""
    neighbours = _NEIGHBOURS.get(word[i].lower(), word[i])
    return word[:i] + source.choice(neighbours) + word[i + 1 :]


_TYPOS: Mapping[str, Callable[[str, int, random.Random], str]] = {
    "swapped": _swapped,
    "dropped": _dropped,
    "doubled": _doubled,
    "replaced": _replaced,
}
KINDS = tuple(_TYPOS)  # what can happen to a letter


def mistyped(word: str, source: random.Random, kinds: Sequence[str] = KINDS) -> str:
    """Return a word with one typo: a letter swapped, dropped, doubled or replaced.

    People rarely mistype the first letter, so it changes only by a swap with the
    second.

    Args:
        word: At least two letters.
        source: Random number generator.
        kinds: Some of `KINDS`.

    Returns:
        Another word; the same one only if no typo of these kinds changes it.
    """
    typos = [(kind, i) for kind in kinds for i in range(1, len(word))]
    source.shuffle(typos)
    for kind, i in typos:
        typed = _TYPOS[kind](word, i, source)
        if typed != word:
            return typed
    return word
