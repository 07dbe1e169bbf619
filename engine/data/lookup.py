"""A text as networks look its words up, with the place of each character in it.

People paste what looks alike and is written differently: an é as one character or as
two, a soft hyphen inside a word, one of nine apostrophes. Networks read the same from
all of them; what is shown is cut from the text as it was given.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html.entities import html5

# Characters that show nothing. Joiners count where no emoji and no script needs them:
# after Latin, Greek, Cyrillic and Hebrew letters, punctuation and spaces.
_SCRIPTS = "\u0600-\u10ff\u1200-\u1cff\ua800-\uabff"
_EMOJI = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_ALWAYS = (
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufeff"
)
_INVISIBLE = re.compile(f"[{_ALWAYS}]|(?<![{_SCRIPTS}{_EMOJI}])[\u200c\u200d]+")
_SPACE = "\u200b"  # zero width space: between words, and pasted into words
_RUN = re.compile(r"\S+")
# Fillers have a width, and nothing in it.
_BLANK = f"\\s\0-\x1f\x7f-\x9f{_ALWAYS}\u200c\u200d\u115f\u1160\u2800\u3164\uffa0"
_VISIBLE = re.compile(f"[^{_BLANK}]")
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LETTER = r"[^\W\d_]"
# Typographic, acute, grave, opening, modifier, full-width, prime, and geresh.
_APOSTROPHES = "\u2019\u00b4`\u2018\u02bc\uff07\u2032\u05f3"
_APOSTROPHE = re.compile(rf"(?<={_LETTER})[{_APOSTROPHES}](?={_LETTER})")
_HTML = re.compile(r"(?i)<br\s*/?>|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});")
_EDGES = ".,;:!?…\"'“”‘’()[]{}<>*_-–—"


@dataclass(frozen=True, slots=True)
class Lookup:
    """A text as it is looked up.

    Args:
        text: M characters.
        starts: (M,) where each of them starts in the text as given.
        ends: (M,) where each ends there.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters [start, end) as a span of the text as given."""
        return self.starts[start], self.ends[end - 1]


def has_visible(text: str) -> bool:
    """Return whether a text has a character that can be seen."""
    return _VISIBLE.search(text) is not None


def composed_text(text: str) -> str:
    """Return a text in Unicode's composed form (NFC) without invisible characters.

    Characters stay as they are otherwise: a language network has learned each of them.

    Example:
        >>> composed_text("Zoe\u0308 de\u00adsigned it")
        'Zoë designed it'
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", _parted(text)))


def of_words(text: str) -> Lookup:
    """Return a text as its words are looked up.

    Composed and without invisible characters, as `composed_text`; each apostrophe
    between letters is “'”, and control characters are spaces.

    Example:
        >>> lookup = of_words("I don`t de\u00adsign")
        >>> lookup.text, lookup.span(8, 14)
        ("I don't design", (8, 15))
    """
    composed = _composed(text)
    plain = _CONTROL.sub(" ", _APOSTROPHE.sub("'", composed.text))
    return Lookup(plain, composed.starts, composed.ends)


def of_review(text: str) -> Lookup:
    r"""Return a pasted review as its words are looked up.

    As `of_words`; HTML entities and line breaks are read as what they mean.

    Example:
        >>> of_review("I don&#39;t<br />like it").text
        "I don't\nlike it"
    """
    if "<" not in text and "&" not in text:
        return of_words(text)
    meant = _without_html(text)
    words = of_words(meant.text)
    starts = [meant.starts[i] for i in words.starts]
    return Lookup(words.text, starts, [meant.ends[i - 1] for i in words.ends])


def _without_html(text: str) -> Lookup:
    """Return a text with its HTML replaced by what it means."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _HTML.finditer(text):
        if match[0][0] == "&" and match[0][1] != "#" and match[0][1:] not in html5:
            continue  # no entity: “&nonsense;” means itself, each character of it
        meaning = "\n" if match[0][0] == "<" else html.unescape(match[0])
        plain = range(done, match.start())
        starts += [*plain, *[match.start()] * len(meaning)]
        ends += [*(i + 1 for i in plain), *[match.end()] * len(meaning)]
        pieces += [text[done : match.start()], meaning]
        done = match.end()
    rest = range(done, len(text))
    return Lookup(
        "".join([*pieces, text[done:]]),
        [*starts, *rest],
        [*ends, *(i + 1 for i in rest)],
    )


def _composed(text: str) -> Lookup:
    """Return a text in composed form without invisible characters."""
    if text.isascii() or (
        _INVISIBLE.search(text) is None and unicodedata.is_normalized("NFC", text)
    ):
        return Lookup(text, range(len(text)), range(1, len(text) + 1))
    parted = _parted(text)
    hidden = {i for m in _INVISIBLE.finditer(parted) for i in range(*m.span())}
    kept = [i for i in range(len(parted)) if i not in hidden]
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for group in _clusters(parted, kept):
        cluster = "".join(parted[i] for i in group)
        joined = unicodedata.normalize("NFC", cluster)
        if len(joined) > len(cluster):  # a few have no composed form
            joined = cluster
        extra = len(cluster) - len(joined)  # characters that the first one took in
        pieces.append(joined)
        starts += [group[0], *group[extra + 1 :]]
        ends += [i + 1 for i in group[extra:]]
    return Lookup("".join(pieces), starts, ends)


def _clusters(text: str, kept: Sequence[int]) -> list[list[int]]:
    """Return the places of each character with the marks that follow it."""
    groups: list[list[int]] = []
    for i in kept:
        character = text[i]
        follows = character > "\u02ff" and (
            unicodedata.category(character)[0] == "M"
            or "\u1160" <= character <= "\u11ff"  # vowels and finals of Hangul
        )
        if follows and groups:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _parted(text: str) -> str:
    """Return a text with spaces for those zero width spaces that part words."""
    if _SPACE not in text:
        return text
    return _RUN.sub(_spaced, text)


def _spaced(match: re.Match[str]) -> str:
    """Return a run with its zero width spaces as spaces, if they part its words.

    Inside a word they are noise. Only a vocabulary can tell: they part words where
    the run is not a word as a whole, and each part is one, or a name.
    """
    if _SPACE not in match[0]:
        return match[0]
    from engine.data import glove

    index = glove.load().index
    parts = match[0].split(_SPACE)
    words = [_bare(part) for part in parts]
    if _bare("".join(parts)) in index:
        return match[0]
    parted = all(
        (word in index and (len(word) > 1 or word in "ai"))
        or (part[:1].isupper() and part[1:2].islower())
        for part, word in zip(parts, words, strict=True)
        if word
    )
    return match[0].replace(_SPACE, " ") if parted else match[0]


def _bare(part: str) -> str:
    """Return a word as GloVe spells it, without marks around it."""
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", part))
    return plain.lower().strip(_EDGES)
