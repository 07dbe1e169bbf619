"""A number of a network as the sum of products that makes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

BIAS = "bias"


@dataclass(frozen=True, slots=True)
class Term:
    """One product of a sum."""

    name: str
    value: float
    weight: float

    @property
    def product(self) -> float:
        """What it adds to the sum."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Sum:
    """A number as a network computes it: products, their sum, an activation."""

    terms: tuple[Term, ...]
    activation: str  # "sigmoid", "tanh", "relu", or "" for none
    result: float  # the network's own

    @property
    def total(self) -> float:
        """The sum of all products, before the activation."""
        return sum(term.product for term in self.terms)


def largest(terms: Sequence[Term], count: int) -> tuple[Term, ...]:
    """Return the terms with the largest products, by size, at most `count`."""
    return tuple(sorted(terms, key=lambda term: -abs(term.product))[:count])


def products(
    names: Callable[[int], str] | Sequence[str], values: ArrayLike, weights: ArrayLike
) -> tuple[Term, ...]:
    """Return the terms of a weighted sum, in order.

    Args:
        names: Of each term, or a function of its number, counted from 1.
        values: (N,).
        weights: (N,).
    """
    numbers, factors = (_floats(array) for array in (values, weights))
    pairs = zip(numbers.tolist(), factors.tolist(), strict=True)
    return tuple(
        Term(names(i + 1) if callable(names) else names[i], value, weight)
        for i, (value, weight) in enumerate(pairs)
    )


def shortened(
    terms: Sequence[Term], count: int
) -> tuple[tuple[Term, ...], dict[str, float]]:
    """Return the largest terms of a sum in their order, and what the others add.

    A bias is always among the terms.

    Returns:
        The terms, and the sum of the others by their name (“92 others”); {} where
        all are shown.
    """
    kept = set(map(id, largest(terms, count)))
    kept |= {id(term) for term in terms if term.name == BIAS}
    others = [term.product for term in terms if id(term) not in kept]
    shown = tuple(term for term in terms if id(term) in kept)
    return shown, {f"{len(others)} others": sum(others)} if others else {}


def bias(value: float) -> Term:
    """Return a bias as a term."""
    return Term(BIAS, 1.0, float(value))


def _floats(array: ArrayLike) -> NDArray[np.float64]:
    return np.asarray(array, np.float64)
