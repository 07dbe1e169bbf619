"""The command `./loupe predict sentiment`."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.checkpoints import checkpoint
from engine.data.text import read_file, shown_name
from engine.errors import TextError
from engine.sentiment import review_file
from engine.sentiment.answers import Reading
from engine.sentiment.review_file import Uploaded


def add_options(parser: ArgumentParser, default_checkpoint: str) -> None:
    """Add the command's options."""
    add = parser.add_argument
    add("review", nargs="?", default="", metavar="TEXT", help="the review to classify")
    add(
        "--checkpoint",
        default=default_checkpoint,
        help="checkpoint name or run id",
    )
    add("--epoch", type=float, help="use the weights saved after this epoch")
    add(
        "--file",
        type=Path,
        help="classify each line of a text file, or the text column of a CSV",
    )


def predict(options: Namespace) -> Iterator[str | dict[str, Any]]:
    """Yield one mapping for a review; for a file one line each, or all in a mapping.

    Raises:
        TextError: Neither a review nor a file, both, or an unreadable one.
        UnknownNameError: There is no such checkpoint.
    """
    if bool(options.review.strip()) == (options.file is not None):
        raise TextError("Give one review in quotes, or a file with --file.")
    if any("\ud800" <= character <= "\udfff" for character in options.review):
        raise TextError(
            "The review is not valid UTF-8: save it in a file and use --file."
        )
    uploaded = _reviews(options.file) if options.file else None
    reviews = uploaded.texts if uploaded else (options.review,)
    from engine.sentiment.predict import Reviewer  # imports Keras

    folder = checkpoint.find("sentiment", options.checkpoint)
    reviewer = Reviewer(folder, options.epoch)
    readings = reviewer.read_many(reviews)
    if uploaded is None:
        yield readings[0].to_mapping() | {"checkpoint": reviewer.name}
    elif options.json:
        yield {
            "reviews": [reading.to_mapping() for reading in readings],
            **_notes(uploaded),
            "left_out": list(uploaded.left_out),
            "checkpoint": reviewer.name,
        }
    else:
        for reading in readings:
            yield f"{_stars(reading)}  {' '.join(reading.text.split())}\n"
        if uploaded.left_out:
            yield {"left_out": list(uploaded.left_out)}
        yield _notes(uploaded)


def _stars(reading: Reading) -> str:
    """Return the stars of a review; a dash where it is not English."""
    if not reading.english:
        return "–  (not English)"
    return f"{reading.stars:.2f} ± {reading.spread:.2f}"


def _notes(uploaded: Uploaded) -> dict[str, str]:
    """Return how the encoding of a file was guessed, if it was."""
    return {"encoding": uploaded.note} if uploaded.note else {}


def _reviews(path: Path) -> Uploaded:
    """Return the reviews of a file."""
    content = read_file(path, review_file.MOST_BYTES)
    return review_file.read(content, shown_name(path))
