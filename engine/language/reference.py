"""What a written text is held against: real words, and the text that was learned.

Both are optional. The texts themselves are not shipped; a list of their words is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.checkpoints.checkpoint import Card
from engine.checkpoints.provenance import own_data
from engine.errors import CheckpointError, LoupeError
from engine.language import data
from engine.language.measures import CopiedRun, longest_copied_run, words_of
from engine.language.piece import Piece
from engine.language.shown import HIDDEN, hidden_places, shorten

WORDS_FILE = "words.txt"  # beside an n-gram table, one word a line


@dataclass(frozen=True, slots=True)
class Reference:
    """Words and training text, as far as they are on this machine.

    Args:
        words: The real words, as `words_of` gives them; None where unknown.
        training_text: The first nine tenths; None where it is not here.
        shown_run: Longest run of the text that may be shown, in characters; None
            where any may.
    """

    words: frozenset[str] | None = None
    training_text: str | None = None
    shown_run: int | None = None

    def copied(self, text: str) -> CopiedRun | None:
        """Return the longest run that stands in the training text, if it is here."""
        if self.training_text is None:
            return None
        return longest_copied_run(text, self.training_text)

    def hidden(self, text: str) -> list[int]:
        """Return the places of `text` that may not be shown: see `shown.py`."""
        if self.training_text is None or self.shown_run is None:
            return []
        return hidden_places(text, self.training_text, self.shown_run)

    def shown_text(self, text: str) -> str:
        """Return a text with “…” for each character that may not be shown."""
        hidden = frozenset(self.hidden(text))
        return "".join(HIDDEN if i in hidden else c for i, c in enumerate(text))

    def shown_parts(self, parts: Iterable[str]) -> Iterator[str]:
        """Yield the parts of a text, each as it may be shown after those before it."""
        before, most = "", self.shown_run or 0
        for part in parts:
            yield self.shown_text(before + part)[len(before) :]
            before = (before + part)[-most:] if most else ""

    def shown(self, piece: Piece) -> Piece:
        """Return a piece with “…” for what may not be shown of it."""
        if self.training_text is None or self.shown_run is None:
            return piece
        return shorten(piece, self.training_text, self.shown_run)


def find(card: Card, folder: Path, root: Path) -> Reference:
    """Return what is known here of the text that a checkpoint learned from.

    Args:
        card: The checkpoint's card.
        folder: Its folder; `words.txt` there is taken before the data.
        root: Folder of the published texts.

    Raises:
        CheckpointError: The list of words is damaged.
    """
    training_text = _training_text(card, folder, root)
    listed = folder / WORDS_FILE
    if listed.is_file():
        words: frozenset[str] | None = words_of(_listed(listed))
    else:
        words = None if training_text is None else words_of(training_text)
    return Reference(words, training_text, shown_run(card))


def _listed(path: Path) -> str:
    """Return the text of a list of words that a checkpoint carries."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CheckpointError(
            f"{path.parent.name}/{path.name} cannot be read ({error}). "
            "Restore it from git."
        ) from error


def shown_run(card: Card) -> int | None:
    """Return the longest run of a checkpoint's text that may be shown, or None."""
    limits = [s.shown_run for s in data.SOURCES if s.name in card.sources]
    return min((limit for limit in limits if limit is not None), default=None)


def _training_text(card: Card, folder: Path, root: Path) -> str | None:
    """Return the first nine tenths of the card's text, or None if it is not here."""
    name, digest = next(iter(card.sources.items()), ("", ""))
    try:
        own = own_data(card, folder, data.SOURCES)
        if own is None and digest != data.source(name).sha256:
            return None
        text = data.read(name, own, name, root)
    except (LoupeError, OSError, StopIteration):
        return None
    return text[: data.cut_of(text)]
