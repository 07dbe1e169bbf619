"""The figures of a card."""

from pathlib import Path
from typing import Any

from engine.checkpoints.provenance import own_data
from engine.toy import data
from engine.toy.evaluate import loss
from engine.toy.predict import Guesser


def evaluate(folder: Path, root: Path, limit: int | None) -> dict[str, Any]:
    """Return the figures of a checkpoint on the last tenth of its text."""
    guesser = Guesser(folder)
    own = own_data(guesser.card, folder, data.SOURCES)
    _, validation = data.split(data.read(own, "own text", root))
    value, n = loss(guesser.probabilities, validation[:limit])
    return {"nats_per_letter": value, "n": n, "split": data.SPLIT}
