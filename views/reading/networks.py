"""The models of the page on reading, and what is asked of them."""

from typing import TYPE_CHECKING

from engine.checkpoints.checkpoint import Card
from ui.loading import predictor

if TYPE_CHECKING:
    from engine.reading.predict import Reader

CONTEXT, QUESTION = "reading_context", "reading_question"
LONGEST, JOINT = "reading_max_answer_words", "reading_joint"


def reader(card: Card, epoch: float | None) -> "Reader":
    """Return a network's `Reader`, as `ui.loading.predictor` does."""
    loaded: Reader = predictor("reading", card.name, epoch)
    return loaded


def usual_search(card: Card) -> tuple[int, bool]:
    """Return how a network is measured: the longest span, and the smart span."""
    return int(card.config["max_answer_words"]), card.config[
        "span_search"
    ] != "separate"
