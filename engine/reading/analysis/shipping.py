"""The files of a shipped checkpoint that a run's has not: shown without a network."""

from pathlib import Path
from tempfile import TemporaryDirectory

from engine.reading import measure
from engine.reading.analysis import example, outcomes
from engine.reading.analysis.characters import character_map
from engine.reading.predict import Reader


def assets(folder: Path, data: Path) -> dict[str, bytes | Path]:
    """Return the files to ship beside a checkpoint's own, by name.

    Raises:
        CheckpointError: The checkpoint is damaged.
        DataMissingError: SQuAD is not on this machine.
    """
    reader = Reader(folder)
    scored = measure.answer(reader, measure.dev_examples(data))
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / outcomes.FILE
        outcomes.write(path, outcomes.of(scored, reader.calibration))
        outcome_bytes = path.read_bytes()
    return {
        example.FILE: example.to_text(example.make(reader)).encode(),
        outcomes.FILE: outcome_bytes,
        character_map.FILE: character_map.to_text(
            character_map.make(folder, data)
        ).encode(),
    }
