"""What each filter of the character network answers to most.

A filter of the first convolution sees three characters, one of the second eleven:
three neighbours, each the highest of three, each of those a filter's answer to
three characters.
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
_SPANS = {1: (1, -1, 2), 2: (3, -4, 7)}  # stride, first and last character, half-open
_KEPT = 8  # spans of each filter
_CHUNK = 64  # texts that are read at once


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text that a filter answers to."""

    text: int  # its place among the texts
    start: int  # in characters of the tokens joined by spaces, half-open
    end: int
    strength: float


def top_spans(
    reviewer: Any, texts: Sequence[Sequence[str]], kept: int = _KEPT
) -> dict[int, list[list[Span]]]:
    """Return for each layer the strongest spans of each filter, strongest first.

    Spans of the same characters count once.

    Args:
        reviewer: A loaded `Reviewer` of the character network.
        texts: Tokenised texts.
        kept: How many spans at most.
    """
    joined = [" ".join(text)[: reviewer.encoder.max_characters] for text in texts]
    found: dict[int, list[dict[str, Span]]] = {}
    order = sorted(range(len(texts)), key=lambda place: len(joined[place]))
    for begin in range(0, len(order), _CHUNK):
        places = order[begin : begin + _CHUNK]
        answers = _answers(reviewer, [texts[place] for place in places])
        for layer, answer in zip(LAYERS, answers, strict=True):
            best = found.setdefault(layer, [{} for _ in range(answer.shape[-1])])
            for row, place in zip(answer, places, strict=True):
                _note(best, layer, place, joined[place], row)
    return {
        layer: [_strongest(spans, kept) for spans in filters]
        for layer, filters in found.items()
    }


def _answers(reviewer: Any, texts: Sequence[Sequence[str]]) -> list[NDArray[Any]]:
    """Return what both convolutions answer, (B, T, F) and (B, T / 3, F)."""
    import keras  # a second graph over the same layers: built on demand only

    encoded = reviewer.encoder.encode(texts)
    length = reviewer.encoder.padded(int(encoded.lengths.max()))
    outputs = [reviewer.model.get_layer(f"convolution_{i}").output for i in LAYERS]
    looking = keras.Model(reviewer.model.input, outputs)
    inputs = encoded.inputs(np.arange(len(texts)), length)
    return [np.asarray(answer) for answer in looking(inputs, training=False)]


def _note(
    best: list[dict[str, Span]], layer: int, place: int, text: str, row: NDArray[Any]
) -> None:
    """Keep each filter's two strongest places in a text, if they are new."""
    stride, first, last = _SPANS[layer]
    length = min(-(-len(text) // stride), len(row))
    strongest = np.argsort(-row[:length], axis=0)[:2]  # (2, F)
    for number, spans in enumerate(best):
        for at in strongest[:, number]:
            strength = float(row[at, number])
            start, end = max(0, at * stride + first), min(len(text), at * stride + last)
            known = spans.get(text[start:end])
            if strength > 0 and (known is None or known.strength < strength):
                spans[text[start:end]] = Span(place, int(start), int(end), strength)


def _strongest(spans: dict[str, Span], kept: int) -> list[Span]:
    return sorted(spans.values(), key=lambda span: -span.strength)[:kept]


def to_bytes(spans: dict[int, list[list[Span]]]) -> bytes:
    """Return spans as a file of plain arrays: places only, no text."""
    stored: dict[str, NDArray[Any]] = {}
    for layer, filters in spans.items():
        rows = [(f, s) for f, kept in enumerate(filters) for s in kept]
        places = [(f, s.text, s.start, s.end) for f, s in rows]
        stored[f"places_{layer}"] = np.array(places, np.int32).reshape(-1, 4)
        stored[f"strengths_{layer}"] = np.array(
            [s.strength for _, s in rows], np.float16
        )
    return arrays.to_bytes(stored)


def read(folder: Path) -> dict[int, list[list[Span]]]:
    """Return the spans over the dev sentences that a checkpoint carries.

    Raises:
        CheckpointError: It has none, or damaged ones.
    """
    return arrays.read(folder / FILE, _spans)


def _spans(stored: Arrays) -> dict[int, list[list[Span]]]:
    found: dict[int, list[list[Span]]] = {}
    for layer in LAYERS:
        places = stored[f"places_{layer}"]
        filters = int(places[:, 0].max(initial=-1)) + 1
        found[layer] = [[] for _ in range(filters)]
        strengths = stored[f"strengths_{layer}"]
        for row, strength in zip(places.tolist(), strengths, strict=True):
            number, text, start, end = row
            found[layer][number].append(Span(text, start, end, float(strength)))
    return found
