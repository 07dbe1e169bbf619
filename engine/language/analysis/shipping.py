"""Files of a shipped checkpoint that a page shows before Keras is loaded."""

from dataclasses import replace
from math import ceil
from pathlib import Path

from engine.checkpoints import checkpoint
from engine.language import reference
from engine.language.analysis import example, exhibit
from engine.language.reference import WORDS_FILE, Reference
from engine.runs import events
from engine.runs.events import Event, Progress, Sample

CURVE_FILE = "events.jsonl"
_REPORTS = 2_000  # training-loss reports that are shipped at most, plus the last

# A prompt in the style of each text, in our own words.
_PROMPTS = {"shakespeare": "ROMEO:\n", "aesop": "A Fox ", "paulgraham": "The "}


def assets(folder: Path, data: Path) -> dict[str, bytes | Path]:
    """Return the files that a shipped checkpoint has beside a run's own, by name.

    A network gets a worked example, samples by epoch, and its learning curve with
    redacted samples; a table of n-grams gets the words of its training text.

    Raises:
        CheckpointError: The checkpoint is damaged.
    """
    card = checkpoint.read_card(folder, "language")
    texts = reference.find(card, folder, data)
    if card.preset == "ngrams":
        words = "\n".join(sorted(texts.words or ())) + "\n"
        return {WORDS_FILE: words.encode()}
    from engine.language.predict import Writer  # imports Keras

    prompt = _PROMPTS.get(next(iter(card.sources)), "\n")
    worked = example.make(Writer(folder), prompt, lambda text: not texts.hidden(text))
    return {
        example.FILE: example.to_text(worked).encode(),
        exhibit.FILE: exhibit.to_text(exhibit.make(folder)).encode(),
        CURVE_FILE: curve(folder, texts),
    }


def curve(folder: Path, texts: Reference) -> bytes:
    """Return the events of a training run, its samples redacted.

    Reports of the training loss are thinned out: hours of training make megabytes.
    Numbers keep the digits that a chart shows.
    """
    recorded = events.read(folder / CURVE_FILE)
    reports = events.progress_of(recorded, "train")
    thinned = {id(event) for event in reports[:: ceil(len(reports) / _REPORTS) or 1]}
    left_out = {id(event) for event in reports[:-1]} - thinned
    shipped = [
        replace(event, text=texts.redacted_text(event.text))
        if isinstance(event, Sample)
        else _rounded(event)
        for event in recorded
        if id(event) not in left_out
    ]
    return "".join(events.to_line(event) for event in shipped).encode()


def _rounded(event: Event) -> Event:
    """Return an event whose numbers have the digits that a chart shows."""
    if not isinstance(event, Progress):
        return event
    return replace(
        event,
        at=round(event.at, 1),
        epoch=round(event.epoch, 3),
        values={name: float(f"{v:.5g}") for name, v in event.values.items()},
        rate=float(f"{event.rate:.3g}"),
        learning_rate=float(f"{event.learning_rate:.4g}"),
    )
