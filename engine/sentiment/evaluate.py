"""The logits of many phrases at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.sentiment.batching import Encoded, Encoder
from engine.sentiment.data import LABELS

_BATCH = 256
_MOST_CELLS = 8192  # words or characters of a batch with padding: bounds memory


def logits(model: Any, encoder: Encoder, encoded: Encoded) -> NDArray[np.float32]:
    """Return the logits of texts, (N, 5), in the order of the texts.

    Texts of similar length share a batch.
    """
    result = np.zeros((len(encoded), len(LABELS)), np.float32)
    order = np.argsort(encoded.lengths, kind="stable")[::-1]
    start = 0
    while start < len(order):
        length = encoder.padded(int(encoded.lengths[order[start]]))
        size = min(_BATCH, max(1, _MOST_CELLS // max(1, length)))
        batch = order[start : start + size]
        result[batch] = model.answer(encoded.inputs(batch, length))
        start += len(batch)
    return result
