"""Parts of a context: its sentences, those around an answer, a part by itself."""

from engine.reading.answers import Reading
from engine.reading.tokens import Tokens

# What may stand behind the mark that ends a sentence, and belongs to it.
_CLOSERS = frozenset("\"'”’»)]")
_UNSPACED = "\u3002\uff01\uff1f"  # of Chinese and Japanese: no space follows them
_MARKS = f"!?…।؟{_UNSPACED}"
# A full stop behind one of these ends no sentence, nor does one behind an initial.
_SHORT = frozenset(
    (
        *("approx", "ca", "cf", "col", "dr", "etc", "fig", "gen", "jr", "mr", "mrs"),
        *("ms", "no", "prof", "rev", "sr", "st", "vol", "vs"),
    )
)


def sentences(tokens: Tokens) -> list[tuple[int, int]]:
    """Return the sentences as words [start, end), one behind the other.

    By rules, so that nothing need be downloaded: a sentence ends with a mark and a
    space unless a small letter follows, and at an empty line.

    Example:
        >>> from engine.reading.tokens import tokenise
        >>> sentences(tokenise("Dr. Lind came. It rained?"))
        [(0, 5), (5, 8)]
    """
    places = range(1, len(tokens))
    begins = [0, *(place for place in places if _begins(tokens, place))]
    ends = [*begins[1:], len(tokens)]
    return [(start, end) for start, end in zip(begins, ends, strict=True) if end]


def _begins(tokens: Tokens, place: int) -> bool:
    """Return whether a sentence begins with the word at `place`, not the first."""
    space, words = _space(tokens, place), tokens.words
    if space.count("\n") > 1:
        return True
    last = place - 1
    while last and words[last] in _CLOSERS and not _space(tokens, last):
        last -= 1
    if not space and words[last][-1] not in _UNSPACED:
        return False
    if words[last] == ".":
        before = words[last - 1] if last else ""
        initial = len(before) == 1 and before.isupper()
        ended = not initial and before.lower() not in _SHORT
    else:
        ended = words[last][-1] in _MARKS
    return ended and not words[place][0].islower()


def _space(tokens: Tokens, place: int) -> str:
    """Return what stands between a word and the one before."""
    return tokens.text[tokens.spans[place - 1, 1] : tokens.spans[place, 0]]


def around(tokens: Tokens, span: tuple[int, int], more: int) -> tuple[int, int]:
    """Return the words [start, end) of the sentences that a span touches.

    Args:
        tokens: The context.
        span: Words [start, end) in it, at least one.
        more: Sentences to add on each side.
    """
    found = sentences(tokens)
    touched = [k for k, (s, e) in enumerate(found) if s < span[1] and e > span[0]]
    first, last = max(0, touched[0] - more), min(len(found), touched[-1] + 1 + more)
    return found[first][0], found[last - 1][1]


def centre(reading: Reading) -> tuple[int, int]:
    """Return the answer's words; where there is none, the likeliest beginning."""
    if reading.candidates:
        return reading.candidates[0].words
    first = int(reading.start_probabilities.argmax())
    return first, first + 1


def nearest(size: int, span: tuple[int, int], most: int) -> tuple[int, int]:
    """Return at most so many of `size` words, as [start, end), around a span.

    Example:
        >>> nearest(1000, (500, 502), 300)
        (351, 651)
    """
    start = (span[0] + span[1] - most) // 2
    start = max(0, min(start, size - most))
    return start, min(size, start + most)


def part(tokens: Tokens, start: int, end: int) -> Tokens:
    """Return the words [start, end) with their own text alone, places from 0."""
    if start >= end:
        return Tokens("", (), tokens.spans[:0])
    spans = tokens.spans[start:end]
    text = tokens.text[spans[0, 0] : spans[-1, 1]]
    return Tokens(text, tokens.words[start:end], spans - spans[0, 0])
