"""Trees of the treebank: brackets in, labelled phrases out."""

from dataclasses import dataclass

from engine.errors import TextError

# How the Penn Treebank writes what would look like its own marks.
_ESCAPED = {
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence, half-open, and its label."""

    start: int
    end: int
    label: int  # 0 to 4


@dataclass(frozen=True, slots=True)
class Tree:
    """One sentence with the label of every phrase; the last is the whole of it."""

    tokens: tuple[str, ...]
    phrases: tuple[Phrase, ...]

    @property
    def label(self) -> int:
        """The label of the whole sentence."""
        return self.phrases[-1].label


def unescape(token: str) -> str:
    r"""Return a token as it is written outside a treebank.

    Example:
        >>> unescape("-LRB-"), unescape("and\\/or")
        ('(', 'and/or')
    """
    return _ESCAPED.get(token, token.replace("\\/", "/").replace("\\*", "*"))


def parse(line: str, place: str = "the line") -> Tree:
    """Return the tree of one line such as `(3 (2 a) (4 gem))`.

    Parts are split on the plain space only: some words hold a no-break space.

    Args:
        line: One sentence in brackets.
        place: What to call it in an error.

    Raises:
        TextError: The brackets do not close, or a label is not 0 to 4.
    """
    tokens: list[str] = []
    phrases: list[Phrase] = []
    open_phrases: list[tuple[int, int]] = []  # label, start
    for part in line.strip("\r\n ").split(" "):
        if tokens and not open_phrases:  # something stands behind the sentence
            raise _refused(place)
        if part.startswith("(") and part[1:] in {"0", "1", "2", "3", "4"}:
            open_phrases.append((int(part[1:]), len(tokens)))
            continue
        word = part.rstrip(")")
        closing = len(part) - len(word)
        if not word or not open_phrases or closing > len(open_phrases):
            raise _refused(place)
        tokens.append(unescape(word))
        for _ in range(closing):
            label, start = open_phrases.pop()
            phrases.append(Phrase(start, len(tokens), label))
    if open_phrases or not tokens:
        raise _refused(place)
    return Tree(tuple(tokens), tuple(phrases))


def _refused(place: str) -> TextError:
    return TextError(
        f"{place} is not a valid tree. A tree looks like (3 (2 a) (4 gem)): each "
        "bracket starts with a label from 0 to 4, and every bracket is closed."
    )
