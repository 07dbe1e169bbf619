"""What `./loupe predict language` does with its options."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.checkpoints import checkpoint
from engine.data.lookup import composed_text
from engine.data.text import decode_with_note, read_file, shown_name
from engine.errors import TextError
from engine.language import defaults
from engine.language.evaluate import score as score_stream
from engine.language.ngrams.writer import NGramWriter
from engine.language.predict import Memory, Writer
from engine.language.reference import Reference
from engine.sampling import SamplingSettings


def write(
    writer: Any, reference: Reference, options: Namespace
) -> Iterator[str | dict[str, Any]]:
    """Yield the prompt and the text written after it, piece by piece.

    If the prompt has characters outside the vocabulary, the last item is a mapping
    from these to the characters that replaced them.

    Args:
        writer: What `LanguageExperiment.load` returns.
        reference: Decides what may be shown of its text.
        options: Parsed from the command line.
    """
    default = defaults.settings_of(writer.card)
    settings = SamplingSettings(
        options.temperature,
        default.top_n if options.top_n is None else options.top_n,
        options.top_p,
        options.seed,
    )
    yield options.prompt
    if isinstance(writer, NGramWriter):
        pieces = writer.write(options.prompt, options.length, settings, options.order)
    else:
        memory = Memory(options.before, options.reset_every)
        pieces = writer.write(options.prompt, options.length, settings, memory)
    yield from reference.redacted_parts(piece.text for piece in pieces)
    if replaced := writer.vocabulary.encode(composed_text(options.prompt)).replaced:
        yield {"replaced": dict(replaced)}


def score(folder: Path, options: Namespace) -> dict[str, Any]:
    """Return the mean nats per character of a text, read as one stream.

    The first character has no context and is not counted.
    """
    name = shown_name(options.score)
    decoded = decode_with_note(read_file(options.score), name)
    text = composed_text(decoded.text)
    if len(text) < 2:
        raise TextError(f"{name} needs at least two characters to be measured.")
    card = checkpoint.read_card(folder, "language")
    if card.preset == "ngrams":
        writer = NGramWriter(folder)
        vocabulary = writer.vocabulary
        encoded = vocabulary.encode(text)
        model = writer.model(options.order)
        nats = -model.log_probabilities(encoded.ids[1:], encoded.ids[:1])
    else:
        network = Writer(folder, options.epoch)
        vocabulary = network.vocabulary
        encoded = vocabulary.encode(text)
        nats = score_stream(network.model, encoded.ids)
    return {
        "nats_per_character": float(nats.mean()),
        "n": len(nats),
        "split": name,
        "checkpoint": options.checkpoint,
        "replaced": dict(encoded.replaced),
        "replaced_fraction": vocabulary.unknown_fraction(text),
        **({"encoding": decoded.note} if decoded.note else {}),
    }
