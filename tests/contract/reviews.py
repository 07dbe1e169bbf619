"""Sentiment made small: what the conformance suite asks a reviewer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def together(predictor: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    texts = [("not", "bad", "at", "all", "."), ("a", "little", "film"), ("Dull",)]
    alone = np.concatenate([predictor.logits([text]) for text in texts])
    return alone, predictor.logits(texts)


def uneven(predictor: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """A review is padded: to about its own length, or to a far longer one's."""
    encoded = predictor.encoder.encode([("not", "bad"), ("a", "film", ".")])
    longest = int(encoded.lengths.max())
    plain, padded = (
        predictor.model.predict_on_batch(encoded.inputs(np.arange(2), length))
        for length in map(predictor.encoder.padded, (longest, 4 * longest))
    )
    return np.asarray(plain), np.asarray(padded)
