"""A person's text as the treebank would split it, each token with its place.

Splits like the Penn Treebank: punctuation stands alone, “don't” is “do” and
“n't”, “it's” is “it” and “'s”; hyphens and slashes hold a word together.
"""

import re
import unicodedata
from dataclasses import dataclass

MOST_WORDS = 2_000  # of a review that are read: the rest is told as not read
_MOST_CHARACTERS = 20_000  # that are split at all

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
_JOINED = {"cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3}  # where they are cut
_PLAIN = {"’": "'", "‘": "`", "“": "``", "”": "''", "…": "...", "—": "--", "–": "--"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark as the networks read it, and where it stands in the text."""

    word: str  # may differ from the text: ” is read as ''
    start: int
    end: int  # half-open, in characters of the text


def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text in order; control characters count as spaces.

    Example:
        >>> [token.word for token in tokenise("It's not bad, don't you think?")]
        ['It', "'s", 'not', 'bad', ',', 'do', "n't", 'you', 'think', '?']
    """
    clean = "".join(" " if _is_control(c) else c for c in text)
    found: list[Token] = []
    quoted = False
    for match in _TOKEN.finditer(clean):
        if match[0] == '"':
            found.append(Token("''" if quoted else "``", match.start(), match.end()))
            quoted = not quoted
        else:
            found += _split(match[0], match.start())
    return tuple(found)


def first_tokens(text: str) -> tuple[Token, ...]:
    """Return as many tokens of a text as anyone reads, however long it is."""
    return tokenise(text[:_MOST_CHARACTERS])[:MOST_WORDS]


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf")


def _split(chunk: str, start: int) -> list[Token]:
    """Return a chunk's tokens: clitics are cut off its end."""
    tail: list[Token] = []
    end = len(chunk)
    # Looked for in the last letters only: a chunk may be a page of apostrophes.
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
