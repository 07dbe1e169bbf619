"""Published networks as runs: their learning curves beside those of the user's own."""

from dataclasses import dataclass
from pathlib import Path

from engine.checkpoints.checkpoint import Card, shipped_folder
from engine.runs.store import Run


@dataclass(frozen=True, slots=True)
class PublishedRun(Run):
    """The training of a published checkpoint; its events are in the checkpoint."""

    @property
    def folder(self) -> Path:
        """The checkpoint's folder."""
        return shipped_folder() / self.id


def run_of(card: Card, title: str) -> PublishedRun:
    """Return a published checkpoint's card as a run.

    Args:
        card: Its card.
        title: Of the data that it was trained on.
    """
    return PublishedRun(
        id=f"{card.experiment}/{card.name}",
        experiment=card.experiment,
        preset=card.preset,
        config=card.config,
        source=next(iter(card.sources), ""),
        own_data="",
        title=title,
        command=card.command,
        created=card.created,
    )
