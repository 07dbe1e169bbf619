"""Reviews whose true class the user gives: how the classes are read, and accuracy.

The classes are five, three or two, or stars; a network's five probabilities are added
up to them. Of two classes neutral counts for neither.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.accuracy import Compared
from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS

# The first of these columns that a table has gives the true classes.
COLUMNS = ("label", "class", "sentiment", "stars", "rating")
_NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?")
_OF_STARS = ("stars", "rating")


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way to name classes.

    Args:
        classes: Their names, K.
        members: For each, which of the five classes of the networks belong to it.
        values: What can stand in the column, in lower case -> class, 0 to K - 1.
        about: How the column was read, at the end of a sentence.
    """

    classes: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    values: Mapping[str, int]
    about: str

    def predicted(self, reading: Reading) -> int:
        """Return the class with the highest probability, 0 to K - 1."""
        sums = [sum(reading.probabilities[list(group)]) for group in self.members]
        return sums.index(max(sums))


_FIVE = tuple((label,) for label in range(5))
_NUMBERS = {str(label): label for label in range(5)}
_TWO_NAMES = {"negative": 0, "neg": 0, "positive": 1, "pos": 1}
_THREE_NAMES = {"negative": 0, "neg": 0, "neutral": 1, "positive": 2, "pos": 2}
_SCHEMES = (
    Scheme(
        ("negative", "positive"),
        ((0, 1), (3, 4)),
        _TWO_NAMES | {"0": 0, "1": 1},
        "two classes: 0 or negative, 1 or positive",
    ),
    Scheme(
        ("negative", "neutral", "positive"),
        ((0, 1), (2,), (3, 4)),
        _THREE_NAMES | {"-1": 0, "0": 1, "1": 2},
        "three classes: -1 or negative, 0 or neutral, 1 or positive",
    ),
    Scheme(
        LABELS,
        _FIVE,
        {name: label for label, name in enumerate(LABELS)} | _NUMBERS,
        "five classes from 0, very negative, to 4, very positive",
    ),
    Scheme(
        tuple("1 star" if n == 1 else f"{n} stars" for n in range(1, 6)),
        _FIVE,
        {str(label + 1): label for label in range(5)},
        "stars from 1 to 5",
    ),
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The true classes of reviews.

    Args:
        heading: Of the column that gives them.
        scheme: How it was read.
        truths: For each review its class, 0 to K - 1; None where the cell is no class,
            and everywhere if a number in the column is none: its scale is another.
        others: Cells that are no class, each once.
    """

    heading: str
    scheme: Scheme
    truths: tuple[int | None, ...]
    others: tuple[str, ...]

    @property
    def has_labels(self) -> bool:
        """Whether any true class was read."""
        return any(truth is not None for truth in self.truths)

    def is_mistake(self, index: int, reading: Reading) -> bool:
        """Return whether the answer on a review is not its true class."""
        truth = self.truths[index]
        if truth is None or not reading.english:
            return False
        return truth != self.scheme.predicted(reading)

    def compared(self, readings: Sequence[Reading]) -> Compared:
        """Return a network's answers compared with the true classes.

        Left out: reviews without a class, or not in English.
        """
        confusion = [[0] * len(self.scheme.classes) for _ in self.scheme.classes]
        for truth, reading in zip(self.truths, readings, strict=True):
            if truth is not None and reading.english:
                confusion[truth][self.scheme.predicted(reading)] += 1
        return Compared(confusion)


def labelled(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> Labelled | None:
    """Return the true classes that a table gives; None where it has none.

    Args:
        columns: Its headings.
        cells: For each review its cells.
    """
    names = [name.strip().lower() for name in columns]
    column = next((names.index(name) for name in COLUMNS if name in names), None)
    if column is None:
        return None
    cells_of_column = [row[column].strip() for row in cells]
    stated = [_plain(cell) for cell in cells_of_column]
    scheme = _scheme(stated, names[column])
    pairs = zip(cells_of_column, stated, strict=True)
    others = {cell: None for cell, value in pairs if value not in scheme.values}
    if any(_NUMBER.fullmatch(other) for other in others):
        truths: tuple[int | None, ...] = (None,) * len(cells)
    else:
        truths = tuple(scheme.values.get(value) for value in stated)
    return Labelled(columns[column], scheme, truths, tuple(filter(None, others)))


def _scheme(stated: Sequence[str], heading: str) -> Scheme:
    """Return the scheme that reads most of a column, of equal ones the first."""
    schemes = _SCHEMES[::-1] if heading in _OF_STARS else _SCHEMES
    return max(schemes, key=lambda scheme: sum(v in scheme.values for v in stated))


def _plain(value: str) -> str:
    """Return a cell as `Scheme.values` has it: 4.0 is 4, Very_Good very good."""
    text = value.strip().lower().replace("_", " ").removeprefix("+")
    return text.removesuffix(".0")
