"""Writing, one character after another, in compiled blocks.

`model.predict` for each character gives 12 to 15 characters a second; the same
arithmetic in one compiled loop gives thousands. So one step of the network is
repeated here for one stream, with the model's weights as `StepWeights` arranges
them. It refuses a model that computes anything else, and a test compares the logits
with the model's own.

V vocabulary size, U hidden units.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from keras import ops
from numpy.typing import NDArray

from engine.backend.compiled import compiled
from engine.language.step_weights import StepWeights
from engine.sampling import GumbelNoise, SamplingSettings

BLOCK = 64  # characters written per compiled call: a line, in a fiftieth of a second
_CHUNK = 256  # characters read per compiled call, at most
CELL, OUTPUT = "cell", "output"  # what of a unit can be held


@dataclass(frozen=True, slots=True)
class Held:
    """A hidden unit that has one value, whatever the network computes for it."""

    layer: int  # from 0, the lowest
    unit: int  # from 0
    part: str  # CELL (its output follows from it) or OUTPUT, its activation
    value: float


def _cell(gates: Any, c: Any, held: Any) -> tuple[Any, Any]:
    """Return hidden and cell state, (1, U) each, from (1, 4U) gates and (1, U).

    `held` is (), or a value with the cells and the outputs that have it, (1, U) each.
    """
    i, f, g, o = ops.split(gates, 4, axis=-1)
    c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
    if held:
        c = ops.where(held[1], held[0], c)
    h = ops.sigmoid(o) * ops.tanh(c)
    return (ops.where(held[2], held[0], h) if held else h), c


def _step(
    weights: Any, held: Any, character: Any, state: tuple[Any, ...]
) -> tuple[Any, Any]:
    """Read one character; return the logits of the next, (V,), and the new state."""
    table, recurrent, upper, (output_kernel, output_bias) = weights
    h, c, *upper_state = state
    row = ops.take(table, character, axis=0)[None]  # (1, 4U)
    h, c = _cell(row + ops.matmul(h, recurrent), c, held[0])
    new_state = [h, c]
    for (kernel, bias), of_layer, h_layer, c_layer in zip(
        upper, held[1:], upper_state[::2], upper_state[1::2], strict=True
    ):
        x = ops.concatenate([h, h_layer], axis=-1)  # (1, 2U)
        h, c = _cell(ops.matmul(x, kernel) + bias, c_layer, of_layer)
        new_state += [h, c]
    return (ops.matmul(h, output_kernel) + output_bias)[0], tuple(new_state)


def _pick(logits: Any, noise: Any, temperature: Any, top_n: Any, top_p: Any) -> Any:
    """Return the id that the noise picks: `sampling.probabilities` in a graph."""
    scaled = (logits - ops.max(logits)) / ops.maximum(temperature, 1e-6)
    falling = ops.flip(ops.sort(scaled))
    n = ops.where(top_n > 0, ops.minimum(top_n, scaled.shape[0]), scaled.shape[0])
    scaled = ops.where(scaled >= ops.take(falling, n - 1), scaled, -1e9)
    falling = ops.flip(ops.sort(scaled))
    likely = ops.softmax(falling)
    before = ops.cumsum(likely) - likely
    last = ops.sum(ops.cast(before < top_p, "int32")) - 1
    scaled = ops.where(scaled >= ops.take(falling, last), scaled, -1e9)
    likeliest = ops.where(logits >= ops.max(logits), 0.0, -1e9)
    scaled = ops.where(temperature > 0, scaled, likeliest)
    return ops.cast(ops.argmax(scaled + noise), "int32")


@compiled
def _read(
    weights: Any, held: Any, characters: Any, count: Any, state: Any
) -> tuple[Any, Any]:
    """Read the first `count` characters; return the logits after them, and the state.

    `count` is a tensor, so that a shorter chunk needs no compilation of its own.
    """
    logits = ops.zeros((weights[0].shape[0],))

    def body(i: Any, carry: Any) -> Any:
        _, state = carry
        return _step(weights, held, ops.take(characters, i), state)

    return ops.fori_loop(0, count, body, (logits, state))


@compiled
def _write(
    weights: Any,
    held: Any,
    logits: Any,
    state: Any,
    noise: Any,
    count: Any,
    settings: Any,
) -> tuple[Any, Any, Any, Any]:
    """Write `count` characters, at most as many as `noise` has rows.

    `count` is a tensor, so that a shorter block needs no compilation of its own.

    Returns:
        The ids (rows,), the logits that each was drawn from (rows, V), both zero
        after `count`, and the logits and state to continue from.
    """
    rows, vocabulary_size = noise.shape
    ids = ops.zeros((rows,), "int32")
    drawn_from = ops.zeros((rows, vocabulary_size))

    def body(i: Any, carry: Any) -> Any:
        ids, drawn_from, logits, state = carry
        drawn_from = ops.slice_update(drawn_from, (i, 0), logits[None])
        picked = _pick(logits, ops.take(noise, i, axis=0), *settings)
        ids = ops.slice_update(ids, (i,), picked[None])
        logits, state = _step(weights, held, picked, state)
        return ids, drawn_from, logits, state

    return ops.fori_loop(0, count, body, (ids, drawn_from, logits, state))


@dataclass
class Writing:
    """A text being written: the logits and state after what was read so far."""

    weights: StepWeights
    settings: SamplingSettings
    length: int  # characters to write in all
    reset_every: int = 0  # reset the state every so many characters; 0 never
    held: Held | None = None  # from the first character that is read
    logits: Any = None
    state: Any = None
    _noise: GumbelNoise = field(init=False)

    def __post_init__(self) -> None:
        """Start from a zero state."""
        self._noise = GumbelNoise(self.settings.seed, self.weights.vocabulary_size)
        if self.state is None:
            self.state = self.weights.zero_state()

    def _held_tensors(self) -> tuple[Any, ...]:
        """Return for each layer what `_cell` takes as `held`.

        Tensors, so that another unit or value needs no compilation of its own.
        """
        layers, held = self.weights.layers, self.held
        if held is None:
            return ((),) * layers
        where = np.zeros((2, layers, 1, self.weights.units), bool)
        where[(CELL, OUTPUT).index(held.part), held.layer, 0, held.unit] = True
        value = ops.convert_to_tensor(held.value, "float32")
        of_layers = zip(*map(ops.convert_to_tensor, where), strict=True)
        return tuple((value, *of_layer) for of_layer in of_layers)

    def read(self, ids: NDArray[np.int32]) -> None:
        """Read a prompt of at least one character."""
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            self.logits, self.state = _read(
                self.weights.tensors(),
                self._held_tensors(),
                ops.convert_to_tensor(np.resize(chunk, _CHUNK), "int32"),
                ops.convert_to_tensor(len(chunk), "int32"),
                self.state,
            )

    def blocks(self) -> Iterator[tuple[NDArray[np.int32], NDArray[np.float32]]]:
        """Yield ids (n,) and the logits that each was drawn from (n, V)."""
        settings = (
            ops.convert_to_tensor(self.settings.temperature, "float32"),
            ops.convert_to_tensor(self.settings.top_n, "int32"),
            ops.convert_to_tensor(self.settings.top_p, "float32"),
        )
        written = 0
        while written < self.length:
            count = min(BLOCK, self.length - written)
            if self.reset_every:  # a block ends where the state is reset
                count = min(count, self.reset_every - written % self.reset_every)
            ids, logits, self.logits, self.state = _write(
                self.weights.tensors(),
                self._held_tensors(),
                self.logits,
                self.state,
                # A whole block, so that every call has the same compiled shape.
                ops.convert_to_tensor(self._noise.next_rows(BLOCK)),
                ops.convert_to_tensor(count, "int32"),
                settings,
            )
            yield np.asarray(ids)[:count], np.asarray(logits)[:count]
            self._noise.pass_over(count)
            written += count
            if self.reset_every and written % self.reset_every == 0:
                self.state = self.weights.zero_state()
                self.read(np.asarray(ids)[count - 1 : count])


def write_text(
    weights: StepWeights,
    prompt: NDArray[np.int32],
    length: int,
    settings: SamplingSettings,
) -> NDArray[np.int32]:
    """Return `length` ids written after the prompt, which is not repeated."""
    writing = Writing(weights, settings, length)
    writing.read(prompt)
    return np.concatenate([ids for ids, _ in writing.blocks()])
