"""What `./loupe predict language` does with its options."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import ensembles
from engine.data.lookup import composed_text
from engine.data.sources import data_folder
from engine.data.text import decode_with_note, read_file, shown_name
from engine.errors import ConfigError, TextError
from engine.language import defaults, mixture, reference
from engine.language.evaluate import score as score_stream
from engine.language.mixture import Mixture
from engine.language.ngrams.writer import NGramWriter
from engine.language.predict import Memory, Writer
from engine.language.reference import Reference
from engine.sampling import SamplingSettings


def predict(
    options: Namespace, load: Callable[[Path, float | None], Any]
) -> Iterator[str | dict[str, Any]]:
    """Yield the written text piece by piece, or one mapping of figures.

    Args:
        options: Parsed from the command line.
        load: Loads a single checkpoint: `LanguageExperiment.load`.

    Raises:
        ConfigError: An option is out of bounds, or a mixture does not have it.
        LoupeError: As the checkpoint's loading.
    """
    if not 1 <= options.length <= 1_000_000:
        raise ConfigError("“length” must be between 1 and 1,000,000.")
    if options.reset_every < 0:
        raise ConfigError("“reset every” must be 0 (never) or more.")
    folders = ensembles.folders("language", options.checkpoint)
    if len(folders) > 1:
        writer: Any = mixture.load(folders, options.epoch)
    else:
        writer = load(folders[0], options.epoch)
    if options.score is not None:
        yield score(writer, options)
        return
    if isinstance(writer, Mixture) and (options.before or options.reset_every):
        raise ConfigError(
            "A network mixed with n-grams has neither “before” nor “reset every”."
        )
    # A list of words lies beside the n-grams.
    folder = mixture.members(folders)[1] if len(folders) > 1 else folders[0]
    texts = reference.find(writer.card, folder, data_folder())
    yield from write(writer, texts, options)


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
    elif isinstance(writer, Mixture):
        pieces = writer.write(options.prompt, options.length, settings)
    else:
        memory = Memory(options.before, options.reset_every)
        pieces = writer.write(options.prompt, options.length, settings, memory)
    yield from reference.redacted_parts(piece.text for piece in pieces)
    if replaced := writer.vocabulary.encode(composed_text(options.prompt)).replaced:
        yield {"replaced": dict(replaced)}


def score(writer: Writer | NGramWriter | Mixture, options: Namespace) -> dict[str, Any]:
    """Return the mean nats per character of a text, read as one stream.

    The first character has no context and is not counted.
    """
    name = shown_name(options.score)
    decoded = decode_with_note(read_file(options.score), name)
    text = composed_text(decoded.text)
    if len(text) < 2:
        raise TextError(f"{name} needs at least two characters to be measured.")
    vocabulary = writer.vocabulary
    encoded = vocabulary.encode(text)
    nats = -_log_probabilities(writer, encoded.ids, options.order)
    return {
        "nats_per_character": float(nats.mean()),
        "n": len(nats),
        "split": name,
        "checkpoint": options.checkpoint,
        "replaced": dict(encoded.replaced),
        "replaced_fraction": vocabulary.unknown_fraction(text),
        **({"encoding": decoded.note} if decoded.note else {}),
    }


def _log_probabilities(
    writer: Writer | NGramWriter | Mixture, ids: NDArray[np.int32], order: int
) -> NDArray[np.float64]:
    """Return ln p of each character after the first, (N - 1,)."""
    if isinstance(writer, NGramWriter):
        return writer.model(order).log_probabilities(ids[1:], ids[:1])
    if isinstance(writer, Mixture):
        counted = writer.counts.log_probabilities(ids[1:], ids[:1])
        return mixture.mixed_adaptively(
            -score_stream(writer.network.model, ids), counted
        )[0]
    return -score_stream(writer.model, ids)
