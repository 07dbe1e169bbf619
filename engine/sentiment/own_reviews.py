"""Your own labelled reviews: bracketed trees, or a label, a tab and a text."""

from engine.data.text import decode
from engine.errors import TextError
from engine.sentiment.tokens import first_tokens
from engine.sentiment.trees import Phrase, Tree, parse

MOST_WORDS = 400  # of a review that are used in training
FEWEST = 10  # reviews: nine for training, one for validation
_LONGEST_LINE = 200_000  # characters


def read(content: bytes, name: str) -> tuple[Tree, ...]:
    """Return the reviews of a file, each text once.

    A line is a tree of the treebank's kind, `(3 (2 a) (4 gem))`, or a label from
    0 (very negative) to 4 (very positive), a tab and the text, of which the first
    `MOST_WORDS` words are used. A text that occurs twice counts once, with its first
    label: it must not be in both training and validation data.

    Raises:
        TextError: A line is neither; the message names it and the error.
    """
    trees: dict[tuple[str, ...], Tree] = {}
    for number, line in enumerate(decode(content, name).split("\n"), start=1):
        if line.strip():
            tree = _read_line(line, f"Line {number:,} of {name}")
            trees.setdefault(tuple(w.lower() for w in tree.tokens), tree)
    return tuple(trees.values())


def _read_line(line: str, where: str) -> Tree:
    if len(line) > _LONGEST_LINE:
        raise TextError(
            f"{where} has {len(line):,} characters; {_LONGEST_LINE:,} is the maximum."
        )
    if line.startswith("("):
        tree = parse(line, where)
        if len(tree.tokens) > MOST_WORDS:
            raise TextError(
                f"{where} is a tree of {len(tree.tokens):,} words; {MOST_WORDS} is "
                "the maximum."
            )
        return tree
    label, tab, text = line.partition("\t")
    if not tab or label.strip() not in {"0", "1", "2", "3", "4"}:
        raise TextError(
            f"{where} must be a label from 0 to 4, a tab and the review, or a tree "
            f"such as (3 (2 a) (4 gem)); it starts with “{line[:20]}”."
        )
    tokens = tuple(token.word for token in first_tokens(text))[:MOST_WORDS]
    if not tokens:
        raise TextError(f"{where} has a label, but no text.")
    return Tree(tokens, (Phrase(0, len(tokens), int(label)),))
