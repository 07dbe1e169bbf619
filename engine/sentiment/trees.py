"""Parses the treebank's bracketed trees into labelled phrases."""

from dataclasses import dataclass

from engine.errors import TextError

# How the Penn Treebank escapes brackets.
_ESCAPED = {
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """A half-open span of a sentence's tokens, and its label."""

    start: int
    end: int
    label: int  # 0 to 4


@dataclass(frozen=True, slots=True)
class Tree:
    """One sentence with its labelled phrases; the last is the whole sentence."""

    tokens: tuple[str, ...]
    phrases: tuple[Phrase, ...]

    @property
    def label(self) -> int:
        """The label of the whole sentence."""
        return self.phrases[-1].label


def unescape(token: str) -> str:
    r"""Return a token without the treebank's escapes.

    Example:
        >>> unescape("-LRB-"), unescape("and\\/or")
        ('(', 'and/or')
    """
    return _ESCAPED.get(token, token.replace("\\/", "/").replace("\\*", "*"))


def parse(line: str, where: str = "The line") -> Tree:
    """Return the tree of one line such as `(3 (2 a) (4 gem))`.

    Splits only at plain spaces: some words contain a no-break space.

    Args:
        line: One sentence in brackets.
        where: What errors call it, “Line 7 of reviews.txt”.

    Raises:
        TextError: The brackets do not close, or a label is not 0 to 4.
    """
    tokens: list[str] = []
    phrases: list[Phrase] = []
    open_phrases: list[tuple[int, int]] = []  # label, start
    for part in line.strip("\r\n ").split(" "):
        if tokens and not open_phrases:  # text after the sentence
            raise _invalid(where)
        if part.startswith("(") and part[1:] in {"0", "1", "2", "3", "4"}:
            open_phrases.append((int(part[1:]), len(tokens)))
            continue
        word = part.rstrip(")")
        closing = len(part) - len(word)
        if not word or not open_phrases or closing > len(open_phrases):
            raise _invalid(where)
        tokens.append(unescape(word))
        for _ in range(closing):
            label, start = open_phrases.pop()
            phrases.append(Phrase(start, len(tokens), label))
    if open_phrases or not tokens:
        raise _invalid(where)
    return Tree(tuple(tokens), tuple(phrases))


def _invalid(where: str) -> TextError:
    return TextError(
        f"{where} is not a valid tree. A tree looks like (3 (2 a) (4 gem)): each "
        "bracket starts with a label from 0 to 4, and every bracket is closed."
    )
