"""Small changes of a review, to see whether the answers change as they should.

Pure functions of text and seed: the same seed gives the same text.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from engine.data.typos import mistyped
from engine.sentiment.tokens import Token, first_tokens, tokenise

_FINAL = {".", "!", "?", "...", "''", "'", ")"}  # stay at the end of a shuffled text
_TRIES = 4  # orders that are drawn; nearly always the first reads the same words

_APOSTROPHE = "['\u2019\u00b4`\u02bc]"
# “or not” and “not-so-good” need their “not”.
_NOT = re.compile(
    rf"(?i)\b(?<!or )(?:not|never)\b(?!-)|(?<=\bcan)not\b|n{_APOSTROPHE}t\b"
)
_UNCONTRACTED = {"ca": "can", "wo": "will", "sha": "shall"}
_OF_AINT = {
    "i": "am",
    **dict.fromkeys(("you", "we", "they", "these", "those"), "are"),
    **dict.fromkeys(("it", "he", "she", "this", "that", "there"), "is"),
}
# A verb that takes “not” behind it; “n't” would change its form. Forms of “have” and
# “do” are missing: nobody writes “it has not charm”.
_VERBS = {
    *("is", "are", "was", "were", "am", "can", "could", "will", "would", "should"),
    *("must", "may", "might", "'s", "'re", "'m", "'d", "'ll", "'ve"),
}
_PRONOUNS = {
    *("i", "you", "he", "she", "it", "we", "they", "this", "that", "there"),
}
_BEFORE_S = _PRONOUNS | {"what", "who", "here", "let"}  # else “'s” is a possessive
# Words that are written small behind a colon; names are not, and “I” is not.
_SMALL = {
    *("a", "an", "the", "this", "that", "these", "those", "it", "he", "she", "we"),
    *("you", "they", "there", "one", "two", "some", "all", "every", "no", "my", "his"),
    *("her", "our", "their", "its", "if", "when", "what", "as", "in", "at", "by", "of"),
    *("for", "with", "from", "on", "so", "too", "very", "just", "such", "although"),
}


def shuffle_words(text: str, seed: int = 0) -> str:
    """Return the same words in another order, with the final mark in its place.

    A network reads exactly the same bag of words from it. A text whose words cannot
    be reordered so is returned as it is.

    Example:
        >>> shuffle_words("Not bad at all.", seed=1)
        'bad at Not all.'
    """
    read = first_tokens(text)
    size = len(read)
    while size and read[size - 1].word in _FINAL:
        size -= 1
    if size < 2:
        return text
    body, rest = text[: read[size - 1].end], text[read[size - 1].end :]
    bag = Counter(token.word for token in read)
    source = random.Random(seed)
    # Words as they are written, or token by token where that splits some otherwise.
    for chunks in (body.split(), [text[t.start : t.end] for t in read[:size]]):
        if len(set(chunks)) < 2:
            continue
        for _ in range(_TRIES):
            shuffled = source.sample(chunks, len(chunks))
            # Two dots in a row would be one token.
            gap = " " if shuffled[-1][-1] in ".…" else ""
            changed = " ".join(shuffled) + gap + rest
            words = Counter(token.word for token in first_tokens(changed))
            if shuffled != chunks and words == bag:
                return changed
    return text


def negate(text: str, seed: int = 0) -> str:
    """Return the review with a “not” added, or with one removed.

    Removes the first negation; without one, negates the first verb of `_VERBS`;
    without such a verb, puts “It is not true” in front. The result can be clumsy; a
    text that cannot be negated in English is returned as it is.

    Example:
        >>> negate("It is a good film."), negate("It isn't good.")
        ('It is not a good film.', 'It is good.')
    """
    if match := _NOT.search(text):
        return _without(text, match) or text  # “Not.” alone has no opposite
    tokens = tokenise(text)
    for i in range(len(tokens)):
        if (place := _place_of_not(tokens, i)) is not None:
            return f"{text[:place]} not{text[place:]}"
    body = text.strip()
    if not tokens or body.endswith("?"):
        return text
    if tokens[0].word.lower() in _SMALL:
        body = body[0].lower() + body[1:]
    return f"It is not true: {body}"


def _place_of_not(tokens: Sequence[Token], i: int) -> int | None:
    """Return where “not” goes for the verb that token `i` is; None if it is none."""
    words = [token.word.lower() for token in tokens[max(0, i - 1) : i + 2]]
    before = words[0] if i else "."
    verb, after = words[min(i, 1)], words[-1] if i + 1 < len(tokens) else "."
    if verb not in _VERBS or (verb == "'s" and before not in _BEFORE_S):
        return None
    if before.isalpha() or verb.startswith("'"):
        return tokens[i].end
    # A question: “Is it not good?”, but not “Is not the film good?”
    return tokens[i + 1].end if after in _PRONOUNS else None


def _without(text: str, match: re.Match[str]) -> str:
    """Return a text without a negation, and its verb without contraction."""
    before, after = text[: match.start()].rstrip(), text[match.end() :]
    stem = re.search(r"\w+$", before)
    contracted = match[0].lower() not in ("not", "never")
    if contracted and stem:
        verb = _full_verb(before[: stem.start()], stem[0])
        if not verb:
            return text
        before = before[: stem.start()] + verb
    joined = before + after
    if not before.strip():
        joined = joined.strip()
        joined = joined[:1].upper() + joined[1:]
    return joined


def _full_verb(before: str, stem: str) -> str:
    """Return the verb of which “n't” left a stem, written alike; "" for none."""
    verb = _UNCONTRACTED.get(stem.lower(), stem)
    if stem.lower() == "ai":
        subject = re.search(r"(\w+)\s+$", before)
        verb = _OF_AINT.get(subject[1].lower(), "") if subject else ""
    if stem.isupper():
        return verb.upper()
    return verb.capitalize() if stem[:1].isupper() else verb


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
