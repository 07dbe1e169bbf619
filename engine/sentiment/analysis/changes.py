"""Small changes of a review, to see whether the answers change as they should.

Pure functions of text and seed: the same seed gives the same text.
"""

import random
import re
from collections.abc import Callable, Mapping

from engine.data.typos import mistyped
from engine.sentiment.tokens import tokenise

# A verb that takes “not” behind it; “n't” would change its form.
_VERBS = {
    *("is", "are", "was", "were", "am", "do", "does", "did", "has", "have", "had"),
    *("can", "could", "will", "would", "should", "must", "may", "might"),
    *("'s", "'re", "'m"),
}
_NOT = re.compile(r"(?i)\b(?:not|never)\b|(?<=\bcan)not\b|n['’]t\b")
_UNCONTRACTED = {"ca": "can", "wo": "will", "sha": "shall"}


def shuffle_words(text: str, seed: int = 0) -> str:
    """Return the same words in another order, with the final mark in its place.

    Splits only at spaces, so a bag of words reads exactly the same bag.

    Example:
        >>> shuffle_words("Not bad at all.", seed=1)
        'all Not at bad.'
    """
    body, mark = _split_end(text)
    chunks = body.split()
    if len(set(chunks)) < 2:
        return text
    shuffled = list(chunks)
    source = random.Random(seed)
    while shuffled == chunks:
        source.shuffle(shuffled)
    # Two dots in a row would be one token.
    gap = " " if _split_end(shuffled[-1])[1] else ""
    return " ".join(shuffled) + gap + mark


def _split_end(text: str) -> tuple[str, str]:
    """Return a text without the punctuation at its end, and that punctuation."""
    text = text.rstrip()
    unquoted = text.rstrip("\"'”’)")
    body = unquoted.rstrip(".!?…")
    return (body, text[len(body) :]) if body != unquoted else (text, "")


def negate(text: str, seed: int = 0) -> str:
    """Return the review with a “not” added, or with one removed.

    Removes the first negation; without one, negates the first verb of `_VERBS`;
    without such a verb, puts “It is not true” in front. The result can be clumsy.

    Example:
        >>> negate("It is a good film."), negate("It isn't good.")
        ('It is not a good film.', 'It is good.')
    """
    if match := _NOT.search(text):
        return _without(text, match) or text  # “Not.” alone has no opposite
    for token in tokenise(text):
        if token.word.lower() in _VERBS:
            return f"{text[: token.end]} not{text[token.end :]}"
    body = text.strip()
    if not body:
        return text
    return f"It is not true: {body[0].lower()}{body[1:]}"


def _without(text: str, match: re.Match[str]) -> str:
    """Return a text without a negation, and its verb without contraction."""
    before, after = text[: match.start()].rstrip(), text[match.end() :]
    stem = re.search(r"\w+$", before)
    if match[0].lower().endswith("t") and "not" not in match[0].lower() and stem:
        # “ca”, “wo” and “sha” occur only before “n't”.
        verb = _UNCONTRACTED.get(stem[0].lower(), stem[0])
        before = before[: stem.start()] + verb
    joined = before + after
    if not before.strip():
        joined = joined.strip()
        joined = joined[:1].upper() + joined[1:]
    return joined


def add_typos(text: str, seed: int = 0) -> str:
    """Return the review with about one word in three misspelled, at least one.

    A typo swaps two letters, drops one, doubles one, or hits a neighbouring key;
    words of up to three letters are left alone if there are longer ones.

    Example:
        >>> add_typos("A wonderful film", seed=2) != "A wonderful film"
        True
    """
    words = [t for t in tokenise(text) if t.word.isalpha() and t.word.isascii()]
    candidates = [t for t in words if len(t.word) > 3] or [
        t for t in words if len(t.word) > 1
    ]
    if not candidates:
        return text
    source = random.Random(seed)
    chosen = source.sample(candidates, max(1, round(len(candidates) / 3)))
    for token in sorted(chosen, key=lambda t: -t.start):
        typed = mistyped(text[token.start : token.end], source)
        text = text[: token.start] + typed + text[token.end :]
    return text


def cut_end(text: str, seed: int = 0) -> str:
    """Return the first half of the review's tokens, rounded up.

    Punctuation marks are tokens.

    Example:
        >>> cut_end("Superb, but so dull that I slept.")
        'Superb, but so dull'
    """
    tokens = tokenise(text)
    if len(tokens) < 2:
        return text
    return text[: tokens[(len(tokens) - 1) // 2].end]


CHANGES: Mapping[str, Callable[[str, int], str]] = {
    "shuffle words": shuffle_words,
    "negate": negate,
    "add typos": add_typos,
    "cut the end": cut_end,
}
