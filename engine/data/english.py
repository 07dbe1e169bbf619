"""Whether a text is in a language that the networks have learned."""

from collections.abc import Sequence

from engine.data.glove import Vectors

_FEWEST = 6  # words in Latin letters: fewer may be names or typing errors
# Last letters of the Latin blocks, and the block of its rarer accents.
_LATIN, _MORE_LATIN = "\u024f", ("\u1e00", "\u1eff")

NOT_ENGLISH = (
    "Most of these words have no word vector: the network was trained on English "
    "only, so no confidence is shown."
)


def is_english(words: Sequence[str], vectors: Vectors) -> bool:
    """Return False where most words have no vector, so that an answer means nothing.

    A few unknown words in Latin letters are names or misspelled, not another language.

    Args:
        words: Of a text, with or without punctuation.
        vectors: Of English words.
    """
    spelled = [word for word in words if any(map(str.isalpha, word))]
    rows = vectors.rows(spelled)
    unknown = [word for word, row in zip(spelled, rows, strict=True) if row < 0]
    if 2 * len(unknown) <= len(spelled):
        return True
    return len(spelled) < _FEWEST and all(map(_is_latin, unknown))


def _is_latin(word: str) -> bool:
    """Return whether all letters of a word are Latin."""
    return all(
        c <= _LATIN or _MORE_LATIN[0] <= c <= _MORE_LATIN[1]
        for c in word
        if c.isalpha()
    )
