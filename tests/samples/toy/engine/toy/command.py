"""What `./loupe predict toy` does with its options."""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from engine.checkpoints import checkpoint
from engine.toy.predict import Guesser


def predict(options: Namespace) -> Iterator[str | dict[str, Any]]:
    """Yield the probability of a letter."""
    guesser = Guesser(checkpoint.find("toy", options.checkpoint))
    yield {"probability": guesser.probability(options.letter)}
