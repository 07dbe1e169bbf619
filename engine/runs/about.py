"""What the user wrote about a run: its name, notes, tags, a star; in about.json."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from engine import schema
from engine.errors import RunError, TrainingOffError, writing
from engine.runs import store
from engine.runs.store import Run

_FILE = "about.json"
_LONGEST_NAME, _LONGEST_NOTES = 60, 5000  # characters


@dataclass(frozen=True, slots=True)
class About:
    """What the user wrote about a run."""

    name: str = ""  # "" for none: lists then show its data, preset and start
    notes: str = ""
    tags: tuple[str, ...] = ()
    starred: bool = False


def read(folder: Path) -> About:
    """Return what is written about the run in a folder; nothing where it is damaged."""
    try:
        text = (folder / _FILE).read_text(encoding="utf-8")
        return schema.build(About, schema.from_json(text))
    except (OSError, ValueError):
        return About()


def write(run: Run, about: About) -> None:
    """Write it into the run's folder.

    Raises:
        TrainingOffError: Changing runs is disabled here.
        RunError: Another run has this name, or a text is too long.
        DiskFullError: The disk is full.
    """
    if not store.training_allowed():
        raise TrainingOffError
    if len(about.name) > _LONGEST_NAME or len(about.notes) > _LONGEST_NOTES:
        raise RunError(
            f"A name has at most {_LONGEST_NAME} characters, notes {_LONGEST_NOTES:,}."
        )
    others = {read(r.folder).name: r for r in store.list_runs() if r.id != run.id}
    if about.name and about.name in others:
        other_id = others[about.name].id
        raise RunError(
            f"The run {other_id} is already called “{about.name}”. Choose another name."
        )
    part = run.folder / f"{_FILE}.part"
    with writing(run.folder):
        text = json.dumps(asdict(about), ensure_ascii=False)
        part.write_text(text, encoding="utf-8", errors="backslashreplace")
        part.replace(run.folder / _FILE)
