"""The loaded model."""

import json
from pathlib import Path

from engine.checkpoints import checkpoint
from engine.errors import TextError


class Guesser:
    """A checkpoint that knows how likely each letter is."""

    def __init__(self, folder: Path) -> None:
        """Load a checkpoint.

        Raises:
            CheckpointError: It is damaged.
        """
        self.card = checkpoint.verify(folder, "toy")
        text = (folder / "letters.json").read_text(encoding="utf-8")
        self.probabilities: dict[str, float] = json.loads(text)

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        return self.card.name

    def probability(self, letter: str) -> float:
        """Return how likely a letter is.

        Raises:
            TextError: It is not one of the letters that were counted.
        """
        if letter not in self.probabilities:
            raise TextError("Type one letter from a to z.")
        return self.probabilities[letter]

    def warm(self) -> None:
        """Compile nothing: there is nothing to compile."""
