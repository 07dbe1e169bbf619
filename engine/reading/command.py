"""The command `./loupe predict reading`."""

import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.checkpoints import checkpoint
from engine.errors import ConfigError, DiskFullError, TextError
from engine.reading import data
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
    context = "" if options.squad else _text(options.context)
    reader = Reader(checkpoint.find("reading", options.checkpoint), options.epoch)
    if options.squad is not None:
        yield _answer_file(reader, options.squad, options.out)
        return
    reading = reader.read(
        context,
        options.question,
        max_answer_words=options.max_answer_words,
        most=options.top_k,
    )
    if reading.answer:
        yield reading.answer
    yield to_dict(reading, options.checkpoint)


def _text(path: Path) -> str:
    """Return the text of a file."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise TextError(f"Cannot read {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise TextError(f"{path.name} is not UTF-8 (byte {error.start:,}).") from error


def _answer_file(reader: Reader, squad: Path, out: Path) -> dict[str, Any]:
    """Answer all questions of a file, in the format of the official scorer."""
    try:
        content = squad.read_bytes()
    except OSError as error:
        raise TextError(f"Cannot read {squad}: {error.strerror}.") from error
    scored = answer(reader, to_examples(data.read(content, squad.name)))
    answers = {each.example.id: each.answer for each in scored}
    try:
        out.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise DiskFullError(f"Cannot write {out}: {error.strerror}.") from error
    return {"answered": len(answers), "out": str(out)}
