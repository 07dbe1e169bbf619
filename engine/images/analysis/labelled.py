"""Pictures whose true class the user gives: accuracy with its interval, and confusion.

The class comes from the folder of a ZIP, or from a CSV file of names and classes.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from engine.accuracy import Compared
from engine.data.text import decode
from engine.errors import PictureError
from engine.images.answers import Answer

_SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Report:
    """Answers compared with true classes; pictures of other classes are left out."""

    compared: Compared
    others: tuple[str, ...]  # stated classes that the network does not have


def true_class(stated: str, classes: Sequence[str]) -> str:
    """Return the network's class with a stated name in any case, or "" for none."""
    wanted = stated.strip().casefold()
    return next((name for name in classes if name.casefold() == wanted), "")


def report(
    answers: Sequence[Answer], stated: Sequence[str], classes: Sequence[str]
) -> Report | None:
    """Return how many answers are right; None where no true class is known.

    Args:
        answers: One for each picture.
        stated: Their true classes as the user names them; "" where unknown.
        classes: Of the network, K.
    """
    confusion = [[0] * len(classes) for _ in classes]
    others = []
    for answer, name in zip(answers, stated, strict=True):
        truth = true_class(name, classes)
        if truth:
            confusion[classes.index(truth)][classes.index(answer.best)] += 1
        elif name:
            others.append(name)
    compared = Compared(confusion)
    if not compared.count and not others:
        return None
    return Report(compared, tuple(dict.fromkeys(others)))


def read_classes(content: bytes, name: str) -> dict[str, str]:
    """Return picture file name -> true class, from a CSV file of two columns.

    A first line that names the columns does no harm: no picture is called so.

    Args:
        content: The file, separated by commas, semicolons or tabs.
        name: Its file name, for errors.

    Raises:
        PictureError: It is not such a file.
        TextError: It is not text.
    """
    text = decode(content, name)
    first_line = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first_line.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise PictureError(_HOW.format(name=name)) from error
    classes = {
        PurePosixPath(row[0].strip().replace("\\", "/")).name: row[1].strip()
        for row in rows
        if len(row) >= 2 and row[0].strip()
    }
    if not classes:
        raise PictureError(_HOW.format(name=name))
    return classes


_HOW = (
    "{name} is not a table of pictures. Write one line for each: file name, comma, "
    "true class."
)
