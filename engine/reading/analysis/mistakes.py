"""How wrong answers relate to the reference answers, and which questions they are of.

From numbers only, the outcomes of a checkpoint and the spans of the references, so
that no text is needed. N questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.reading.analysis.outcomes import KINDS, Outcomes
from engine.reading.analysis.question_types import length_group

# How an answer relates to the reference span that it overlaps most.
RIGHT, LONG, SHORT, OVERLAP = "right", "too long", "too short", "overlapping"
ELSEWHERE, NOWHERE = "elsewhere", "no answer"
RELATIONS = (RIGHT, LONG, SHORT, OVERLAP, ELSEWHERE, NOWHERE)

TYPE, LENGTH = "type", "length"  # questions are grouped by one of these
WRONG, NEAR = "wrong", "near"  # no exact match; of those, F1 above 0

Span = tuple[int, int]  # characters [start, end)
Relations = NDArray[np.int32]  # (N,), indices in RELATIONS
_ELLIPSIS = " … "


def relation(answer: Span, references: Sequence[Span]) -> str:
    """Return how a wrong answer relates to the reference that it overlaps most.

    Example:
        >>> relation((0, 9), [(4, 9)]), relation((4, 6), [(4, 9)])
        ('too long', 'too short')
        >>> relation((2, 6), [(4, 9)]), relation((0, 4), [(4, 9)])
        ('overlapping', 'elsewhere')
    """
    start, end = answer
    if start >= end:
        return NOWHERE
    nearest = max(references, key=lambda span: _overlap(answer, span), default=(0, 0))
    if not _overlap(answer, nearest):
        return ELSEWHERE
    if start <= nearest[0] and nearest[1] <= end:
        return LONG
    return SHORT if nearest[0] <= start and end <= nearest[1] else OVERLAP


def _overlap(a: Span, b: Span) -> float:
    """Return the intersection over union of two spans."""
    both = min(a[1], b[1]) - max(a[0], b[0])
    return max(both, 0) / max(a[1] - a[0] + b[1] - b[0] - both, 1)


def relations(outcomes: Outcomes, references: Sequence[Sequence[Span]]) -> Relations:
    """Return the relation of each answer, as an index in RELATIONS, (N,).

    Args:
        outcomes: Of a checkpoint.
        references: The reference spans of each question.
    """
    answers = zip(outcomes.starts.tolist(), outcomes.ends.tolist(), strict=True)
    return np.array(
        [
            RELATIONS.index(RIGHT if right else relation(answer, spans))
            for answer, right, spans in zip(
                answers, outcomes.exact.tolist(), references, strict=True
            )
        ],
        np.int32,
    )


def groups(outcomes: Outcomes, by: str) -> NDArray[np.str_]:
    """Return the group of each question, (N,), by TYPE or LENGTH of its answer."""
    if by == TYPE:
        return np.array(KINDS)[outcomes.kinds]
    return np.array([length_group(int(words)) for words in outcomes.words])


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the selected questions have one relation."""

    name: str
    count: int
    share: float  # of the selected questions, 0 to 1


def shares(related: Relations, selected: NDArray[np.bool_]) -> list[Share]:
    """Return how often each of RELATIONS occurs among the selected questions.

    Args:
        related: As `relations` returns it, (N,).
        selected: Mask of the questions that count, (N,).
    """
    counts = np.bincount(related[selected], minlength=len(RELATIONS)).tolist()
    total = max(int(selected.sum()), 1)
    rows = zip(RELATIONS, counts, strict=True)
    return [Share(name, count, count / total) for name, count in rows]


def group_mask(outcomes: Outcomes, by: str, group: str) -> NDArray[np.bool_]:
    """Return the mask of a group's questions, (N,); of all for the empty name."""
    if not group:
        return np.ones(len(outcomes.exact), bool)
    return np.asarray(groups(outcomes, by) == group)


def select(
    outcomes: Outcomes,
    selected: NDArray[np.bool_],
    which: str,
    related: Relations | None = None,
) -> list[int]:
    """Return the indices of questions, the most probable answer first.

    Args:
        outcomes: Of a checkpoint.
        selected: Mask of the questions to choose from, (N,).
        which: WRONG, NEAR, or one of RELATIONS.
        related: As `relations` returns it; without it, only RIGHT is available.
    """
    wrong = outcomes.exact == 0
    if which == WRONG:
        mask = wrong
    elif which == NEAR:
        mask = wrong & (outcomes.f1 > 0)
    elif which == RIGHT or related is None:
        mask = ~wrong
    else:
        mask = related == RELATIONS.index(which)
    indices = np.flatnonzero(mask & selected)
    order = np.argsort(-outcomes.probability[indices], kind="stable")
    return [int(i) for i in indices[order]]


def page_count(indices: Sequence[int], size: int) -> int:
    """Return the number of pages of `size` questions, at least one."""
    return max(-(-len(indices) // size), 1)


def page_of(indices: Sequence[int], page: int, size: int) -> Sequence[int]:
    """Return the indices on a page, counted from 1."""
    return indices[(page - 1) * size : page * size]


def excerpt(
    text: str, spans: Sequence[Span], around: int = 70
) -> tuple[str, list[Span]]:
    """Return the text around spans, and the spans in it.

    Args:
        text: A context.
        spans: To be kept whole.
        around: Characters kept on each side, rounded down to whole words; text
            between distant spans is replaced by an ellipsis.
    """
    inside = [(a, min(b, len(text))) for a, b in spans]
    ranges: list[list[int]] = []
    for start, end in sorted(span for span in inside if span[0] < span[1]):
        low, high = _widened(text, start, end, around)
        if ranges and low <= ranges[-1][1]:
            ranges[-1][1] = max(ranges[-1][1], high)
        else:
            ranges.append([low, high])
    parts: list[str] = []
    shifts: list[tuple[int, int, int]] = []  # start, end, offset
    written = 0
    for low, high in ranges:
        before = (_ELLIPSIS if parts else _ELLIPSIS.lstrip()) if low else ""
        shifts.append((low, high, written + len(before) - low))
        parts.append(before + text[low:high])
        written += len(parts[-1])
    if ranges and ranges[-1][1] < len(text):
        parts.append(_ELLIPSIS.rstrip())
    moved = [
        next((a + by, b + by) for low, high, by in shifts if low <= a and b <= high)
        if a < b
        else (0, 0)
        for a, b in inside
    ]
    return "".join(parts), moved


def _widened(text: str, start: int, end: int, around: int) -> Span:
    """Return a span with up to `around` characters on each side, in whole words."""
    low, high = max(0, start - around), min(len(text), end + around)
    if low and " " in text[low:start]:
        low = text.index(" ", low) + 1
    if high < len(text) and " " in text[end:high]:
        high = text.rindex(" ", end, high)
    return low, high
