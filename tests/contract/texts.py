"""Language for the conformance suite: its predictors on small texts."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def answer(predictor: Any, text: str) -> NDArray[Any]:
    """Return the probability that a network or n-grams give each character."""
    table = getattr(predictor, "table", None)  # n-grams have one
    arguments = {"order": min(3, table.order)} if table else {}
    piece = predictor.read(text, **arguments).piece
    assert len(piece.choices) == len(piece.text) == len(text)
    return piece.probability


def together(predictor: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the logits of texts read one by one, and in parallel streams."""
    from engine.checkpoints import weights
    from engine.checkpoints.weights import of_model
    from engine.language.config import LanguageConfig
    from engine.language.model import build, reset_states

    config = LanguageConfig.from_mapping(predictor.card.config)
    size = len(predictor.vocabulary)
    items = np.random.default_rng(0).integers(0, size, (4, 12), np.int32)
    together = build(config, size, streams=4)
    weights.assign({v.path: v for v in together.weights}, of_model(predictor.model))
    alone = []
    for item in items:
        reset_states(predictor.model)
        alone.append(np.asarray(predictor.model.predict_on_batch(item[None])))
    return np.concatenate(alone), np.asarray(together.predict_on_batch(items))


def uneven(predictor: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return one text's log-probabilities, read at once and in blocks of 7.

    Texts are not padded: the state is carried from block to block.
    """
    from engine.language.evaluate import stream_logits
    from engine.language.model import reset_states

    ids = predictor.vocabulary.encode("Lamp lit. Nobody passed (again)." * 2).ids
    answers = []
    for block in (len(ids), 7):
        reset_states(predictor.model)
        answers.append(np.concatenate(list(stream_logits(predictor.model, ids, block))))
    return answers[0], answers[1]
