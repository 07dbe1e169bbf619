"""One step of the LSTM, number by number: a unit's gates, then the draw.

Every number is the network's own, taken from a `Trace`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine import terms
from engine.data.vocabulary import Vocabulary
from engine.language.analysis.trace import GATES, Layer, Trace
from engine.sampling import GumbelNoise, SamplingSettings, probabilities


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate of a unit: a weighted sum and its activation."""

    name: str  # one of GATES
    from_input: float  # sum over the layer's input
    from_memory: float  # sum over the layer's hidden state
    bias: float
    activation: float  # sigmoid of the total, tanh for the candidate
    inputs: tuple[terms.Term, ...]  # the largest ones, largest first
    memory: tuple[terms.Term, ...]

    @property
    def total(self) -> float:
        """What goes into the sigmoid or tanh."""
        return self.from_input + self.from_memory + self.bias


@dataclass(frozen=True, slots=True)
class UnitStep:
    """What one hidden unit does when the network reads one character."""

    character: str
    gates: tuple[Gate, ...]  # in the order of GATES
    cell_before: float
    cell_after: float  # forget × cell before + input × candidate
    hidden_before: float
    hidden_after: float  # output × tanh(cell after)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A character that could be drawn, through all steps of sampling."""

    character: str
    logit: float
    scaled: float  # logit / temperature
    softmax: float  # probability after the temperature
    after_top_n: float  # renormalised; 0 if it fell out
    after_top_p: float  # the probability it is drawn with
    noise: float  # Gumbel noise of the seed
    chosen: bool  # whether ln(probability) + noise is the largest

    @property
    def total(self) -> float:
        """Return ln(probability) + noise; the largest total is drawn."""
        with np.errstate(divide="ignore"):
            return float(np.log(self.after_top_p)) + self.noise


def unit_step(
    traced: Trace, position: int, layer: int, unit: int, largest: int = 5
) -> UnitStep:
    """Return what a unit computes at one character.

    Args:
        traced: The text that was read.
        position: Of the character, from 0.
        layer: From 0, the lowest.
        unit: From 0.
        largest: Contributions to return of input and of memory.
    """
    values = traced.layers[layer]
    gates = tuple(
        _gate(values, position, number, unit, largest) for number in range(len(GATES))
    )
    return UnitStep(
        traced.text[position],
        gates,
        float(values.cells[position, unit]),
        float(values.cells[position + 1, unit]),
        float(values.hidden[position, unit]),
        float(values.hidden[position + 1, unit]),
    )


def mean_gate(
    traced: Trace, name: str, layer: int, unit: int, after: Callable[[str], bool]
) -> float:
    """Return a gate's mean activation over some characters of a text; 0 without any.

    Args:
        traced: The text that was read.
        name: One of GATES.
        layer: From 0, the lowest.
        unit: From 0.
        after: Whether the gate at this character counts.
    """
    values = traced.layers[layer].gates[:, GATES.index(name), unit]
    counted = [v for v, c in zip(values, traced.text, strict=True) if after(c)]
    return float(np.mean(counted)) if counted else 0.0


def _gate(layer: Layer, position: int, number: int, unit: int, largest: int) -> Gate:
    column = number * layer.hidden.shape[1] + unit
    inputs, memory = layer.inputs[position], layer.hidden[position]
    kernel, recurrent = layer.kernel[:, column], layer.recurrent[:, column]
    return Gate(
        GATES[number],
        float(inputs @ kernel),
        float(memory @ recurrent),
        float(layer.bias[column]),
        float(layer.gates[position, number, unit]),
        terms.largest(terms.products(str, inputs, kernel), largest),
        terms.largest(terms.products(str, memory, recurrent), largest),
    )


def candidates(
    logits: NDArray[np.float32],
    settings: SamplingSettings,
    written: int,
    vocabulary: Vocabulary,
    count: int = 8,
) -> tuple[Candidate, ...]:
    """Return the likeliest characters and the one that is drawn, step by step.

    Args:
        logits: Of the character to draw, (V,).
        settings: Of the sampling; a temperature of 0 takes the largest logit.
        written: Characters drawn before it, which decides the noise.
        vocabulary: Decodes the ids.
        count: Candidates to return, likeliest first; the drawn one is among them.
    """
    softmax = probabilities(logits, replace(settings, top_n=0, top_p=1.0))
    after_top_n = probabilities(logits, replace(settings, top_p=1.0))
    after_top_p = probabilities(logits, settings)
    noise = GumbelNoise(settings.seed, len(vocabulary)).next_rows(written + 1)[-1]
    with np.errstate(divide="ignore"):
        drawn = int(np.argmax(np.log(after_top_p) + noise))
    likeliest = np.argsort(-logits, kind="stable")[:count].tolist()
    if drawn not in likeliest:
        likeliest[-1] = drawn
    divisor = settings.temperature or 1.0
    return tuple(
        Candidate(
            vocabulary.characters[i],
            float(logits[i]),
            float(logits[i]) / divisor,
            float(softmax[i]),
            float(after_top_n[i]),
            float(after_top_p[i]),
            float(noise[i]),
            i == drawn,
        )
        for i in likeliest
    )
