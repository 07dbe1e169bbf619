"""Which hidden unit follows which trait of a text.

A trait is one number for each character: its position in the line, or whether
quotation marks are open. A unit whose activation correlates with a trait over a text
may keep track of it; on a short text a unit also correlates by chance, so Pearson's
correlation is a hint, not a proof.

L layers, N characters, U units.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LINE = "position in the line"  # a trait
Trait = NDArray[np.float64]

_AFTER_COLON = 8  # characters after a colon that count as “just after” it


@dataclass(frozen=True, slots=True)
class Match:
    """The unit that follows a trait best."""

    trait: str
    layer: int  # counted from 0
    unit: int  # counted from 0
    correlation: float  # Pearson's, -1 to 1


@dataclass(frozen=True)
class Survey:
    """All units of a network over one text."""

    text: str  # N characters
    as_read: str  # the same, unknown characters replaced
    replaced: Mapping[str, str]  # unknown character -> its replacement
    traces: NDArray[np.float32]  # (L, N, U), -1 to 1
    matches: tuple[Match, ...]  # the best unit for each trait, best first
    missing: tuple[str, ...]  # traits that do not occur in the text

    def trace(self, layer: int, unit: int) -> list[float]:
        """Return a unit's activation after each character; both counted from 0."""
        return [float(value) for value in self.traces[layer, :, unit]]


def survey(writer: Any, text: str) -> Survey:
    """Let a `Writer` read a text and correlate its units with all traits."""
    encoded = writer.vocabulary.encode(text)
    traces = writer.unit_traces(text)
    return Survey(
        text,
        encoded.text,
        dict(encoded.replaced),
        traces,
        best_units(traces, encoded.text),
        missing_traits(encoded.text),
    )


def traits(text: str) -> dict[str, Trait]:
    r"""Return every trait of a text by its name, (N,) each.

    A trait's value holds after the character was read, as a unit's activation does.

    Example:
        >>> traits("ab\nc")["position in the line"].tolist()
        [1.0, 2.0, 0.0, 1.0]
        >>> traits("A (b) c")["inside brackets"].tolist()
        [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0]
    """
    rules: Mapping[str, Callable[[str], list[float]]] = {
        LINE: lambda text: _since(text, lambda c: c == "\n"),
        "position in the word": lambda text: _since(text, lambda c: not c.isalpha()),
        "inside quotes": _inside_quotes,
        "inside brackets": _inside_brackets,
        "word in capitals": _capital_words,
        "capital letter": lambda text: [float(c.isupper()) for c in text],
        "just after a colon": _after_colon,
        "between words": lambda text: [float(c.isspace()) for c in text],
    }
    return {name: np.asarray(rule(text), float) for name, rule in rules.items()}


def correlations(traces: NDArray[np.float32], trait: Trait) -> NDArray[np.float64]:
    """Return Pearson's correlation of every unit with a trait, (L, U).

    A unit or a trait that never changes over the text has correlation 0.

    Args:
        traces: The units' activations after each character, (L, N, U).
        trait: (N,).
    """
    units = traces.astype(np.float64)
    units = units - units.mean(axis=1, keepdims=True)
    centred = trait - trait.mean() if len(trait) else trait
    covariance = np.einsum("lnu,n->lu", units, centred)  # times N
    spread = np.sqrt((units**2).sum(axis=1) * (centred**2).sum())  # times N
    zeros = np.zeros_like(covariance)
    return np.asarray(np.divide(covariance, spread, out=zeros, where=spread > 1e-12))


def best_units(traces: NDArray[np.float32], text: str) -> tuple[Match, ...]:
    """Return the best unit for each trait that occurs in a text, best first.

    Args:
        traces: The units' activations after each character, (L, N, U).
        text: The text as the network read it, N characters.
    """
    matches = []
    for name, trait in traits(text).items():
        if not len(trait) or trait.min() == trait.max():
            continue
        values = correlations(traces, trait)
        layer, unit = np.unravel_index(np.abs(values).argmax(), values.shape)
        value = float(values[layer, unit])
        matches.append(Match(name, int(layer), int(unit), value))
    return tuple(sorted(matches, key=lambda match: -abs(match.correlation)))


def closest_trait(
    traces: NDArray[np.float32], text: str, layer: int, unit: int
) -> tuple[str, Trait] | None:
    """Return name and values of the trait that a unit follows most closely.

    None where no trait occurs in the text. Arguments as for `best_units`; layer and
    unit are counted from 0.
    """
    trace = traces[layer : layer + 1, :, unit : unit + 1]
    candidates = [
        (abs(float(correlations(trace, trait)[0, 0])), name, trait)
        for name, trait in traits(text).items()
        if len(trait) and trait.min() != trait.max()
    ]
    if not candidates:
        return None
    _, name, trait = max(candidates, key=lambda match: match[0])
    return name, trait


def above_mean(trait: Trait) -> list[bool]:
    """Return where a trait is above its mean: where it is 1, if it is 0 or 1."""
    return [bool(value) for value in trait > trait.mean()]


def is_graded(trait: Trait) -> bool:
    """Return whether a trait has more than two values."""
    return len(np.unique(trait)) > 2


def rising_unit(writer: Any, text: str, trait: str = LINE) -> Match:
    """Return the unit of the last layer that rises most closely with a trait.

    The logits read that layer, so that holding it high is like a large trait.
    """
    traces = survey(writer, text).traces
    (values,) = correlations(traces[-1:], traits(text)[trait])  # (U,)
    unit = int(values.argmax())
    return Match(trait, len(traces) - 1, unit, float(values[unit]))


def missing_traits(text: str) -> tuple[str, ...]:
    """Return the traits that have one value throughout a text."""
    return tuple(
        name
        for name, trait in traits(text).items()
        if not len(trait) or trait.min() == trait.max()
    )


def _since(text: str, restarts: Callable[[str], bool]) -> list[float]:
    """Count the characters since the last one that resets the count to 0."""
    counts, count = [], 0
    for character in text:
        count = 0 if restarts(character) else count + 1
        counts.append(float(count))
    return counts


def _inside_quotes(text: str) -> list[float]:
    """Only double quotation marks: single ones are too often apostrophes."""
    values, is_open = [], False
    for character in text:
        if character == '"':
            is_open = not is_open
        elif character in "“”":
            is_open = character == "“"
        values.append(float(is_open))
    return values


def _inside_brackets(text: str) -> list[float]:
    values, depth = [], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        depth = max(depth, 0)
        values.append(float(depth > 0))
    return values


def _capital_words(text: str) -> list[float]:
    """From the second capital in a row on, since any name starts with one."""
    values, run = [], 0
    for character in text:
        run = run + 1 if character.isupper() else 0
        values.append(float(run > 1))
    return values


def _after_colon(text: str) -> list[float]:
    distances = _since(text, lambda c: c == ":")
    any_before = np.cumsum([c == ":" for c in text]) > 0
    return [
        float(colon and distance <= _AFTER_COLON)
        for colon, distance in zip(any_before, distances, strict=True)
    ]
