"""Attention pooling by hand: similarity, softmax, weighted mean and maximum.

Every number is the network's own, read where its layers compute it.

T words, U hidden units per direction, A attention units, K = 5 classes.

Source:
    Yang et al. (2016) for attention pooling; Jain & Wallace (2019), “Attention is not
    Explanation”, for what the weights do not say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import terms
from engine.errors import TextError
from engine.sampling import log_softmax
from engine.sentiment.analysis.dense import outputs
from engine.sentiment.analysis.occlusion import MOST_WORDS
from engine.sentiment.config import AttentiveConfig
from engine.terms import Sum

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Pooling:
    """What attention pooling and max pooling make of the words of a review."""

    words: tuple[str, ...]
    states: Array  # (T, 2U), h: both directions of the LSTM
    hidden: Array  # (T, A), u = tanh(W h + b)
    context: Array  # (A,), what each u is compared with
    similarity: Array  # (T,)
    pooled: Array  # (4U,), weighted mean and maximum, as the logits get them

    @property
    def weights(self) -> NDArray[np.float64]:
        """Attention weights, (T,): a softmax of the similarities."""
        return np.asarray(np.exp(log_softmax(self.similarity.astype(np.float64))))

    @property
    def exponents(self) -> Array:
        """Return exp(s - max), (T,): the softmax before it is normalised."""
        return np.asarray(np.exp(self.similarity - self.similarity.max()))

    @property
    def attended(self) -> Array:
        """The weighted mean of the states, (2U,)."""
        return self.pooled[: self.states.shape[1]]

    @property
    def largest(self) -> Array:
        """The maximum of each dimension of the states over the words, (2U,)."""
        return self.pooled[self.states.shape[1] :]

    @property
    def winners(self) -> NDArray[np.int64]:
        """For each dimension the word that has its maximum, (2U,)."""
        return np.asarray(self.states.argmax(axis=0))

    def similarity_of(self, word: int) -> Sum:
        """Return a word's similarity: u times the context vector, term by term."""
        weighed = terms.products("u{}".format, self.hidden[word], self.context)
        return Sum(weighed, "", float(self.similarity[word]))

    def dimension(self, index: int) -> Sum:
        """Return one dimension of the weighted mean: each h times its weight."""
        weighed = terms.products(self.words, self.states[:, index], self.weights)
        return Sum(weighed, "", float(self.attended[index]))


def pooling(reviewer: Any, words: Sequence[str]) -> Pooling:
    """Return what a network with attention pooling computes for a review.

    Args:
        reviewer: A loaded `Reviewer` of a network with attention pooling.
        words: The review's tokens, at least one.

    Raises:
        TextError: The network has no attention, or the review is too long.
    """
    if not isinstance(reviewer.config, AttentiveConfig):
        raise TextError("Attention weights need a network with attention pooling.")
    if len(words) > MOST_WORDS:
        raise TextError(
            f"The review has {len(words):,} words; at most {MOST_WORDS} can be "
            "analysed. Try an excerpt."
        )
    get = reviewer.model.get_layer
    tensors = (
        get("attention_hidden").input,
        get("attention_hidden").output,
        get("attention").output,
        get("logits").input,
    )
    states, hidden, similarity, pooled = (
        array[0] for array in outputs(reviewer, words, tensors)
    )
    count = len(words)  # without padding
    return Pooling(
        tuple(words),
        states[:count],
        hidden[:count],
        np.asarray(get("attention").kernel)[:, 0],
        similarity[:count, 0],
        pooled,
    )


def weights(reviewer: Any, words: Sequence[str]) -> NDArray[np.float64]:
    """Return the attention weight of each word of a review, (T,); their sum is 1.

    Arguments and errors as for `pooling`.
    """
    return pooling(reviewer, words).weights
