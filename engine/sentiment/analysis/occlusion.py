"""Explains an answer: occlusion and integrated gradients.

Occlusion reads the review without one of its parts and compares the expected stars; it
works for every network. If two words say the same, removing only one of them can have
little effect.

Source:
    Zeiler & Fergus (2014) for occlusion, Li et al. (2016) for words;
    Sundararajan et al. (2017) for integrated gradients.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import TextError
from engine.sentiment import tokens
from engine.sentiment.analysis.contributions import DIRECTION
from engine.sentiment.analysis.dense import inputs_of, outputs
from engine.sentiment.config import WordConfig

MOST_CHARACTERS = 400  # the review is read once for each
MOST_WORDS = 200
_STARS = np.arange(1.0, 6.0)
_EMPTY = (".",)  # stands for a review whose only word was removed
_STEPS = 48  # of integrated gradients


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """Integrated gradients of a network of word vectors.

    Args:
        pull: (T,) contribution of each word to the weighted logits; comparable with
            `Contributions.pull`.
        whole: What the contributions should sum to.
        baseline: The weighted logits of word vectors that are all zero.
    """

    pull: NDArray[np.float64]
    whole: float
    baseline: float

    @property
    def missing(self) -> float:
        """The integration error of a finite number of steps."""
        return self.whole - float(self.pull.sum())


def stars_without_words(reviewer: Any, words: Sequence[str]) -> NDArray[np.float64]:
    """Return the effect of each word in stars, by occlusion, (T,).

    Args:
        reviewer: A loaded `Reviewer`.
        words: The review's tokens.

    Raises:
        TextError: More than `MOST_WORDS`.
    """
    _refuse_long(len(words), MOST_WORDS, "words")
    review = tuple(words)
    occluded = [review[:i] + review[i + 1 :] or _EMPTY for i in range(len(review))]
    return _effects(reviewer, review, occluded)


def stars_without_characters(reviewer: Any, text: str) -> NDArray[np.float64]:
    """Return the effect of each character in stars, by occlusion, (characters,).

    Spaces are not removed. Without one of its letters a word can become another word,
    or one outside the vocabulary.

    Raises:
        TextError: More than `MOST_CHARACTERS`.
    """
    _refuse_long(len(text), MOST_CHARACTERS, "characters")
    positions = [i for i, character in enumerate(text) if not character.isspace()]
    occluded = [tokens.words(text[:i] + text[i + 1 :]) or _EMPTY for i in positions]
    effects = np.zeros(len(text))
    if positions:
        effects[positions] = _effects(reviewer, tokens.words(text), occluded)
    return effects


def after_each_word(reviewer: Any, words: Sequence[str]) -> NDArray[np.float64]:
    """Return the probabilities after the first word, the first two …, (T, 5).

    Raises:
        TextError: More than `MOST_WORDS`.
    """
    _refuse_long(len(words), MOST_WORDS, "words")
    prefixes = [tuple(words[: i + 1]) for i in range(len(words))]
    return np.asarray(reviewer.probabilities(prefixes))


def stars(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the expected stars, 1 to 5, from probabilities (..., 5)."""
    return np.asarray(probabilities @ _STARS)


def _effects(
    reviewer: Any, review: Sequence[str], occluded: Sequence[Sequence[str]]
) -> NDArray[np.float64]:
    """Return the stars of a review minus those of each occluded version."""
    expected = stars(reviewer.probabilities([tuple(review) or _EMPTY, *occluded]))
    return np.asarray(expected[0] - expected[1:])


def _refuse_long(count: int, most: int, what: str) -> None:
    if count > most:
        raise TextError(
            f"The review has {count:,} {what}; at most {most} can be analysed. Try an "
            "excerpt."
        )


def integrated_gradients(
    reviewer: Any,
    words: Sequence[str],
    steps: int = _STEPS,
    direction: NDArray[np.float64] = DIRECTION,
) -> Gradients:
    """Return the integrated gradients of the weighted logits by the words' features.

    Features are a word's vector, and beside it what a character CNN makes of it. The
    baseline is zero for every word.

    Args:
        reviewer: A loaded `Reviewer` of a network that reads word vectors.
        words: The review's tokens.
        steps: Points on the line from the baseline to the review.
        direction: Weights of the five logits.

    Raises:
        TextError: The network reads no word vectors, or the review is too long.
    """
    import keras

    from engine.backend.compiled import gradient
    from engine.sentiment.model import FEATURES

    if not isinstance(reviewer.config, WordConfig):
        raise TextError("Integrated gradients need a network that reads word vectors.")
    _refuse_long(len(words), MOST_WORDS, "words")
    model = reviewer.model
    features = model.get_layer(FEATURES).output
    behind = keras.Model([model.input["ids"], features], model.output)
    ids = inputs_of(reviewer, words)["ids"]  # (1, T), padded
    (at,) = outputs(reviewer, words, [features])  # (1, T, D)
    fractions = (np.arange(steps, dtype=np.float32) + 0.5) / steps
    line = fractions[:, None, None] * at  # (S, T, D)

    def weighted_logits(points: Any) -> Any:
        repeated = keras.ops.convert_to_tensor(np.repeat(ids, len(points), axis=0))
        logits = behind([repeated, points], training=False)
        return keras.ops.matmul(logits, direction.astype(np.float32))  # (S,)

    gradients = gradient(lambda points: keras.ops.sum(weighted_logits(points)), line)
    ends = keras.ops.convert_to_tensor(np.concatenate([0 * at, at]))
    low, high = keras.ops.convert_to_numpy(weighted_logits(ends)).astype(np.float64)
    pull = (gradients.mean(axis=0) * at[0]).sum(axis=-1)[: len(words)]  # (T,)
    return Gradients(pull.astype(np.float64), float(high - low), float(low))
