"""Files of a shipped checkpoint that a page shows before Keras is loaded."""

from dataclasses import replace
from pathlib import Path

from engine.checkpoints import checkpoint, learning_curve
from engine.language import reference
from engine.language.analysis import example, exhibit
from engine.language.reference import WORDS_FILE, Reference
from engine.runs import events
from engine.runs.events import Sample

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
        learning_curve.FILE: curve(folder, texts),
    }


def curve(folder: Path, texts: Reference) -> bytes:
    """Return the learning curve of a training run, its samples redacted."""
    return learning_curve.published(
        [
            replace(event, text=texts.redacted_text(event.text))
            if isinstance(event, Sample)
            else event
            for event in events.read(folder / learning_curve.FILE)
        ]
    )
