"""Sentiment in the conformance suite: batching and padding of reviews."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def together(predictor: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """Logits of reviews one by one, and in one batch."""
    texts = [("not", "bad", "at", "all", "."), ("a", "little", "film"), ("Dull",)]
    alone = np.concatenate([predictor.logits([text]) for text in texts])
    return alone, predictor.logits(texts)


def uneven(predictor: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """Logits of reviews padded to their own length, and to a far longer one."""
    encoded = predictor.encoder.encode([("not", "bad"), ("a", "film", ".")])
    longest = int(encoded.lengths.max())
    plain, padded = (
        predictor.model.predict_on_batch(encoded.inputs(np.arange(2), length))
        for length in map(predictor.encoder.padded, (longest, 4 * longest))
    )
    return np.asarray(plain), np.asarray(padded)
