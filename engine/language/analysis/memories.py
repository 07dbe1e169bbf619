"""The loss of a network on one text, read with different memories, all at once.

Where its state is reset, a text falls into streams that do not depend on each other.
The streams of all memories are read side by side: for a single one, the weights come
from main memory anew with every character, which takes most of the time.

T characters of the longest stream, V vocabulary size, U hidden units.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.data.lookup import composed_text
from engine.language.analysis.cell import activated, step
from engine.language.predict import Memory, Writer
from engine.language.step_weights import StepWeights
from engine.language.writing import Writing
from engine.sampling import AS_GIVEN, log_softmax

Array = NDArray[np.float32]
Ids = NDArray[np.int32]

_FEW = 3  # a product of matrices copies the second one first


@dataclass(frozen=True)
class _Stream:
    """A part of the text that is read from one state on."""

    memory: str
    read: Ids
    following: Ids  # what is to be predicted after each character that is read
    state: tuple[Array, ...]  # h, c of each layer, (U,) each


def losses(
    writer: Writer, text: str, memories: Mapping[str, Memory]
) -> dict[str, float]:
    """Return nats per character for each memory: what `Writer.read` gives.

    Args:
        writer: The network.
        text: At least one character; unknown ones are replaced.
        memories: By any names.
    """
    following = writer.vocabulary.encode(composed_text(text)).ids
    streams = [
        stream
        for name, memory in memories.items()
        for stream in _streams(writer, following, name, memory)
    ]
    streams.sort(key=lambda stream: -len(stream.read))
    nats = dict.fromkeys(memories, 0.0)
    for at, log_p in enumerate(_log_probabilities(writer.step_weights, streams)):
        for stream, row in zip(streams, log_p, strict=False):
            nats[stream.memory] -= float(row[stream.following[at]])
    return {name: total / len(following) for name, total in nats.items()}


def _streams(
    writer: Writer, following: Ids, name: str, memory: Memory
) -> Iterator[_Stream]:
    """Yield the parts of a text between two resets; only the first has a state."""
    lead = writer.vocabulary.encode(composed_text(memory.before + "\n")).ids
    writing = Writing(writer.step_weights, AS_GIVEN, 0)
    if len(lead) > 1:
        writing.read(lead[:-1])
    state = tuple(np.asarray(part)[0] for part in writing.state)
    read = np.concatenate([lead[-1:], following[:-1]])
    length = memory.reset_every or len(read)
    for start in range(0, len(read), length):
        part = slice(start, start + length)
        yield _Stream(name, read[part], following[part], state)
        state = tuple(np.zeros_like(part) for part in state)


def _log_probabilities(
    weights: StepWeights, streams: Sequence[_Stream]
) -> Iterator[NDArray[np.float64]]:
    """Yield what follows each character, for the streams that go on, (n, V).

    Args:
        weights: Of the network.
        streams: Longest first, so that those that go on are the first n.
    """
    table, recurrent = np.asarray(weights.table), np.asarray(weights.recurrent)
    upper = [tuple(map(np.asarray, layer)) for layer in weights.upper]
    kernel, bias = map(np.asarray, weights.logits)
    lengths = np.array([len(stream.read) for stream in streams])
    state = [np.stack(part) for part in zip(*(s.state for s in streams), strict=True)]
    for at in range(lengths[0]):
        n = int((lengths > at).sum())
        state = [part[:n] for part in state]
        read = [stream.read[at] for stream in streams[:n]]
        sums = table[read] + _product(state[0], recurrent)  # (n, 4U)
        state[:2] = step(activated(sums), state[1])
        for layer, (inner, offset) in enumerate(upper, 1):
            below, h, c = state[2 * layer - 2], *state[2 * layer : 2 * layer + 2]
            sums = _product(np.concatenate([below, h], axis=-1), inner) + offset
            state[2 * layer : 2 * layer + 2] = step(activated(sums), c)
        yield log_softmax(state[-2] @ kernel + bias)


def _product(rows: Array, matrix: Array) -> Array:
    """Return rows @ matrix; of a few rows one by one, which is twice as fast."""
    if len(rows) > _FEW:
        return rows @ matrix
    return np.stack([row @ matrix for row in rows])
