"""Words as slips of the fingers make them: for every page that misspells a text."""

import random
from collections.abc import Callable, Mapping, Sequence

# On an English keyboard.
_BESIDE = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht",
    "h": "gjy", "i": "uok", "j": "hku", "k": "jli", "l": "kop", "m": "njk", "n": "bmh",
    "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "adw", "t": "ryg", "u": "yij",
    "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xas",
}  # fmt: skip


def _swapped(word: str, place: int, source: random.Random) -> str:
    return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


def _dropped(word: str, place: int, source: random.Random) -> str:
    return word[:place] + word[place + 1 :]


def _doubled(word: str, place: int, source: random.Random) -> str:
    return word[:place] + word[place] + word[place:]


def _replaced(word: str, place: int, source: random.Random) -> str:
    """Return the word with the key beside; a letter of no known key stays."""
    beside = _BESIDE.get(word[place].lower(), word[place])
    return word[:place] + source.choice(beside) + word[place + 1 :]


_SLIPS: Mapping[str, Callable[[str, int, random.Random], str]] = {
    "swapped": _swapped,
    "dropped": _dropped,
    "doubled": _doubled,
    "replaced": _replaced,
}
KINDS = tuple(_SLIPS)  # what may become of a letter


def mistyped(word: str, source: random.Random, kinds: Sequence[str] = KINDS) -> str:
    """Return a word with one slip: letters swapped, one dropped, doubled, replaced.

    The first letter is rarely the one that slips, so only the second may take its
    place.

    Args:
        word: Of two letters or more.
        source: Of chance.
        kinds: Some of `KINDS`.

    Returns:
        Another word; the same only where no slip of these kinds changes it.
    """
    slips = [(kind, place) for kind in kinds for place in range(1, len(word))]
    source.shuffle(slips)
    for kind, place in slips:
        typed = _SLIPS[kind](word, place, source)
        if typed != word:
            return typed
    return word
