"""Writing, one character after the other, in compiled blocks.

`model.predict` per character gives 12 to 15 characters a second; the same
arithmetic in one compiled loop gives thousands. So the step of the network is
written out here for one stream: the first layer's input projection becomes a
table with a row for each character, later layers read their input and their
own state in one matrix product. A test holds it to the model's own logits.

V vocabulary, U units.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from engine.backend.compiled import compiled
from engine.language.model import recurrent_layers
from engine.sampling import GumbelNoise, SamplingSettings

BLOCK = 32  # characters per compiled call: about what an eye takes in at once


@dataclass(frozen=True)
class StepWeights:
    """A model's weights, arranged for one character at a time."""

    table: Any  # (V, 4U): embedding times kernel, plus bias, of the first layer
    recurrent: Any  # (U, 4U) of the first layer
    upper: tuple[tuple[Any, Any], ...]  # per later layer: (2U, 4U), (4U,)
    logits: tuple[Any, Any]  # (U, V), (V,)

    @classmethod
    def of(cls, model: Any) -> "StepWeights":
        """Take the weights out of a built model."""
        first, *later = (layer.cell for layer in recurrent_layers(model))
        embeddings = np.asarray(model.get_layer("embedding").embeddings)
        table = embeddings @ np.asarray(first.kernel) + np.asarray(first.bias)
        upper = tuple(
            (
                np.concatenate([np.asarray(c.kernel), np.asarray(c.recurrent_kernel)]),
                np.asarray(c.bias),
            )
            for c in later
        )
        logits = model.get_layer("logits")
        arrays = (
            table,
            np.asarray(first.recurrent_kernel),
            upper,
            (np.asarray(logits.kernel), np.asarray(logits.bias)),
        )
        return cls(*keras.tree.map_structure(ops.convert_to_tensor, arrays))

    @property
    def symbols(self) -> int:
        """V."""
        return int(self.table.shape[0])

    def tensors(self) -> tuple[Any, ...]:
        """Return all weights as one nest of tensors, for a compiled function."""
        return self.table, self.recurrent, self.upper, self.logits

    def zero_state(self) -> tuple[Any, ...]:
        """Return the state of a network that has read nothing: (1, U) each."""
        units = int(self.recurrent.shape[0])
        return tuple(ops.zeros((1, units)) for _ in range(2 * (1 + len(self.upper))))


def _cell(z: Any, c: Any) -> tuple[Any, Any]:
    """Return hidden and cell state from the gates' sums, (1, 4U) and (1, U)."""
    i, f, g, o = ops.split(z, 4, axis=-1)
    c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
    return ops.sigmoid(o) * ops.tanh(c), c


def _step(weights: Any, character: Any, state: tuple[Any, ...]) -> tuple[Any, Any]:
    """Read one character; return the logits of the next, (V,), and the state."""
    table, recurrent, upper, (kernel, bias) = weights
    h, c, *rest = state
    row = ops.take(table, character, axis=0)[None]  # (1, 4U)
    h, c = _cell(row + ops.matmul(h, recurrent), c)
    new = [h, c]
    for (both, shift), h_above, c_above in zip(
        upper, rest[::2], rest[1::2], strict=True
    ):
        x = ops.concatenate([h, h_above], axis=-1)  # (1, 2U)
        h, c = _cell(ops.matmul(x, both) + shift, c_above)
        new += [h, c]
    return (ops.matmul(h, kernel) + bias)[0], tuple(new)


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
def _read(weights: Any, characters: Any, state: Any) -> tuple[Any, Any]:
    """Read a prompt; return the logits after its last character, and the state."""
    logits = ops.zeros((weights[0].shape[0],))

    def body(place: Any, carry: Any) -> Any:
        _, state = carry
        return _step(weights, ops.take(characters, place), state)

    return ops.fori_loop(0, characters.shape[0], body, (logits, state))


@compiled
def _write(
    weights: Any, logits: Any, state: Any, noise: Any, count: Any, settings: Any
) -> tuple[Any, Any, Any, Any]:
    """Write `count` characters, at most as many as `noise` has rows.

    `count` is a tensor, so that a shorter block needs no compilation of its own.

    Returns:
        The ids (rows,), the logits that each was picked from (rows, V), zeros
        after `count`, and logits and state to go on from.
    """
    rows, symbols = noise.shape
    ids = ops.zeros((rows,), "int32")
    seen = ops.zeros((rows, symbols))

    def body(place: Any, carry: Any) -> Any:
        ids, seen, logits, state = carry
        seen = ops.slice_update(seen, (place, 0), logits[None])
        picked = _pick(logits, ops.take(noise, place, axis=0), *settings)
        ids = ops.slice_update(ids, (place,), picked[None])
        logits, state = _step(weights, picked, state)
        return ids, seen, logits, state

    return ops.fori_loop(0, count, body, (ids, seen, logits, state))


@dataclass
class Writing:
    """A text in the making: where the network stands after what it has read."""

    weights: StepWeights
    settings: SamplingSettings
    length: int  # characters to write in all
    reset_every: int = 0  # forget everything each so many characters; 0 never
    logits: Any = None
    state: Any = None
    _noise: GumbelNoise = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing read."""
        self._noise = GumbelNoise(self.settings.seed, self.weights.symbols)
        if self.state is None:
            self.state = self.weights.zero_state()

    def read(self, ids: NDArray[np.int32]) -> None:
        """Read a prompt, at least one character.

        Pieces of fixed sizes keep the number of compiled shapes small.
        """
        place = 0
        for size in (256, 16, 1):
            while len(ids) - place >= size:
                piece = ops.convert_to_tensor(ids[place : place + size], "int32")
                self.logits, self.state = _read(
                    self.weights.tensors(), piece, self.state
                )
                place += size

    def blocks(self) -> Iterator[tuple[NDArray[np.int32], NDArray[np.float32]]]:
        """Yield ids (n,) and the logits that each was picked from (n, V)."""
        settings = (
            ops.convert_to_tensor(self.settings.temperature, "float32"),
            ops.convert_to_tensor(self.settings.top_n, "int32"),
            ops.convert_to_tensor(self.settings.top_p, "float32"),
        )
        place = 0
        while place < self.length:
            count = min(BLOCK, self.length - place)
            if self.reset_every:  # a block ends where the network forgets
                count = min(count, self.reset_every - place % self.reset_every)
            ids, seen, self.logits, self.state = _write(
                self.weights.tensors(),
                self.logits,
                self.state,
                # A whole block, so that every call has the same compiled shape.
                ops.convert_to_tensor(self._noise.next_rows(BLOCK)),
                ops.convert_to_tensor(count, "int32"),
                settings,
            )
            yield np.asarray(ids)[:count], np.asarray(seen)[:count]
            self._noise.pass_over(count)
            place += count
            if self.reset_every and place % self.reset_every == 0:
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
