"""Splits a text as the treebank does, with the span of each token.

As in the Penn Treebank, punctuation is split off, “don't” is “do” and
“n't”, “it's” is “it” and “'s”; hyphens and slashes join a word.
"""

import re
import unicodedata
from dataclasses import dataclass

from engine.data import lookup

MOST_WORDS = 2_000  # of a review that are read
_MOST_CHARACTERS = 20_000  # of a review that are tokenised

_MARK = "\u0300-\u036f"  # accents that follow their letter
_LETTERS = rf"[\w{_MARK}]+"
_TOKEN = re.compile(
    rf"""
      \.\.+ | … | --+ | [—–] | `` | ''          # dots, dashes, quotes
    | (?:Mr|Mrs|Ms|Dr|St|Jr|Sr|vs|etc)\.(?!\w)
    | No\.(?=\s*\d)                               # a number, not a refusal
    | (?:[A-Za-z]\.){{2,}}                         # U.S.
    | \d+(?:[.,:]\d+)+                            # 2,000 or 7:30
    | ['’](?:\d0s|s|re|ve|ll|d|m|em)\b            # '70s, or split off before
    | {_LETTERS}(?:[-/'’&*.](?=[\w{_MARK}]){_LETTERS})*
    | [^\s]                                       # anything else, alone
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?i)(n['’]t|['’](?:s|re|ve|ll|d|m|em))$")
_CLITIC_LETTERS = 3
_JOINED = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3}  # where to split them
_PLAIN = {"’": "'", "‘": "`", "“": "``", "”": "''", "…": "...", "—": "--", "–": "--"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or punctuation mark as the networks read it, and its span."""

    word: str  # may differ from the text: ” is read as ''
    start: int
    end: int  # half-open, in characters of the text


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text in order; control characters count as spaces.

    HTML and the ways to write an apostrophe or an accent are read as what they mean,
    see `engine.data.lookup`.

    Example:
        >>> [token.word for token in tokenise("It's not bad, don't you think?")]
        ['It', "'s", 'not', 'bad', ',', 'do', "n't", 'you', 'think', '?']
    """
    form = lookup.of_review(text)
    clean = form.text
    if not clean.isprintable():
        clean = "".join(" " if _is_control(c) else c for c in clean)
    tokens: list[Token] = []
    quoted = False
    for match in _TOKEN.finditer(clean):
        if match[0] == '"':
            tokens.append(Token("''" if quoted else "``", match.start(), match.end()))
            quoted = not quoted
        else:
            tokens += _split(match[0], match.start())
    return tuple(Token(t.word, *form.span(t.start, t.end)) for t in tokens)


def words(text: str) -> tuple[str, ...]:
    """Return the tokens of a text without their spans."""
    return tuple(token.word for token in tokenise(text))


def first_tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens that a network reads: at most `MOST_WORDS`."""
    return tokenise(text[:_MOST_CHARACTERS])[:MOST_WORDS]


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf")


def _split(chunk: str, start: int) -> list[Token]:
    """Return the tokens of a chunk: clitics are split off its end."""
    tail: list[Token] = []
    end = len(chunk)
    # Only in the last letters: a chunk can be a whole page of apostrophes.
    while (
        match := _CLITIC.search(chunk, max(1, end - _CLITIC_LETTERS), end)
    ) is not None:
        tail.append(_token(match[0], start + match.start()))
        end = match.start()
    chunk, tail = chunk[:end], tail[::-1]
    if cut := _JOINED.get(chunk.lower()):
        head = [_token(chunk[:cut], start), _token(chunk[cut:], start + cut)]
    else:
        head = [_token(chunk, start)]
    return head + tail


def _token(chunk: str, start: int) -> Token:
    plain = unicodedata.normalize("NFC", chunk)
    for typographic, typed in _PLAIN.items():
        plain = plain.replace(typographic, typed)
    return Token(plain, start, start + len(chunk))
