"""Nats per character: how surprised a network is by a text it never saw."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.language.model import recurrent_layers, reset_states
from engine.sampling import log_softmax

_BLOCK = 512  # characters per call: one compiled shape, bounded memory


def stream_logits(
    model: Any, ids: NDArray[np.int32], block: int = _BLOCK
) -> Iterator[NDArray[np.float64]]:
    """Yield the log-probabilities of the character after each one, in blocks.

    The state is carried from block to block; reset it first if need be.

    Args:
        model: Built for one stream.
        ids: The characters to read, (N,).
        block: Characters per call.

    Yields:
        (n, V) nats, n <= block, N rows in all.
    """
    for start in range(0, len(ids), block):
        piece = ids[None, start : start + block]
        yield log_softmax(np.asarray(model.predict_on_batch(piece)))[0]


def score(model: Any, ids: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return the nats that each character after the first costs.

    The state is carried over the whole text, so that nothing is read cold but
    its beginning.

    Args:
        model: Built for one stream.
        ids: The text, (N,).

    Returns:
        -ln p of ids[1:], each given all before it, (N - 1,) float64.
    """
    reset_states(model)
    parts, start = [np.zeros(0)], 0
    for logits in stream_logits(model, ids[:-1]):
        targets = ids[start + 1 : start + 1 + len(logits)]
        parts.append(-logits[np.arange(len(logits)), targets])
        start += len(logits)
    return np.concatenate(parts)


def quick_loss(
    model: Any, ids: NDArray[np.int32], streams: int, warm_up: int = 128
) -> tuple[float, int]:
    """Return nearly what `score` has as its mean, many times faster, and its n.

    The text is read in parallel streams, each warmed up on the characters
    before it, which are not counted. For use while training; figures on a card
    come from `score`.

    Args:
        model: Built for `streams` streams.
        ids: The text, (N,).
        streams: B.
        warm_up: Characters that each stream reads before it counts.
    """
    length = (len(ids) - 1) // streams
    warm_up = min(warm_up, length)
    starts = np.arange(streams) * length
    first = np.maximum(starts - warm_up, 0)
    reset_states(model)
    total = count = 0.0
    for offset in range(0, length + warm_up, _BLOCK // 4):
        steps = np.arange(offset, min(offset + _BLOCK // 4, length + warm_up))
        places = np.minimum(first[:, None] + steps, len(ids) - 2)  # (B, T)
        logits = log_softmax(np.asarray(model.predict_on_batch(ids[places])))
        nats = -np.take_along_axis(logits, ids[places + 1][..., None], -1)[..., 0]
        wanted = first[:, None] + steps
        counted = (wanted >= starts[:, None]) & (wanted < starts[:, None] + length)
        total += float(nats[counted].sum())
        count += float(counted.sum())
    return total / max(count, 1.0), int(count)


def hidden_states(model: Any, ids: NDArray[np.int32]) -> NDArray[np.float32]:
    """Return what every unit of every layer says after each character.

    Args:
        model: Built for one stream.
        ids: The text, (N,).

    Returns:
        (layers, N, U) float32, -1 to 1.
    """
    import keras  # a second graph over the same layers: built on demand only

    outputs = [layer.output for layer in recurrent_layers(model)]
    reading = keras.Model(model.input, outputs)
    reset_states(model)
    parts = [np.zeros((len(outputs), 0, outputs[0].shape[-1]), np.float32)]
    for start in range(0, len(ids), _BLOCK):
        states = reading.predict_on_batch(ids[None, start : start + _BLOCK])
        listed = states if isinstance(states, list) else [states]
        parts.append(np.stack([np.asarray(s)[0] for s in listed]))
    return np.concatenate(parts, axis=1)
