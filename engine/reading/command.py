"""The command `./loupe predict reading`."""

import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine import ensembles
from engine.data.text import Decoded, decode_with_note, read_file, shown_name
from engine.errors import ConfigError, DiskFullError
from engine.reading import data, ensemble
from engine.reading.answers import to_dict
from engine.reading.encoding import to_examples
from engine.reading.measure import answer
from engine.reading.predict import Reader

_MOST = 100


def predict(options: Namespace) -> Iterator[str | dict[str, Any]]:
    """Yield the answer to one question, or how a whole file was answered.

    Raises:
        ConfigError: Options are missing or out of bounds.
        TextError: A file cannot be read.
        LoupeError: As `Reader`.
    """
    if not 1 <= options.top_k <= _MOST:
        raise ConfigError(f"“top-k” must be between 1 and {_MOST}.")
    if (
        options.max_answer_words is not None
        and not 1 <= options.max_answer_words <= _MOST
    ):
        raise ConfigError(f"“max answer words” must be between 1 and {_MOST}.")
    has_question = options.context is not None and options.question is not None
    if has_question == (options.squad is not None):
        raise ConfigError(
            "Give --context FILE and --question “…”, or --squad FILE and --out FILE."
        )
    if options.squad is not None and options.out is None:
        raise ConfigError("--squad needs --out FILE for the answers.")
    folders = ensembles.folders("reading", options.checkpoint)
    if options.squad is not None:
        content = read_file(options.squad)
        own = data.read(content, shown_name(options.squad))
        reader = ensemble.load(folders, options.epoch)
        yield _answer_file(reader, own, options.out)
        return
    content = read_file(options.context)
    # An empty paragraph gets the sentence of the network.
    passage = Decoded("")
    if content.strip():
        passage = decode_with_note(content, shown_name(options.context))
    reading = ensemble.load(folders, options.epoch).read(
        passage.text,
        options.question,
        max_answer_words=options.max_answer_words,
        most=options.top_k,
    )
    if reading.answer:
        yield reading.answer
    yield to_dict(reading, options.checkpoint)
    if passage.note:
        yield {"encoding": passage.note}


def _answer_file(reader: Reader, own: data.OwnParagraphs, out: Path) -> dict[str, Any]:
    """Answer all questions of a file, in the format of the official scorer."""
    scored = answer(reader, to_examples(own.paragraphs))
    answers = {each.example.id: each.answer for each in scored}
    # A half of a surrogate pair is no UTF-8, and a valid escape in JSON.
    text = json.dumps(answers, ensure_ascii=False).encode("utf-8", "backslashreplace")
    try:
        out.write_bytes(text)
    except OSError as error:
        raise DiskFullError(
            f"Cannot write {shown_name(out)}: {error.strerror}."
        ) from error
    skipped = {"skipped_empty": own.skipped} if own.skipped else {}
    return {"answered": len(answers), **skipped, "out": shown_name(out)}
