"""One step of a small network as a whole: every weight, and every number as a sum.

Every number is the network's own, taken from a `Trace`.

V vocabulary size, E embedding size, U hidden units.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import ConfigError
from engine.language.analysis.trace import GATES, Trace
from engine.sampling import log_softmax
from engine.terms import Sum, Term, bias, products

Array = NDArray[np.float32]

# What fits on one screen, with all weights.
MOST_UNITS, MOST_DIMENSIONS, MOST_CHARACTERS = 12, 16, 130
CELL, HIDDEN, LOGIT = "cell", "hidden", "logit"


@dataclass(frozen=True, slots=True)
class Number:
    """A number that the network computes in one step."""

    kind: str  # one of GATES, or CELL, HIDDEN, LOGIT
    index: int  # of the hidden unit; of the character for a logit

    @property
    def id(self) -> str:
        """Its name in a link: “forget-3” for the forget gate of the third unit."""
        return f"{self.kind}-{self.index + 1}"


@dataclass(frozen=True, eq=False)
class WholeStep:
    """Every weight and value of a network of one layer at one character."""

    symbol: int  # id of the character that is read
    embeddings: Array  # (V, E)
    kernel: Array  # (E, 4, U), gates in the order of GATES
    recurrent: Array  # (U, 4, U)
    bias: Array  # (4, U)
    memory: Array  # (U,), hidden state before
    cell_before: Array  # (U,)
    totals: Array  # (4, U), what goes into sigmoid or tanh
    gates: Array  # (4, U)
    cell: Array  # (U,)
    hidden: Array  # (U,)
    output_kernel: Array  # (U, V)
    output_bias: Array  # (V,)
    logits: Array  # (V,)

    @property
    def embedding(self) -> Array:
        """The vector of the character that is read, (E,)."""
        vector: Array = self.embeddings[self.symbol]
        return vector

    @property
    def probabilities(self) -> Array:
        """The softmax of the logits, (V,)."""
        return np.asarray(np.exp(log_softmax(self.logits)), np.float32)

    def numbers(self) -> Iterator[Number]:
        """Yield every number that `sum_of` explains, in the order of computation."""
        for kind in (*GATES, CELL, HIDDEN):
            for unit in range(len(self.hidden)):
                yield Number(kind, unit)
        for symbol in range(len(self.logits)):
            yield Number(LOGIT, symbol)

    def sum_of(self, number: Number) -> Sum:
        """Return the products that make a number."""
        unit = number.index
        if number.kind == LOGIT:
            return self._logit(number.index)
        if number.kind == HIDDEN:
            squashed = float(np.tanh(self.cell[unit]))
            term = Term("o · tanh(c)", float(self.gates[3, unit]), squashed)
            return Sum((term,), "", float(self.hidden[unit]))
        if number.kind == CELL:
            i, f, g, _ = (float(gate) for gate in self.gates[:, unit])
            kept = Term("f · c'", f, float(self.cell_before[unit]))
            return Sum((kept, Term("i · g", i, g)), "", float(self.cell[unit]))
        return self._gate(GATES.index(number.kind), unit)

    def _gate(self, gate: int, unit: int) -> Sum:
        terms = (
            *products("x{}".format, self.embedding, self.kernel[:, gate, unit]),
            *products("h'{}".format, self.memory, self.recurrent[:, gate, unit]),
            bias(self.bias[gate, unit]),
        )
        activation = "tanh" if GATES[gate] == "candidate" else "sigmoid"
        return Sum(terms, activation, float(self.gates[gate, unit]))

    def _logit(self, symbol: int) -> Sum:
        weights = self.output_kernel[:, symbol]
        terms = products("h{}".format, self.hidden, weights)
        terms += (bias(self.output_bias[symbol]),)
        return Sum(terms, "", float(self.logits[symbol]))


def is_small(traced: Trace) -> bool:
    """Return whether a network has one layer, and few enough weights to show all."""
    units = traced.layers[0].hidden.shape[1]
    characters, dimensions = traced.embeddings.shape
    return (
        len(traced.layers) == 1
        and units <= MOST_UNITS
        and dimensions <= MOST_DIMENSIONS
        and characters <= MOST_CHARACTERS
    )


def whole_step(traced: Trace, position: int) -> WholeStep:
    """Return everything that a small network computes at one character.

    Args:
        traced: The text that was read.
        position: Of the character, from 0.

    Raises:
        ConfigError: The network is not small.
    """
    if not is_small(traced):
        raise ConfigError(
            f"Only a network of one layer with at most {MOST_UNITS} units, "
            f"{MOST_DIMENSIONS} embedding dimensions and {MOST_CHARACTERS} characters "
            "is shown as a whole. Choose a smaller one."
        )
    (layer,) = traced.layers
    units = layer.hidden.shape[1]
    memory = layer.hidden[position]
    totals = layer.inputs[position] @ layer.kernel + memory @ layer.recurrent
    return WholeStep(
        int(traced.ids[position]),
        traced.embeddings,
        layer.kernel.reshape(-1, len(GATES), units),
        layer.recurrent.reshape(-1, len(GATES), units),
        layer.bias.reshape(len(GATES), units),
        memory,
        layer.cells[position],
        (totals + layer.bias).reshape(len(GATES), units),
        layer.gates[position],
        layer.cells[position + 1],
        layer.hidden[position + 1],
        *traced.output,
        traced.logits(position),
    )
