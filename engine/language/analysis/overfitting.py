"""When a network began to overfit, what n-grams reach, and how long the text is."""

from collections.abc import Sequence

from engine.checkpoints.checkpoint import Card, Metric
from engine.language.analysis.figures import best_order, is_table
from engine.language.analysis.published import MEAN, POST_LESS
from engine.language.data import source
from engine.runs.events import Event, progress_of

_OVERFITS = 1.02  # times the lowest loss; the loss while training is nearly the final


def in_words(card: Card, events: Sequence[Event], cards: Sequence[Card]) -> str:
    """Return the lowest and the final loss of a network beside those of n-grams.

    Args:
        card: Of a network that was measured; "" is returned for any other.
        events: Of its training.
        cards: Among which an n-gram table of the same text is looked for.
    """
    final, minimum = card.metric(MEAN), lowest_loss(events)
    if final is None or minimum is None:
        return ""
    lowest, epoch = minimum
    tables = [c for c in cards if is_table(c) and c.sources == card.sources]
    counted = best_order(tables[0]) if tables else None
    said = (
        f"Its validation loss was lowest after {epoch:.0f} epochs, {lowest:.3f} nats "
        f"per character; after {card.epochs:.0f} it is {final.value:.3f}"
    )
    said += ": it overfits." if final.value > _OVERFITS * lowest else "."
    return f"{said} {_beside(*counted, lowest, final.value)}" if counted else said


def lowest_loss(events: Sequence[Event]) -> tuple[float, float] | None:
    """Return the lowest validation loss of a training and its epoch; None without."""
    measured = ((e.values["loss"], e.epoch) for e in progress_of(events, "validation"))
    return min(measured, default=None)


def length_in_words(text: str) -> str:
    """Return how long a text is where the original post's was far shorter, else ""."""
    if text not in POST_LESS:
        return ""
    counted = {
        name: source(name).counts["characters"] for name in (text, "shakespeare")
    }
    times = counted[text] / counted["shakespeare"]
    return (
        f"This text has {counted[text]:,} characters, {times:.1f} times as many as "
        f"Shakespeare; the original post’s had about {POST_LESS[text]:.0%} fewer."
    )


def _beside(order: int, counted: Metric, lowest: float, final: float) -> str:
    """Return the loss of n-grams as it compares with a network's."""
    if counted.value < min(lowest, final):
        compared = "less than the network after any epoch"
    elif counted.value < final:
        compared = "less than the network at the end"
    else:
        compared = "more than the network"
    return f"Kneser–Ney n-grams of order {order} have {counted.value:.3f}, {compared}."
