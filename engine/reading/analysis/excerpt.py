"""Excerpts of a context: sentences, windows around an answer."""

from engine.reading.answers import Reading
from engine.reading.encoding import Encoded, WordTable
from engine.reading.tokens import Tokens

# Only this many words around an answer are analysed: time and memory are bounded.
MOST_WORDS = 300
# Closing marks after the end of a sentence that belong to it.
_CLOSERS = frozenset("\"'”’»)]")
_UNSPACED = "\u3002\uff01\uff1f"  # Chinese and Japanese: no space follows
_MARKS = f"!?…।؟{_UNSPACED}"
# A full stop after one of these does not end a sentence, nor one after an initial.
_SHORT = frozenset(
    (
        *("approx", "ca", "cf", "col", "dr", "etc", "fig", "gen", "jr", "mr", "mrs"),
        *("ms", "no", "prof", "rev", "sr", "st", "vol", "vs"),
    )
)


def sentences(tokens: Tokens) -> list[tuple[int, int]]:
    """Return the sentences as words [start, end), in order.

    By rules, so that no model is downloaded: a sentence ends with a mark and a space
    unless a lower-case letter follows, and at an empty line.

    Example:
        >>> from engine.reading.tokens import tokenise
        >>> sentences(tokenise("Dr. Lind came. It rained?"))
        [(0, 5), (5, 8)]
    """
    starts = [0, *(i for i in range(1, len(tokens)) if _is_start(tokens, i))]
    ends = [*starts[1:], len(tokens)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end]


def _is_start(tokens: Tokens, i: int) -> bool:
    """Return whether a sentence starts with word `i`, not the first word."""
    space, words = _space(tokens, i), tokens.words
    if space.count("\n") > 1:
        return True
    last = i - 1
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
    return ended and not words[i][0].islower()


def _space(tokens: Tokens, i: int) -> str:
    """Return the text between word `i` and the one before."""
    return tokens.text[tokens.spans[i - 1, 1] : tokens.spans[i, 0]]


def around(tokens: Tokens, span: tuple[int, int], more: int) -> tuple[int, int]:
    """Return the words [start, end) of the sentences that a span overlaps.

    Args:
        tokens: The context.
        span: Words [start, end) in it, at least one.
        more: Sentences to add on each side.
    """
    every = sentences(tokens)
    hit = [k for k, (s, e) in enumerate(every) if s < span[1] and e > span[0]]
    first, last = max(0, hit[0] - more), min(len(every), hit[-1] + 1 + more)
    return every[first][0], every[last - 1][1]


def centre(reading: Reading) -> tuple[int, int]:
    """Return the answer's words; without an answer, the most probable start."""
    if reading.candidates:
        return reading.candidates[0].words
    first = int(reading.start_probabilities.argmax())
    return first, first + 1


def nearest(size: int, span: tuple[int, int], most: int) -> tuple[int, int]:
    """Return the window [start, end) of at most `most` words around a span.

    Example:
        >>> nearest(1000, (500, 502), 300)
        (351, 651)
    """
    start = (span[0] + span[1] - most) // 2
    start = max(0, min(start, size - most))
    return start, min(size, start + most)


def window(reading: Reading) -> tuple[int, int]:
    """Return the context words [start, end) around the answer that are analysed."""
    return nearest(len(reading.context), centre(reading), MOST_WORDS)


def encoded_window(reading: Reading, words: WordTable) -> Encoded:
    """Return the window, the question, and the answer's span in the window.

    Args:
        reading: An answer, with at least one candidate.
        words: Of the network.
    """
    start, end = window(reading)
    first, last = reading.candidates[0].words
    return Encoded(
        words.ids(reading.context.words[start:end]),
        words.ids(reading.question.words),
        (first - start, last - start),
    )


def part(tokens: Tokens, start: int, end: int) -> Tokens:
    """Return the words [start, end) as a text of their own."""
    if start >= end:
        return Tokens("", (), tokens.spans[:0])
    spans = tokens.spans[start:end]
    text = tokens.text[spans[0, 0] : spans[-1, 1]]
    return Tokens(text, tokens.words[start:end], spans - spans[0, 0])
