"""The duel of the post: an LSTM and n-grams go on from the same prompt.

Each contender has a clock of its own that runs only while it writes, so the
speeds are those each would reach alone, and the race that a page draws is the
race of these clocks.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.checkpoints.checkpoint import Card
from engine.language.analysis.figures import model_bytes
from engine.language.measures import CopiedRun, real_word_share
from engine.language.piece import EMPTY, Piece
from engine.language.reference import Reference


@dataclass(frozen=True, slots=True)
class Turn:
    """What one contender has written so far.

    Args:
        name: Which contender.
        piece: All of its text up to now.
        seconds: Of its own writing, the waiting for others left out.
    """

    name: str
    piece: Piece
    seconds: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What can be said of a contender's text.

    Args:
        piece: The text, with “…” for what may not be shown.
        withheld: Characters that are not shown, because they go on with a text
            that may not be passed on.
        nats_per_character: Mean loss of the writer on its own text.
        characters_per_second: Measured while it wrote; None where it was not.
        real_words: Share of whole words that the training text has, 0 to 1; None
            where its words are not known or no whole word was written.
        copied: Longest run that stands in the training text; None where that
            text is not here.
    """

    piece: Piece
    withheld: int
    nats_per_character: float
    characters_per_second: float | None
    real_words: float | None
    copied: CopiedRun | None


def race(
    contenders: Mapping[str, Iterator[Piece]],
    clock: Callable[[], float] = time.perf_counter,
) -> Iterator[Turn]:
    """Yield turns until all have written all, the one whose clock is behind first.

    Args:
        contenders: Pieces as the writers yield them, by the contender's name.
        clock: Seconds that only rise.
    """
    turns = {name: Turn(name, EMPTY, 0.0) for name in contenders}
    writing = list(contenders)
    while writing:
        name = min(writing, key=lambda name: turns[name].seconds)
        before = clock()
        piece = next(contenders[name], None)
        seconds = turns[name].seconds + clock() - before
        if piece is None:
            writing.remove(name)
        else:
            turns[name] = Turn(name, turns[name].piece + piece, seconds)
            yield turns[name]


def judge(piece: Piece, seconds: float | None, reference: Reference) -> Judgement:
    """Return what can be said of a text, and as much of it as may be shown.

    Args:
        piece: What was written.
        seconds: What it took; None where nobody measured it.
        reference: Words and training text.
    """
    words = reference.words
    return Judgement(
        piece=reference.shown(piece),
        withheld=len(reference.hidden(piece.text)),
        nats_per_character=piece.nats_per_character,
        characters_per_second=len(piece.text) / seconds if seconds else None,
        real_words=None if words is None else real_word_share(piece.text, words),
        copied=reference.copied(piece.text),
    )


def memory_bytes(card: Card, order: int | None = None) -> int:
    """Return what a model takes in memory, the weights of a network as float32.

    Args:
        card: Of the LSTM, or of the table.
        order: Of n-grams: only what this order needs; None for an LSTM.
    """
    if order is None:
        return card.parameters * 4
    return model_bytes(card, order)


def contending_orders(low: int, high: int, middle: bool) -> tuple[int, ...]:
    """Return the orders that take part, the lowest first, each once.

    Example:
        >>> contending_orders(3, 8, middle=True), contending_orders(4, 4, middle=True)
        ((3, 5, 8), (4,))
    """
    between = {(low + high) // 2} if middle else set()
    return tuple(sorted({low, high} | between))


def contender_name(order: int | None) -> str:
    """Return what a contender is called: “LSTM”, or “5-gram”."""
    return "LSTM" if order is None else f"{order}-gram"
