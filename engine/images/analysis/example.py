"""A checkpoint's worked example: an answer to show before Keras is loaded."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import CheckpointError
from engine.images.analysis import drawings
from engine.images.answers import Answer, View
from engine.images.evaluate import VIEW_WEIGHTS, VIEWS, views

FILE = "example.json"
_DIGITS = 5


def make(classifier: Any) -> Answer:
    """Return a `Classifier`'s answer to the first drawing that it gets right."""
    answers: list[Answer] = [
        classifier.classify(drawings.load(name)) for name in drawings.NAMES
    ]
    return next((a for a in answers if a.best == a.name), answers[0])


def to_text(answer: Answer) -> str:
    """Return an answer as JSON; the views' pixels follow from the picture's."""
    return json.dumps(
        {
            "name": answer.name,
            "notes": answer.notes,
            "classes": answer.classes,
            "pixels": answer.pixels.tolist(),
            "logits": [round(float(logit), _DIGITS) for logit in answer.logits],
            "probabilities": _rounded(answer.probabilities),
            "views": [_rounded(view.probabilities) for view in answer.views],
            "percentile": answer.percentile,
            "out_of_distribution": answer.out_of_distribution,
        }
    )


def _rounded(values: NDArray[np.float64]) -> list[float]:
    return [round(float(value), _DIGITS) for value in values]


def read(folder: Path) -> Answer:
    """Return the example of a checkpoint.

    Raises:
        CheckpointError: It has none, or a damaged one.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        pixels = np.asarray(stored["pixels"], np.uint8)
        seen = views(pixels[None])[:, 0]
        return Answer(
            name=stored["name"],
            notes=tuple(stored["notes"]),
            classes=tuple(stored["classes"]),
            pixels=pixels,
            logits=np.asarray(stored["logits"]),
            probabilities=np.asarray(stored["probabilities"]),
            views=tuple(
                View(name, float(weight), view, np.asarray(probabilities))
                for name, weight, view, probabilities in zip(
                    VIEWS, VIEW_WEIGHTS, seen, stored["views"], strict=True
                )
            ),
            percentile=stored["percentile"],
            out_of_distribution=stored["out_of_distribution"],
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise CheckpointError(f"{folder.name} has no readable example.") from error
