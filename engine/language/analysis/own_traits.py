"""Traits of your own: what a regular expression matches, or one span of the text.

Such a trait is 1 within and 0 outside. Its units are those whose mean activation
differs most between the two. Also: the passages that drive a unit most.

L layers, N characters, U units.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import regex
from numpy.typing import NDArray

from engine.errors import LoupeError
from engine.language.analysis.units import Trait

MOST_PATTERN: Final = 200  # characters
_MATCH_SECONDS = 1.0  # some patterns would take for ever


@dataclass(frozen=True, slots=True)
class Contrast:
    """One unit's mean activation within a trait and outside it, each -1 to 1."""

    layer: int  # counted from 0
    unit: int  # counted from 0
    within: float
    outside: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text around the character where a unit's activation is extreme."""

    start: int
    end: int  # half-open
    at: int  # the character with the extreme value
    value: float  # -1 to 1


def matched(pattern: str, text: str) -> Trait:
    """Return 1 for each character that a regular expression matches, else 0; (N,).

    Args:
        pattern: As Python's `re` and the package `regex` read it; `^` and `$` are
            the start and the end of a line.
        text: N characters.

    Raises:
        LoupeError: The pattern is not a regular expression, takes too long, or
            matches nothing or everything.

    Example:
        >>> matched("[aeiou]", "a lamp").tolist()
        [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    """
    trait = np.zeros(len(text))
    try:
        # The versions differ in what nested sets mean; 0 is that of `re`.
        compiled = regex.compile(pattern, regex.MULTILINE | regex.VERSION0)
        for match in compiled.finditer(text, timeout=_MATCH_SECONDS):
            trait[match.start() : match.end()] = 1
    except regex.error as error:
        raise LoupeError(
            f"This is not a regular expression: {error}. To find characters such as "
            "( or ? themselves, put a backslash before them."
        ) from error
    except TimeoutError as error:
        raise LoupeError(
            "This regular expression takes too long on this text. Make it simpler: "
            "avoid one repetition inside another."
        ) from error
    if not len(trait) or trait.min() == trait.max():
        how_much = "every character" if trait.any() else "nothing"
        raise LoupeError(
            f"This regular expression matches {how_much} in the text, so no unit "
            "can follow it. Try another one."
        )
    return trait


def spanned(start: int, end: int, length: int) -> Trait:
    """Return 1 for the characters of a half-open span, else 0; (length,)."""
    trait = np.zeros(length)
    trait[start:end] = 1
    return trait


def contrasts(
    traces: NDArray[np.float32], trait: Trait, count: int
) -> tuple[Contrast, ...]:
    """Return the units that differ most within a trait from outside it.

    Args:
        traces: The units' activations after each character, (L, N, U).
        trait: 1 within and 0 outside, both at least once; (N,).
        count: How many units, largest difference first.
    """
    inside = trait > 0
    within = traces[:, inside].mean(axis=1, dtype=np.float64)
    outside = traces[:, ~inside].mean(axis=1, dtype=np.float64)
    differences = np.abs(within - outside).ravel()
    order = np.argsort(-differences, kind="stable")[:count]
    places = [divmod(int(place), within.shape[1]) for place in order]
    return tuple(
        Contrast(layer, unit, float(within[layer, unit]), float(outside[layer, unit]))
        for layer, unit in places
    )


def passages(
    values: NDArray[np.float32], count: int, around: int = 24
) -> tuple[Passage, ...]:
    """Return the passages where a unit is largest, then lower ones; none overlap.

    Args:
        values: A unit's activation after each character, (N,).
        count: How many passages at most.
        around: Characters before and after the extreme one.
    """
    left = values.astype(np.float64)
    peaks: list[Passage] = []
    while len(peaks) < count and np.isfinite(left).any():
        at = int(np.argmax(left))
        start, end = max(0, at - around), min(len(values), at + around + 1)
        peaks.append(Passage(start, end, at, float(values[at])))
        # Whose own surroundings would overlap with these.
        left[max(0, at - 2 * around) : at + 2 * around + 1] = -np.inf
    return tuple(peaks)
