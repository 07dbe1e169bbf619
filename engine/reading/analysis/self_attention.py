"""Self-attention: the weights with which each word of a context attends to the others.

The numbers are the network's own. T context words, D features of a word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.reading.analysis.similarity import outputs, softmax
from engine.reading.config import ATTENTION_HEADS, PASSES, ReadingConfig
from engine.reading.tokens import Tokens

if TYPE_CHECKING:
    from engine.reading.predict import Reader

LAYER = "self_attention"  # which only some networks have
_CONTEXTUAL, _MODELLING = "contextual", "modelling_"
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """One place of a network at which the context attends to itself."""

    layer: str  # the layer's name
    reading: int = 1  # which time that layer reads, from 1
    number: int = 1  # of the heads that read side by side, from 1


def heads(config: ReadingConfig) -> tuple[Head, ...]:
    """Return the heads of a network in the order in which they read; perhaps none."""
    if config.encoder == "LSTM":
        return (Head(LAYER),) if config.self_attention != "none" else ()
    blocks = [(_CONTEXTUAL, 1)] + [
        (f"{_MODELLING}{number}", reading)
        for reading in range(1, PASSES + 1)
        for number in range(1, config.modelling_layers + 1)
    ]
    numbers = range(1, ATTENTION_HEADS + 1)
    return tuple(Head(*block, number) for block in blocks for number in numbers)


def self_attention(
    reader: "Reader", context: Tokens, question: Tokens
) -> dict[Head, Array]:
    """Return the attention weights of each head, (T, T); each row sums to 1.

    Args:
        reader: A network with self-attention.
        context: T words, at least one; at most a few hundred, read in one window.
        question: At least one word, as the network reads it.
    """
    if reader.config.encoder == "LSTM":
        return {Head(LAYER): _trilinear(reader, context, question)}
    names = heads(reader.config)
    weights = _of_blocks(reader, context, question)  # (places, H, T, T)
    by_head = (each for block in weights for each in block)
    return dict(zip(names, by_head, strict=True))


def _trilinear(reader: "Reader", context: Tokens, question: Tokens) -> Array:
    """Return the weights of the one head of a network of LSTMs, (T, T)."""
    layer = reader.model.get_layer(LAYER)
    encoded = reader.model.get_layer(f"{LAYER}_encoder").output
    (h,) = outputs(reader, context, question, [encoded])  # (T', D)
    h = h[: len(context)]
    product_weight = np.asarray(layer.product_weight)[0, 0]  # (D,)
    key_part = h @ np.asarray(layer.key_weight)[:, 0]  # (T,)
    similarity = (h * product_weight) @ h.T + key_part  # (T, T)
    np.fill_diagonal(similarity, -np.inf)  # a word never attends to itself
    return softmax(similarity) if len(context) > 1 else np.zeros_like(similarity)


def _of_blocks(reader: "Reader", context: Tokens, question: Tokens) -> list[Array]:
    """Return the weights of each encoder block each time it reads, (H, T, T) each."""
    model, size = reader.model, len(context)
    embedded, read = outputs(
        reader,
        context,
        question,
        [
            # A layer that reads both texts reads the context first.
            model.get_layer(_CONTEXTUAL).input[0],
            model.get_layer("attention_projection").output,
        ],
    )
    ids = np.ones((1, size), np.int32)
    weights = [_weights(model.get_layer(_CONTEXTUAL), embedded[None, :size], ids)]
    x: Any = read[None, :size]
    numbers = range(1, reader.config.modelling_layers + 1)
    blocks = [model.get_layer(f"{_MODELLING}{number}") for number in numbers]
    for _ in range(PASSES):
        for block in blocks:
            weights.append(_weights(block, x, ids))
            x = block(x, ids)  # (1, T, D)
    return weights


def _weights(block: Any, x: Any, ids: Any) -> Array:
    from keras import ops  # imports TensorFlow

    weights: Array = ops.convert_to_numpy(block.weigh(x, ids))[0]
    return weights


def mean_of(weights: Mapping[Head, Array], start: int, end: int) -> Array:
    """Return the mean weights of the words [start, end) in all heads, (T,)."""
    every = np.stack([each[start:end] for each in weights.values()])  # (heads, N, T)
    mean: Array = every.mean(axis=(0, 1))
    return mean


def strongest(weights: Array, most: int) -> list[int]:
    """Return the words with the largest of the weights (T,), the largest first.

    Example:
        >>> strongest(np.array([0.2, 0.5, 0.3], np.float32), 2)
        [1, 2]
    """
    order: list[int] = np.argsort(-weights, kind="stable")[:most].tolist()
    return order


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a head looks, as means over the words."""

    distance: float  # in words, weighted by attention
    words: float  # as many equally strong words would have the same entropy


def reach(weights: Array) -> Reach:
    """Return how far a head looks.

    Args:
        weights: Of its words over each other, (T, T).

    Example:
        >>> reach(np.array([[0, 1, 0], [0.5, 0, 0.5], [0, 1, 0]], np.float32)).distance
        1.0
    """
    places = np.arange(len(weights))
    distances = np.abs(places[:, None] - places)  # (T, T)
    logs = np.log(np.maximum(weights, np.finfo(np.float32).tiny))
    entropies = -(weights * logs).sum(axis=1)  # (T,), in nats
    return Reach(
        float((weights * distances).sum(axis=1).mean()),
        float(np.exp(entropies).mean()),
    )
