"""Whether a text is in a language that the networks have learned."""

from collections.abc import Sequence

from engine.data.glove import Vectors

_FEWEST = 6  # words in Latin letters: fewer may be names or typing errors
# Last letters of the Latin blocks, and the block of its rarer accents.
_LATIN, _MORE_LATIN = "\u024f", ("\u1e00", "\u1eff")

# Frequent words of other languages, many of which have word vectors, too. Left out:
# those that are English words or parts of names, such as “die”, “la” and “van”.
_OF_OTHERS = """
und der das ist nicht ein eine einen dem den mit für auf über auch sich wie aber
le les une des du est dans avec pas qui sur cette très sont il elle mais
el una del es muy y pero como más esta este
della che di è nel gli sono questo anche
os uma não com um é
het een niet dat voor zijn
"""
_OF_ENGLISH = """
the a an and of to is was are in it its that this for with as but not be have has on at
by from you i he she they we his her their or if so what who how all one no
"""
_FOREIGN, _ENGLISH = frozenset(_OF_OTHERS.split()), frozenset(_OF_ENGLISH.split())

NOT_ENGLISH = (
    "This text does not look English. The network was trained on English only, so no "
    "confidence is shown."
)


def is_english(words: Sequence[str], vectors: Vectors) -> bool:
    """Return False for another language, where an answer means nothing.

    That is a text most of whose words have no vector, or with more different frequent
    words of other languages than of English. A few unknown words in Latin letters are
    names or misspelled, not another language.

    Args:
        words: Of a text, with or without punctuation.
        vectors: Of English words.
    """
    spelled = [word for word in words if any(map(str.isalpha, word))]
    different = {word.lower() for word in spelled}
    foreign = len(different & _FOREIGN)
    if foreign > 1 and foreign > len(different & _ENGLISH):
        return False
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
