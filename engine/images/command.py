"""The command `./loupe predict images`."""

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.errors import ConfigError, PictureError
from engine.images.answers import Answer
from engine.images.pictures import open_picture


def predict(classifier: Any, options: Namespace) -> Iterator[str | dict[str, Any]]:
    """Yield a line for each file; with `--json` one mapping of all of them.

    A file that cannot be read is listed with the reason; only if none can be read is
    that an error.

    Raises:
        ConfigError: `top_n` is less than 1.
        PictureError: None of the files is a picture.
    """
    if options.top_n < 1:
        raise ConfigError(f"“top n” must be at least 1, not {options.top_n}.")
    answers: list[dict[str, Any]] = []
    refused: list[str] = []
    for path in options.files:
        try:
            picture = open_picture(_content(path), path.name)
        except PictureError as error:
            refused.append(str(error))
            continue
        answer = classifier.classify(picture, options.fit)
        answers.append(to_mapping(answer, options.top_n))
        if not options.json:
            yield ("\n" if answers[1:] else "") + to_words(answer, options.top_n)
    if not answers:
        raise PictureError(" ".join(refused))
    if options.json:
        yield {
            "checkpoint": options.checkpoint,
            "pictures": answers,
            "refused": refused,
        }
    elif refused:
        yield "\n" + "\n".join(refused)


def _content(path: Path) -> bytes:
    """Return the bytes of a file."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise PictureError(f"Cannot read {path}: {error.strerror}.") from error


def to_mapping(answer: Answer, count: int) -> dict[str, Any]:
    """Return an answer's most probable classes, confidence and notes, for JSON."""
    return {
        "name": answer.name,
        "classes": [
            {"class": name, "probability": round(probability, 4)}
            for name, probability in answer.top(count)
        ],
        "out_of_distribution": answer.out_of_distribution,
        "percentile": answer.percentile,
        "notes": list(answer.notes),
    }


def to_words(answer: Answer, count: int) -> str:
    """Return an answer in one line, with another for each note."""
    listed = ", ".join(f"{name} {100 * p:.1f}%" for name, p in answer.top(count))
    doubt = " (probably none of the classes)" if answer.out_of_distribution else ""
    notes = "".join(f"\n  {note}" for note in answer.notes)
    return f"{answer.name}: {listed}{doubt}{notes}"
