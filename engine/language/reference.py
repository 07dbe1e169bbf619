"""What a generated text is compared with: real words and the training text.

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
from engine.language.redaction import hidden_positions, redact, redact_text

WORDS_FILE = "words.txt"  # beside an n-gram table, one word a line


@dataclass(frozen=True, slots=True)
class Reference:
    """Words and training text, as far as they are on this machine.

    Args:
        words: The real words, as `words_of` returns them; None if there is no list.
        training_text: The first nine tenths; None if it is not on this machine.
        shown_run: Longest copied run that may be shown, in characters; None for no
            limit.
    """

    words: frozenset[str] | None = None
    training_text: str | None = None
    shown_run: int | None = None

    def copied(self, text: str) -> CopiedRun | None:
        """Return the longest run copied from the training text; None without it."""
        if self.training_text is None:
            return None
        return longest_copied_run(text, self.training_text)

    def hidden(self, text: str, before: str = "") -> frozenset[int]:
        """Return the positions of `text`, written after `before`, to be redacted."""
        if self.training_text is None or self.shown_run is None:
            return frozenset()
        context = before[-self.shown_run :]
        positions = hidden_positions(context + text, self.training_text, self.shown_run)
        return frozenset(i - len(context) for i in positions if i >= len(context))

    def redacted(self, piece: Piece, before: str = "") -> Piece:
        """Return a piece, written after `before`, with “…” for what is hidden."""
        return redact(piece, self.hidden(piece.text, before))

    def redacted_text(self, text: str, before: str = "") -> str:
        """Return a text, written after `before`, with “…” for what is hidden."""
        return redact_text(text, self.hidden(text, before))

    def redacted_parts(self, parts: Iterable[str]) -> Iterator[str]:
        """Yield the consecutive parts of a text, each redacted."""
        before, longest = "", self.shown_run or 0
        for part in parts:
            yield self.redacted_text(part, before)
            before = (before + part)[-longest:] if longest else ""


def find(card: Card, folder: Path, root: Path) -> Reference:
    """Return words and training text of a checkpoint, as far as they are here.

    Args:
        card: The checkpoint's card.
        folder: Its folder; a `words.txt` in it is preferred to the training text.
        root: Folder of the published texts.

    Raises:
        CheckpointError: The list of words is damaged.
    """
    training_text = _training_text(card, folder, root)
    words_file = folder / WORDS_FILE
    if words_file.is_file():
        words: frozenset[str] | None = words_of(_read_words(words_file))
    else:
        words = None if training_text is None else words_of(training_text)
    return Reference(words, training_text, shown_run(card))


def _read_words(path: Path) -> str:
    """Return the list of words of a checkpoint, one a line."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CheckpointError(
            f"{path.parent.name}/{path.name} cannot be read ({error}). "
            "Restore it from git."
        ) from error


def shown_run(card: Card) -> int | None:
    """Return the longest copied run that may be shown, or None for no limit."""
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
