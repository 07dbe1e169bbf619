"""Answers compared with true classes: a confusion matrix and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass

FEW = 1000  # answers, up to which an accuracy is given with its interval


@dataclass(frozen=True, slots=True)
class Compared:
    """Predictions compared with true classes."""

    confusion: Sequence[Sequence[int]]  # true classes as rows, predictions as columns

    @property
    def count(self) -> int:
        """How many predictions were compared."""
        return sum(map(sum, self.confusion))

    @property
    def right(self) -> int:
        """How many of them are the true class."""
        return sum(row[label] for label, row in enumerate(self.confusion))

    @property
    def interval(self) -> tuple[float, float]:
        """95% confidence interval of the accuracy, 0 to 1."""
        return accuracy_interval(self.right, self.count)


def accuracy_interval(right: int, count: int) -> tuple[float, float]:
    """Return the 95% confidence interval of an accuracy, 0 to 1.

    Args:
        right: Right answers.
        count: All answers; of 0 nothing is known, (0, 1).

    Source:
        Wilson (1927); unlike the normal approximation it holds for a few answers, too.
    """
    from scipy.stats import binomtest  # type: ignore[import-untyped]

    if not count:
        return 0.0, 1.0
    interval = binomtest(right, count).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)


def in_words(accuracy: float, count: int) -> str:
    """Return right answers of all, with the interval; "" where it is narrow.

    Example:
        >>> in_words(1.0, 5)
        '5 of 5 right; 95% confidence interval 57% to 100%'
        >>> in_words(35 / 36, 36)
        '35 of 36 right; 95% confidence interval 86% to 99.5%'
    """
    if count > FEW:
        return ""
    right = round(accuracy * count)
    low, high = accuracy_interval(right, count)
    digits = 1 if 0.995 <= high < 1 else 0  # not yet 100%
    return (
        f"{right} of {count} right; 95% confidence interval {100 * low:.0f}% to "
        f"{100 * high:.{digits}f}%"
    )
