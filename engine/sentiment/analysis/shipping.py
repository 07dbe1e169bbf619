"""The files that a shipped checkpoint has in addition to a run's."""

from pathlib import Path

from engine.checkpoints import checkpoint
from engine.sentiment import data, outcomes
from engine.sentiment.analysis import example, filters
from engine.sentiment.config import CharacterConfig


def assets(folder: Path, root: Path) -> dict[str, bytes | Path]:
    """Return these files by name.

    They never contain the treebank's texts: answers refer to phrases, and spans to
    sentences, by index.

    Raises:
        CheckpointError: The checkpoint is damaged.
        DataMissingError: The treebank is not on this machine.
    """
    from engine.sentiment.measure import answers
    from engine.sentiment.predict import Reviewer  # both import Keras

    reviewer = Reviewer(folder)
    worked = example.to_text(example.make(reviewer)).encode()
    files: dict[str, bytes | Path] = {example.FILE: worked}
    card = checkpoint.read_card(folder, "sentiment")
    if set(card.sources) != {data.TREEBANK.name}:
        return files
    for measure in ("", data.VALIDATION):
        answered, _, _, split = answers(folder, root, measure)
        files[outcomes.file_of(split)] = outcomes.to_bytes(answered)
    if isinstance(reviewer.config, CharacterConfig):
        sentences = [tree.tokens for tree in data.read_published(data.VALIDATION, root)]
        files[filters.FILE] = filters.to_bytes(filters.top_spans(reviewer, sentences))
    return files
