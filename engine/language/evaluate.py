"""Nats per character: the cross-entropy of a network on a text."""

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

    The state is carried from block to block; the caller resets it before the first.

    Args:
        model: Built for one stream.
        ids: The characters to read, (N,).
        block: Characters per call.

    Yields:
        (n, V) nats, n <= block, N rows in all.
    """
    for start in range(0, len(ids), block):
        inputs = ids[None, start : start + block]  # (1, n)
        yield log_softmax(np.asarray(model.predict_on_batch(inputs)))[0]  # (n, V)


def score(model: Any, ids: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return the loss of each character after the first, in nats.

    The state is carried through the whole text and is zero only at its start.

    Args:
        model: Built for one stream.
        ids: The text, (N,).

    Returns:
        -ln p of ids[1:], each given all characters before it, (N - 1,) float64.
    """
    reset_states(model)
    nats, start = [np.zeros(0)], 0
    for log_p in stream_logits(model, ids[:-1]):  # (n, V)
        targets = ids[start + 1 : start + 1 + len(log_p)]
        nats.append(-log_p[np.arange(len(log_p)), targets])
        start += len(log_p)
    return np.concatenate(nats)


def quick_loss(
    model: Any, ids: NDArray[np.int32], streams: int, warm_up: int = 128
) -> tuple[float, int]:
    """Return nearly the mean of `score`, many times faster, and its n.

    The text is read in parallel streams, each warmed up on the characters before
    it, which are not counted. For use while training; `./loupe evaluate` measures
    with `score`.

    Args:
        model: Built for `streams` streams.
        ids: The text, (N,).
        streams: B.
        warm_up: Characters that each stream reads before they count.
    """
    length = (len(ids) - 1) // streams
    warm_up = min(warm_up, length)
    starts = np.arange(streams) * length
    first = np.maximum(starts - warm_up, 0)
    reset_states(model)
    total = count = 0.0
    for offset in range(0, length + warm_up, _BLOCK // 4):
        steps = np.arange(offset, min(offset + _BLOCK // 4, length + warm_up))
        wanted = first[:, None] + steps  # (B, T), may run past the end of the text
        positions = np.minimum(wanted, len(ids) - 2)
        log_p = log_softmax(np.asarray(model.predict_on_batch(ids[positions])))
        targets = ids[positions + 1][..., None]  # (B, T, 1)
        nats = -np.take_along_axis(log_p, targets, -1)[..., 0]  # (B, T)
        counted = (wanted >= starts[:, None]) & (wanted < starts[:, None] + length)
        total += float(nats[counted].sum())
        count += float(counted.sum())
    return total / max(count, 1.0), int(count)


def hidden_states(model: Any, ids: NDArray[np.int32]) -> NDArray[np.float32]:
    """Return the activation of every hidden unit after each character.

    Args:
        model: Built for one stream.
        ids: The text, (N,).

    Returns:
        (layers, N, U) float32, -1 to 1.
    """
    import keras  # for a second graph over the same layers

    outputs = [layer.output for layer in recurrent_layers(model)]
    all_outputs = keras.Model(model.input, outputs)
    reset_states(model)
    blocks = [np.zeros((len(outputs), 0, outputs[0].shape[-1]), np.float32)]
    for start in range(0, len(ids), _BLOCK):
        states = all_outputs.predict_on_batch(ids[None, start : start + _BLOCK])
        layers = states if isinstance(states, list) else [states]  # (1, n, U) each
        blocks.append(np.stack([np.asarray(layer)[0] for layer in layers]))
    return np.concatenate(blocks, axis=1)
