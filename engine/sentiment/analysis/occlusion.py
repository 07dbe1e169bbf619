"""Why a network says so: what it says with a part of the review gone.

Works for every network, whatever it reads; stars are what is compared. Removing
is not understanding: where two words say the same, either alone may go unmissed.

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
from engine.sentiment.analysis.contributions import DIRECTION, vectors_of
from engine.sentiment.config import WordConfig
from engine.sentiment.tokens import tokenise

MOST_CHARACTERS = 400  # each costs a reading of the whole review
MOST_WORDS = 200
_STARS = np.arange(1.0, 6.0)
_LEFT = (".",)  # what is left of a review whose only word is hidden
_STEPS = 48  # of integrated gradients


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """Integrated gradients of a network of word vectors.

    Args:
        pull: (T,) how far each word pulls to the positive side; comparable with
            `Contributions.pull`.
        whole: What the pulls should sum to.
    """

    pull: NDArray[np.float64]
    whole: float

    @property
    def missing(self) -> float:
        """What the finite number of steps has left out."""
        return self.whole - float(self.pull.sum())


def stars_without_words(reviewer: Any, words: Sequence[str]) -> NDArray[np.float64]:
    """Return by how many stars each word raises the answer, (T,).

    Args:
        reviewer: A loaded `Reviewer`.
        words: The review's tokens.

    Raises:
        TextError: More than `MOST_WORDS`.
    """
    _refuse_long(len(words), MOST_WORDS, "words")
    words = tuple(words)
    without = [words[:i] + words[i + 1 :] or _LEFT for i in range(len(words))]
    return _raised(reviewer, words, without)


def stars_without_characters(reviewer: Any, text: str) -> NDArray[np.float64]:
    """Return by how many stars each character raises the answer, (characters,).

    A space counts nothing. Without one of its letters a word may be another, or
    none that a network of words knows: then the whole word's worth is lost.

    Raises:
        TextError: More than `MOST_CHARACTERS`.
    """
    _refuse_long(len(text), MOST_CHARACTERS, "characters")
    places = [i for i, character in enumerate(text) if not character.isspace()]
    without = [_words(text[:i] + text[i + 1 :]) or _LEFT for i in places]
    word_effects = np.zeros(len(text))
    if places:
        word_effects[places] = _raised(reviewer, _words(text), without)
    return word_effects


def after_each_word(reviewer: Any, words: Sequence[str]) -> NDArray[np.float64]:
    """Return the probabilities after the first word, the first two …, (T, 5).

    Raises:
        TextError: More than `MOST_WORDS`.
    """
    _refuse_long(len(words), MOST_WORDS, "words")
    begun = [tuple(words[: i + 1]) for i in range(len(words))]
    return np.asarray(reviewer.probabilities(begun))


def stars(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the expected stars, 1 to 5, of probabilities (..., 5)."""
    return np.asarray(probabilities @ _STARS)


def _raised(
    reviewer: Any, words: Sequence[str], without: Sequence[Sequence[str]]
) -> NDArray[np.float64]:
    found = stars(reviewer.probabilities([tuple(words) or _LEFT, *without]))
    return np.asarray(found[0] - found[1:])


def _words(text: str) -> tuple[str, ...]:
    return tuple(token.word for token in tokenise(text))


def _refuse_long(count: int, most: int, what: str) -> None:
    if count > most:
        raise TextError(
            f"The review has {count:,} {what}; at most {most} can be analysed. Try an "
            "excerpt."
        )


def integrated_gradients(
    reviewer: Any, words: Sequence[str], steps: int = _STEPS
) -> Gradients:
    """Return how far each word's vector pulls, on the line from no vectors to all.

    The line begins where every word is the zero vector, one that no word has.

    Args:
        reviewer: A loaded `Reviewer` of a network that reads word vectors.
        words: The review's tokens.
        steps: Places on the line that are measured.

    Raises:
        TextError: The network reads no word vectors, or the review is too long.
    """
    import keras

    from engine.backend.compiled import gradient

    if not isinstance(reviewer.config, WordConfig):
        raise TextError("Integrated gradients need a network that reads word vectors.")
    _refuse_long(len(words), MOST_WORDS, "words")
    ids, given, learned = vectors_of(reviewer, words)  # (1, T), (1, T, D) twice
    vectors = given + learned
    # The network adds what it learned to what it is given: that is taken off first.
    at = (np.arange(steps, dtype=np.float32) + 0.5) / steps
    line = at[:, None, None] * vectors - learned  # (S, T, D)

    def pulled(at: Any) -> Any:
        same = keras.ops.convert_to_tensor(np.repeat(ids, len(at), axis=0))
        logits = reviewer.model({"ids": same, "vectors": at}, training=False)
        return keras.ops.matmul(logits, DIRECTION.astype(np.float32))  # (S,)

    slopes = gradient(lambda at: keras.ops.sum(pulled(at)), line)
    ends = keras.ops.convert_to_tensor(np.concatenate([-learned, given]))
    low, high = keras.ops.convert_to_numpy(pulled(ends)).astype(np.float64)
    pull = (slopes.mean(axis=0) * vectors[0]).sum(axis=-1)  # (T,)
    return Gradients(pull.astype(np.float64), float(high - low))
