"""The spans with the largest activations of each filter of the character CNN.

A filter of the first convolution has a receptive field of three characters, one of the
second of eleven: three neighbours, each the maximum of three activations of the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import arrays
from engine.arrays import Arrays

FILE = "filters.npz"
LAYERS = (1, 2)
SPANS = {
    1: (1, -1, 2),
    2: (3, -4, 7),
}  # stride, and the receptive field (half-open) relative to it
_SPANS_PER_FILTER = 8
_BATCH = 64  # texts


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a text that a filter is active on."""

    text: int  # index of the text
    start: int  # in characters of the tokens joined by spaces, half-open
    end: int
    strength: float  # activation


def top_spans(
    reviewer: Any, texts: Sequence[Sequence[str]], count: int = _SPANS_PER_FILTER
) -> dict[int, list[list[Span]]]:
    """Return for each layer and filter the spans with the largest activations.

    Spans of the same characters count once.

    Args:
        reviewer: A loaded `Reviewer` of the character network.
        texts: Tokenised texts.
        count: Spans per filter, at most.

    Returns:
        Layer -> filters -> spans, the largest activation first.
    """
    joined = [" ".join(text)[: reviewer.encoder.max_characters] for text in texts]
    best: dict[int, list[dict[str, Span]]] = {}  # layer -> filters -> by characters
    order = sorted(range(len(texts)), key=lambda i: len(joined[i]))
    for start in range(0, len(order), _BATCH):
        batch = order[start : start + _BATCH]
        activations = _activations(reviewer, [texts[i] for i in batch])
        for layer, of_layer in zip(LAYERS, activations, strict=True):
            filters = best.setdefault(layer, [{} for _ in range(of_layer.shape[-1])])
            for i, row in zip(batch, of_layer, strict=True):
                _collect(filters, layer, i, joined[i], row)
    return {
        layer: [_strongest(spans, count) for spans in filters]
        for layer, filters in best.items()
    }


def _activations(reviewer: Any, texts: Sequence[Sequence[str]]) -> list[NDArray[Any]]:
    """Return the outputs of both convolutions, (B, T, F) and (B, T / 3, F)."""
    import keras  # a second model over the same layers, built only here

    encoded = reviewer.encoder.encode(texts)
    length = reviewer.encoder.padded(int(encoded.lengths.max()))
    outputs = [reviewer.model.get_layer(f"convolution_{i}").output for i in LAYERS]
    convolutions = keras.Model(reviewer.model.input, outputs)
    inputs = encoded.inputs(np.arange(len(texts)), length)
    maps = convolutions(inputs, training=False)
    return [keras.ops.convert_to_numpy(each) for each in maps]


def _collect(
    filters: list[dict[str, Span]], layer: int, i: int, text: str, row: NDArray[Any]
) -> None:
    """Collect each filter's two largest activations in text `i`, if they are new."""
    stride, first, last = SPANS[layer]
    length = min(-(-len(text) // stride), len(row))
    strongest = np.argsort(-row[:length], axis=0)[:2]  # (2, F)
    for number, spans in enumerate(filters):
        for at in strongest[:, number]:
            strength = float(row[at, number])
            start, end = max(0, at * stride + first), min(len(text), at * stride + last)
            previous = spans.get(text[start:end])
            if strength > 0 and (previous is None or previous.strength < strength):
                spans[text[start:end]] = Span(i, int(start), int(end), strength)


def _strongest(spans: dict[str, Span], count: int) -> list[Span]:
    return sorted(spans.values(), key=lambda span: -span.strength)[:count]


def to_bytes(layers: dict[int, list[list[Span]]]) -> bytes:
    """Return spans as a NumPy archive: positions only, no text."""
    stored: dict[str, NDArray[Any]] = {}
    for layer, filters in layers.items():
        rows = [(f, s) for f, spans in enumerate(filters) for s in spans]
        positions = [(f, s.text, s.start, s.end) for f, s in rows]
        stored[f"places_{layer}"] = np.array(positions, np.int32).reshape(-1, 4)
        stored[f"strengths_{layer}"] = np.array(
            [s.strength for _, s in rows], np.float16
        )
    return arrays.to_bytes(stored)


def read(folder: Path) -> dict[int, list[list[Span]]]:
    """Return a checkpoint's spans, found in the dev sentences.

    Raises:
        CheckpointError: They are missing or damaged.
    """
    return arrays.read(folder / FILE, _spans)


def _spans(stored: Arrays) -> dict[int, list[list[Span]]]:
    layers: dict[int, list[list[Span]]] = {}
    for layer in LAYERS:
        positions = stored[f"places_{layer}"]
        filters = int(positions[:, 0].max(initial=-1)) + 1
        layers[layer] = [[] for _ in range(filters)]
        strengths = stored[f"strengths_{layer}"]
        for row, strength in zip(positions.tolist(), strengths, strict=True):
            number, text, start, end = row
            layers[layer][number].append(Span(text, start, end, float(strength)))
    return layers
