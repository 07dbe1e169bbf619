"""The runs that are queued or running, found without reading all that have ended.

Every page asks for them, and each queued run three times a second.
"""

from engine.errors import RunError
from engine.runs import store
from engine.runs.store import Run

_RECORDS = ("process.json", "job.json")


def active_runs() -> list[Run]:
    """Return the readable runs that have a living process or job, newest first."""
    return [run for run in _with_record(_RECORDS) if store.is_active(run)]


def local_runs() -> list[Run]:
    """Return the readable runs with a living process on this machine, newest first."""
    runs = _with_record(_RECORDS[:1])
    return [run for run in runs if store.process_of(run)[0] is not None]


def _with_record(names: tuple[str, ...]) -> list[Run]:
    """Return the readable runs whose folder has one of some files, newest first."""
    root = store.runs_folder()
    folders = {path.parent for name in names for path in root.glob(f"*/*/{name}")}
    runs = []
    for folder in folders:
        try:
            runs.append(store.read(folder))
        except RunError:
            continue
    return sorted(runs, key=lambda run: run.created, reverse=True)
