"""Why one class and not another: the difference of two logits, split over the words.

The split is exact where the network allows it; each answer says how it was made.

- Word counts are a sum: each word's weight for one class minus that for the other.
- A bag of word vectors: exact integrated gradients, see `contributions`.
- Attention pooling: the logits are linear in what was pooled, and each pooled number
  is a weighted mean over the words or the number of one word.
- The character CNN is linear as long as no ReLU and no maximum switches: gradient
  times input is exact there, and the biases are the rest.
- The LSTM is linear nowhere: integrated gradients, with an integration error.

Source:
    Sundararajan et al. (2017), integrated gradients; Shrikumar et al. (2016),
    gradient times input.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.sentiment.analysis import contributions
from engine.sentiment.analysis.attention import pooling
from engine.sentiment.analysis.dense import inputs_of, outputs
from engine.sentiment.analysis.occlusion import integrated_gradients
from engine.sentiment.config import (
    AttentiveConfig,
    BagConfig,
    CharacterConfig,
    CountConfig,
)
from engine.sentiment.data import LABELS

Floats = NDArray[np.float64]

COUNTS, PATH, POOLED, REGION, GRADIENTS = (
    *("counts", "path", "pooled", "region", "gradients"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """The logit of one class minus that of another, in parts.

    Args:
        parts: (T,) what each word adds.
        rest: What belongs to no word: biases, or the logits of an empty review.
        whole: The network's own difference.
        method: How it was split: COUNTS, PATH, POOLED, REGION or GRADIENTS.
    """

    parts: Floats
    rest: float
    whole: float
    method: str

    @property
    def missing(self) -> float:
        """What parts and rest leave out: 0 but for rounding, or integration error."""
        return self.whole - self.rest - float(self.parts.sum())


def difference(
    reviewer: Any, words: Sequence[str], label: int, other: int
) -> Difference:
    """Return the logit of `label` minus that of `other`, split over the words.

    Args:
        reviewer: A loaded `Reviewer`.
        words: The review's tokens, at least one.
        label: A class, 0 to 4.
        other: Another class.

    Raises:
        TextError: The review is too long for the network's method.
    """
    direction = np.eye(len(LABELS))[label] - np.eye(len(LABELS))[other]
    (logits,) = outputs(reviewer, words, [reviewer.model.output])
    whole = float(logits[0] @ direction)
    match reviewer.config:
        case CountConfig() | BagConfig():
            attribution = contributions.of(reviewer, words)
            counted = isinstance(reviewer.config, CountConfig)
            parts = attribution.parts @ direction
            rest = float(attribution.base @ direction)
            return Difference(parts, rest, whole, COUNTS if counted else PATH)
        case AttentiveConfig():
            return Difference(*_pooled(reviewer, words, direction), whole, POOLED)
        case CharacterConfig():
            return Difference(*_region(reviewer, words, direction), whole, REGION)
    gradients = integrated_gradients(reviewer, words, direction=direction)
    return Difference(gradients.pull, gradients.baseline, whole, GRADIENTS)


def _pooled(
    reviewer: Any, words: Sequence[str], direction: Floats
) -> tuple[Floats, float]:
    """Return each word's share of both poolings times the weights, and the bias."""
    pooled = pooling(reviewer, words)
    logits = reviewer.model.get_layer("logits")
    weights = np.asarray(logits.kernel, np.float64) @ direction  # (4U,)
    half = pooled.states.shape[1]
    parts = pooled.weights * (pooled.states @ weights[:half])  # (T,)
    of_largest = pooled.largest * weights[half:]  # (2U,)
    np.add.at(parts, pooled.winners, of_largest)
    return parts, float(np.asarray(logits.bias, np.float64) @ direction)


def _region(
    reviewer: Any, words: Sequence[str], direction: Floats
) -> tuple[Floats, float]:
    """Return gradient times input of each word's characters, and what is left over.

    A space belongs to the word before it.
    """
    import keras

    from engine.backend.compiled import gradient

    model = reviewer.model
    characters = model.get_layer("convolution_1").input  # (1, T, C)
    behind = keras.Model([*model.inputs, characters], model.output)
    ids = inputs_of(reviewer, words)["ids"]
    (at,) = outputs(reviewer, words, [characters])
    towards = keras.ops.convert_to_tensor(direction, "float32")

    def weighted(one_hot: Any) -> Any:
        logits = behind([keras.ops.convert_to_tensor(ids), one_hot], training=False)
        return keras.ops.sum(logits * towards)

    products = (np.asarray(gradient(weighted, at), np.float64) * at).sum(axis=-1)[0]
    lengths = [len(word) + 1 for word in words]
    starts = np.minimum(np.cumsum([0, *lengths[:-1]]), products.size)
    ends = np.minimum(np.cumsum(lengths), products.size)
    parts = np.array(
        [products[a:b].sum() for a, b in zip(starts, ends, strict=True)], np.float64
    )
    whole = float(keras.ops.convert_to_numpy(weighted(keras.ops.convert_to_tensor(at))))
    return parts, whole - float(products.sum())
