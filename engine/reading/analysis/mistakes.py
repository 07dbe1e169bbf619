"""Where wrong answers lie compared with what people marked, and finding them.

All of it is counted on numbers: outcomes of a checkpoint and the places of the
marked answers, so that no text is needed. N questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.reading.analysis.outcomes import KINDS, Outcomes
from engine.reading.analysis.question_types import length_group

# How an answer can lie; of several marked places the nearest counts.
RIGHT, LONG, SHORT, OVERLAP = "right", "too long", "too short", "overlapping"
ELSEWHERE, NOWHERE = "elsewhere", "no answer"
RELATIONS = (RIGHT, LONG, SHORT, OVERLAP, ELSEWHERE, NOWHERE)

TYPE, LENGTH = "type", "length"  # what questions are grouped by
WRONG, NEAR = "wrong", "near"  # not exact; of those, F1 over 0

Place = tuple[int, int]  # characters [start, end)
Related = NDArray[np.int32]  # (N,), places in RELATIONS
_ELLIPSIS = " … "


def relation(answer: Place, marked: Sequence[Place]) -> str:
    """Return how a wrong answer lies to the marked place that it meets most of.

    Example:
        >>> relation((0, 9), [(4, 9)]), relation((4, 6), [(4, 9)])
        ('too long', 'too short')
        >>> relation((2, 6), [(4, 9)]), relation((0, 4), [(4, 9)])
        ('overlapping', 'elsewhere')
    """
    start, end = answer
    if start >= end:
        return NOWHERE
    nearest = max(marked, key=lambda place: _shared(answer, place), default=(0, 0))
    if not _shared(answer, nearest):
        return ELSEWHERE
    if start <= nearest[0] and nearest[1] <= end:
        return LONG
    return SHORT if nearest[0] <= start and end <= nearest[1] else OVERLAP


def _shared(one: Place, other: Place) -> float:
    """Return the characters that both places have, as a share of either's."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(both, 0) / max(one[1] - one[0] + other[1] - other[0] - both, 1)


def relations(found: Outcomes, marked: Sequence[Sequence[Place]]) -> Related:
    """Return for each question the place of its relation in RELATIONS, (N,).

    Args:
        found: Of a checkpoint.
        marked: For each question, what people marked.
    """
    answers = zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    return np.array(
        [
            RELATIONS.index(RIGHT if right else relation(answer, places))
            for answer, right, places in zip(
                answers, found.exact.tolist(), marked, strict=True
            )
        ],
        np.int32,
    )


def groups(found: Outcomes, by: str) -> NDArray[np.str_]:
    """Return the group of each question, (N,), by TYPE or LENGTH of its answer."""
    if by == TYPE:
        return np.array(KINDS)[found.kinds]
    return np.array([length_group(int(words)) for words in found.words])


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some questions came out in one way."""

    name: str
    count: int
    share: float  # of those questions, 0 to 1


def shares(related: Related, here: NDArray[np.bool_]) -> list[Share]:
    """Return how often each relation occurs among some questions, in their order.

    Args:
        related: As `relations` returns it, (N,).
        here: Which questions count, (N,).
    """
    counts = np.bincount(related[here], minlength=len(RELATIONS)).tolist()
    total = max(int(here.sum()), 1)
    rows = zip(RELATIONS, counts, strict=True)
    return [Share(name, count, count / total) for name, count in rows]


def within(found: Outcomes, by: str, group: str) -> NDArray[np.bool_]:
    """Return which questions belong to a group, (N,); all for the empty name."""
    if not group:
        return np.ones(len(found.exact), bool)
    return np.asarray(groups(found, by) == group)


def select(
    found: Outcomes,
    here: NDArray[np.bool_],
    which: str,
    related: Related | None = None,
) -> list[int]:
    """Return the places of some questions, the surest answer first.

    Args:
        found: Of a checkpoint.
        here: Among which to look, (N,).
        which: WRONG, NEAR, or one of RELATIONS.
        related: As `relations` returns it; only RIGHT can be told without.
    """
    wrong = found.exact == 0
    if which == WRONG:
        kept = wrong
    elif which == NEAR:
        kept = wrong & (found.f1 > 0)
    elif which == RIGHT or related is None:
        kept = ~wrong
    else:
        kept = related == RELATIONS.index(which)
    places = np.flatnonzero(kept & here)
    order = np.argsort(-found.probability[places], kind="stable")
    return [int(place) for place in places[order]]


def page_count(places: Sequence[int], size: int) -> int:
    """Return how many pages of a size so many questions fill; one at least."""
    return max(-(-len(places) // size), 1)


def page_of(places: Sequence[int], page: int, size: int) -> Sequence[int]:
    """Return the places on a page, counted from 1."""
    return places[(page - 1) * size : page * size]


def excerpt(
    text: str, places: Sequence[Place], around: int = 70
) -> tuple[str, list[Place]]:
    """Return the text around some places, and where they lie in it.

    Args:
        text: A context.
        places: To be kept whole.
        around: Characters kept on each side, rounded down to whole words; what lies
            between two places that are far apart is left out, with a sign for it.
    """
    inside = [(a, min(b, len(text))) for a, b in places]
    kept: list[list[int]] = []
    for start, end in sorted(place for place in inside if place[0] < place[1]):
        low, high = _widened(text, start, end, around)
        if kept and low <= kept[-1][1]:
            kept[-1][1] = max(kept[-1][1], high)
        else:
            kept.append([low, high])
    parts: list[str] = []
    shifts: list[tuple[int, int, int]] = []  # from, to, moved by so many
    written = 0
    for low, high in kept:
        before = (_ELLIPSIS if parts else _ELLIPSIS.lstrip()) if low else ""
        shifts.append((low, high, written + len(before) - low))
        parts.append(before + text[low:high])
        written += len(parts[-1])
    if kept and kept[-1][1] < len(text):
        parts.append(_ELLIPSIS.rstrip())
    moved = [
        next((a + by, b + by) for low, high, by in shifts if low <= a and b <= high)
        if a < b
        else (0, 0)
        for a, b in inside
    ]
    return "".join(parts), moved


def _widened(text: str, start: int, end: int, around: int) -> Place:
    """Return a place with up to `around` characters on each side, in whole words."""
    low, high = max(0, start - around), min(len(text), end + around)
    if low and " " in text[low:start]:
        low = text.index(" ", low) + 1
    if high < len(text) and " " in text[end:high]:
        high = text.rindex(" ", end, high)
    return low, high
