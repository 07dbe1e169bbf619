"""What a shipped checkpoint carries beyond a run's: things to see at once."""

from pathlib import Path

from engine import checkpoint
from engine.language import example, exhibit, reference
from engine.language.reference import WORDS_FILE

# A prompt for each text that any reader knows it by; our own words.
_PROMPTS = {"shakespeare": "ROMEO:\n", "aesop": "A Fox ", "paulgraham": "The "}


def assets(folder: Path, data: Path) -> dict[str, bytes | Path]:
    """Return the files to ship beside a checkpoint's own, by name.

    A network carries a worked example and the post's exhibit, a table of
    n-grams the words of its text.

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
    }
