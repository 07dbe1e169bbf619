"""Every value of the network while it reads a text: inputs, gates, cells, states.

The same arithmetic as the network's, in NumPy and step by step, so that each number
can be shown and followed back. T characters, V vocabulary size, D size of a layer's
input, U hidden units.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.language.analysis.cell import activated, step
from engine.language.model import recurrent_layers
from engine.language.predict import Writer
from engine.language.writing import Writing
from engine.sampling import AS_GIVEN

Array = NDArray[np.float32]

GATES = ("input", "forget", "candidate", "output")  # in the order of the weights


@dataclass(frozen=True)
class Layer:
    """One LSTM layer's weights, and its values at each character."""

    kernel: Array  # (D, 4U)
    recurrent: Array  # (U, 4U)
    bias: Array  # (4U,)
    inputs: Array  # (T, D): embedding, or hidden state of the layer below
    gates: Array  # (T, 4, U) after sigmoid or tanh, in the order of GATES
    cells: Array  # (T + 1, U): before the first character, and after each
    hidden: Array  # (T + 1, U)


@dataclass(frozen=True)
class Trace:
    """All values of a network that reads T characters."""

    text: str  # as the network reads it, T characters
    ids: NDArray[np.int32]  # (T,)
    embeddings: Array  # (V, D), a row for each character of the vocabulary
    layers: tuple[Layer, ...]  # lowest first
    output: tuple[Array, Array]  # kernel (U, V) and bias (V,) of the logits

    def logits(self, position: int) -> Array:
        """Return the logits of the character after `position`, (V,)."""
        kernel, bias = self.output
        logits: Array = self.layers[-1].hidden[position + 1] @ kernel + bias
        return logits


def trace(writer: Writer, text: str, before: str = "") -> Trace:
    """Return all values while a network reads a text.

    Args:
        writer: The network.
        text: At least one character; unknown ones are replaced.
        before: What it has read already. An empty one counts as a new line.
    """
    encoded = writer.vocabulary.encode(text)
    writing = Writing(writer.step_weights, AS_GIVEN, 0)
    writing.read(writer.vocabulary.encode(before or "\n").ids)
    states = [np.asarray(state)[0] for state in writing.state]  # h, c, h, c, …
    model = writer.model
    embeddings = np.asarray(model.get_layer("embedding").embeddings)
    inputs = embeddings[encoded.ids]  # (T, D)
    layers = []
    for lstm, h, c in zip(
        recurrent_layers(model), states[::2], states[1::2], strict=True
    ):
        layer = _run(lstm.cell, inputs, h, c)
        layers.append(layer)
        inputs = layer.hidden[1:]
    logits = model.get_layer("logits")
    output = (np.asarray(logits.kernel), np.asarray(logits.bias))
    return Trace(encoded.text, encoded.ids, embeddings, tuple(layers), output)


def _run(cell: Any, inputs: Array, h: Array, c: Array) -> Layer:
    """Return a layer's values over its inputs, from a state on."""
    kernel, recurrent = np.asarray(cell.kernel), np.asarray(cell.recurrent_kernel)
    bias = np.asarray(cell.bias)
    units = len(h)
    projected = inputs @ kernel + bias  # (T, 4U)
    gates = np.empty((len(inputs), 4, units), np.float32)
    cells, hidden = [c], [h]
    for t, row in enumerate(projected):
        gates[t] = activated(row + h @ recurrent)
        h, c = step(gates[t], c)
        cells.append(c)
        hidden.append(h)
    return Layer(
        kernel, recurrent, bias, inputs, gates, np.stack(cells), np.stack(hidden)
    )


def influence(
    traced: Trace, position: int, symbol: int, most: int = 200
) -> NDArray[np.float64]:
    """Return how much each earlier character moved a logit.

    Backpropagation through time from one logit to the embeddings.

    Args:
        traced: Of the text up to `position` at least.
        position: Of the character whose prediction is explained, 1 to T. It was
            predicted from the characters before it.
        symbol: Whose logit, 0 to V - 1.
        most: Characters to go back.

    Returns:
        The Euclidean norm of the logit's gradient by each character's embedding, for
        the last `most` characters before `position`, (n,), earliest first.

    Source:
        Simonyan et al. (2014) for gradients as saliency; Karpathy et al. (2015) ask
        how far such a network looks back.
    """
    kernel, _ = traced.output
    first = max(0, position - most)
    steps = slice(first, position)
    upstream = np.zeros((position - first, len(kernel)), np.float32)  # (n, U)
    upstream[-1] = kernel[:, symbol]
    for layer in reversed(traced.layers):
        by_totals = np.stack(list(_back(layer, steps, upstream))[::-1])  # (n, 4U)
        # At once: character by character, the kernel would be read from memory n times.
        upstream = by_totals @ layer.kernel.T  # (n, D)
    norms: NDArray[np.float64] = np.linalg.norm(upstream.astype(np.float64), axis=-1)
    return norms


def _back(layer: Layer, steps: slice, upstream: Array) -> Iterator[Array]:
    """Yield the gradient by a layer's gate sums, (4U,), last character first.

    Args:
        layer: The layer.
        steps: The n characters to go back over.
        upstream: Gradient by the layer's hidden state after each of them, (n, U).
    """
    from_later_h = np.zeros(layer.hidden.shape[1], np.float32)
    from_later_c = np.zeros_like(from_later_h)
    for t in range(steps.stop - 1, steps.start - 1, -1):
        i, f, g, o = layer.gates[t]
        tanh_c = np.tanh(layer.cells[t + 1])
        by_h = upstream[t - steps.start] + from_later_h
        by_c = from_later_c + by_h * o * (1 - tanh_c**2)
        by_totals = np.concatenate(
            [
                by_c * g * i * (1 - i),
                by_c * layer.cells[t] * f * (1 - f),
                by_c * i * (1 - g**2),
                by_h * tanh_c * o * (1 - o),
            ]
        )  # (4U,)
        yield by_totals
        from_later_h = layer.recurrent @ by_totals
        from_later_c = by_c * f
