"""What a shipped checkpoint carries beyond a run's: things to see at once."""

from dataclasses import replace
from math import ceil
from pathlib import Path

from engine.checkpoints import checkpoint
from engine.language import reference
from engine.language.analysis import example, exhibit
from engine.language.reference import WORDS_FILE, Reference
from engine.runs import events
from engine.runs.events import Sample

CURVE_FILE = "events.jsonl"
_REPORTS = 2_000  # of the train loss, at most so many and the last

# A prompt for each text that any reader knows it by; our own words.
_PROMPTS = {"shakespeare": "ROMEO:\n", "aesop": "A Fox ", "paulgraham": "The "}


def assets(folder: Path, data: Path) -> dict[str, bytes | Path]:
    """Return the files to ship beside a checkpoint's own, by name.

    A network carries a worked example, the post's exhibit, and its curve without
    what may not be shown of its text; a table of n-grams the words of its text.

    Raises:
        CheckpointError: The checkpoint is damaged.
    """
    card = checkpoint.read_card(folder, "language")
    known = reference.find(card, folder, data)
    if card.preset == "ngrams":
        listed = "\n".join(sorted(known.words or ())) + "\n"
        return {WORDS_FILE: listed.encode()}
    from engine.language.predict import Writer  # imports Keras

    prompt = _PROMPTS.get(next(iter(card.sources)), "\n")
    worked = example.make(Writer(folder), prompt, lambda text: not known.hidden(text))
    return {
        example.FILE: example.to_text(worked).encode(),
        exhibit.FILE: exhibit.to_text(exhibit.make(folder)).encode(),
        CURVE_FILE: curve(folder, known),
    }


def curve(folder: Path, known: Reference) -> bytes:
    """Return the events of a training, its samples as they may be shown.

    Of a long one every so many reports of the train loss: hours have megabytes.
    """
    said = events.read(folder / CURVE_FILE)
    reports = events.progress_of(said, "train")
    kept = {id(event) for event in reports[:: ceil(len(reports) / _REPORTS) or 1]}
    left_out = {id(event) for event in reports[:-1]} - kept
    told = [
        replace(event, text=known.shown_text(event.text))
        if isinstance(event, Sample)
        else event
        for event in said
        if id(event) not in left_out
    ]
    return "".join(events.to_line(event) for event in told).encode()
