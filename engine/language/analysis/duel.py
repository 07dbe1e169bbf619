"""The duel: an LSTM and n-gram models continue the same prompt.

Each model is timed by its own clock, which runs only while that model writes, so the
speeds are those each would reach alone.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from engine.checkpoints.checkpoint import Card
from engine.language.analysis.figures import model_bytes
from engine.language.measures import CopiedRun, real_word_share
from engine.language.piece import EMPTY, Piece
from engine.language.redaction import redact
from engine.language.reference import Reference

NETWORK, MIXTURE = "LSTM", "LSTM with n-grams"  # names of contenders


@dataclass(frozen=True, slots=True)
class Turn:
    """What one contender has written so far.

    Args:
        name: The contender's.
        piece: Its whole text up to now.
        seconds: Of its own writing, without waiting for the others.
    """

    name: str
    piece: Piece
    seconds: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """A contender's text and the figures about it.

    Args:
        piece: The redacted text.
        withheld: Characters that are redacted.
        nats_per_character: Mean loss of the model on its own text.
        characters_per_second: None if it was not timed.
        real_words: Share of complete words that the training text has, 0 to 1; None
            without a list of words, or if no complete word was written.
        copied: Longest run copied from the training text; None without that text.
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
    """Yield turns until all texts are complete; the least elapsed time goes next.

    Args:
        contenders: Pieces as the models yield them, by the contender's name.
        clock: Returns seconds, monotonically.
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
    """Return a redacted text with the figures about it.

    Args:
        piece: What was written.
        seconds: Time it took; None if it was not timed.
        reference: Words and training text.
    """
    words, hidden = reference.words, reference.hidden(piece.text)
    return Judgement(
        piece=redact(piece, hidden),
        withheld=len(hidden),
        nats_per_character=piece.nats_per_character,
        characters_per_second=len(piece.text) / seconds if seconds else None,
        real_words=None if words is None else real_word_share(piece.text, words),
        copied=reference.copied(piece.text),
    )


def memory_bytes(card: Card, order: int | None = None) -> int:
    """Return the memory of a model, the weights of a network as float32.

    Args:
        card: Of the LSTM or of the n-gram table.
        order: Of the n-grams: counts up to this order only; None for an LSTM.
    """
    if order is None:
        return card.parameters * 4
    return model_bytes(card, order)


def contending_orders(low: int, high: int, middle: bool) -> tuple[int, ...]:
    """Return the orders that compete, lowest first, without duplicates.

    Example:
        >>> contending_orders(3, 8, middle=True), contending_orders(4, 4, middle=True)
        ((3, 5, 8), (4,))
    """
    between = {(low + high) // 2} if middle else set()
    return tuple(sorted({low, high} | between))


def contender_name(order: int | None) -> str:
    """Return the name of a contender: “LSTM” or “5-gram”."""
    return NETWORK if order is None else f"{order}-gram"
