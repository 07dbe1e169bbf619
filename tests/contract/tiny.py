"""Every experiment made small: the one place to add one to the conformance suite.

A tiny preset keeps the shape of the real one (its depth, dropout, precision,
decay, averaging) and loses only its size, so that what is shown here holds there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from numpy.typing import NDArray

from engine import registry
from engine.checkpoints.checkpoint import Card
from engine.reading.config import ABLATIONS
from engine.runs import request, store
from engine.runs.request import OwnFile
from engine.runs.store import Run
from engine.training import worker
from tests.contract import contexts, pictures, reviews, texts
from tests.contract.watch import spare_graph_rewriting

SAMPLES = Path(__file__).parents[1] / "samples"


@dataclass(frozen=True)
class Tiny:
    """What the suite needs to know of an experiment.

    Args:
        data: A person's own data, small.
        networks: Presets that `fitting.fit` trains -> overrides that make them
            small. Their predictor has the Keras model as `model`.
        counts: Presets that learn without Keras -> overrides.
        one_batch: Data of one batch, and overrides to learn it by heart.
        answer: Predictor and an input of a person -> numbers.
        inputs: What a person may put in, good and bad; never a trace. The first
            is good.
        refused: Which of them get a sentence in place of an answer.
        together: Predictor -> the same items one by one, and in one batch.
        uneven: Predictor -> the same items plain, and padded or cut otherwise.
        alike: Networks that are others with parts left out or resized: trained and
            held to what they say, but spared the tests that load them again.
        between: Networks of the parts that others have, in other numbers, and not
            trained here; where one is shipped, its checkpoint is loaded.
    """

    data: bytes
    networks: Mapping[str, Mapping[str, Any]]
    counts: Mapping[str, Mapping[str, Any]]
    one_batch: tuple[bytes, Mapping[str, Any]]
    answer: Callable[[Any, str], NDArray[Any]]
    inputs: tuple[str, ...]
    together: Callable[[Any], tuple[NDArray[Any], NDArray[Any]]]
    uneven: Callable[[Any], tuple[NDArray[Any], NDArray[Any]]]
    refused: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    between: tuple[str, ...] = ()


_SMALL = {"epochs": 3, "batch_size": 8, "sequence_length": 16, "units": 8}
_REVIEWS = Path(__file__).parents[1] / "engine" / "sentiment" / "reviews.tsv"
_FEW = {"epochs": 3, "batch_size": 8}
_WORDS = {**_FEW, "min_count": 1, "units": 8, "ema_momentum": 0.9}

TINY: Mapping[str, Tiny] = {
    "language": Tiny(
        data=(SAMPLES / "lighthouse.txt").read_bytes(),
        networks={
            "quick": {**_SMALL, "embedding_size": 4},
            "post": {**_SMALL, "embedding_size": 4},
            "best": {**_SMALL, "embedding_size": 4, "ema_momentum": 0.9},
            "tiny": {**_SMALL, "ema_momentum": 0.9},
            "fine_tune": {
                **_SMALL, "embedding_size": 4, "ema_momentum": 0.9,
                "initial_weights": "none",
            },
        },
        alike=("quick",), between=("tiny", "fine_tune"),
        counts={"ngrams": {"order": 4}},
        one_batch=(
            b"the lamp, the gull, the goat and the clock: forty steps, one window.",
            {
                "epochs": 150, "batch_size": 1, "sequence_length": 50, "units": 32,
                "embedding_size": 16, "embedding_dropout": 0.0, "dropout": 0.0,
                "learning_rate": 0.02, "learning_rate_schedule": "constant",
                "ema_momentum": 0.0,
            },
        ),
        answer=texts.answer,
        inputs=("Lamp lit.", "", "\n", "L", "Ünknown: 漢字 \U0001f600 \ud800", "<b>&"),
        together=texts.together,
        uneven=texts.uneven,
    ),
    "sentiment": Tiny(
        data=_REVIEWS.read_bytes(),
        networks={
            "quick": _WORDS,
            "glove_dnn": _WORDS,
            "char_cnn": {**_FEW, "filters": 8, "first_units": 16, "second_units": 8},
            "lstm": _WORDS,
            "best": {**_WORDS, "attention_units": 4},
            "word_counts": {**_FEW, "min_count": 1},
        },
        alike=("quick",),
        counts={},
        one_batch=(
            b"\n".join(_REVIEWS.read_bytes().split(b"\n")[::3]),
            {
                "epochs": 150, "batch_size": 64, "dropout": 0.0, "word_dropout": 0.0,
                "learning_rate": 0.02, "learning_rate_schedule": "constant",
                "ema_momentum": 0.0,
                "weight_decay": 0.0,
            },
        ),
        answer=lambda predictor, text: predictor.read(text).probabilities,
        inputs=(
            *("A warm, funny film.", "", " \n", "L", "Ünknown: 漢字 \U0001f600 \ud800"),
            *("<script>alert(1)</script>", "\0\x07", "very " * 20_000),
        ),
        refused=("", " \n", "\0\x07"),
        together=reviews.together,
        uneven=reviews.uneven,
    ),
    "reading": Tiny(
        data=contexts.even(),
        networks={
            preset: {
                "epochs": 3, "batch_size": 4, "hidden_size": 6, "ema_momentum": 0.9,
                "article_fraction": 1.0, "initial_weights": "none",
                "distillation_weight": 0.0,
                **({"character_filters": 6} if seen else {}),
            }
            for preset, seen in {
                "quick": False, "best": True, "bidaf": True, "post": True,
                **dict.fromkeys(ABLATIONS, False), "characters": True,
            }.items()
        },
        counts={},
        one_batch=(
            contexts.squad(1, 4),
            {
                "epochs": 150, "batch_size": 4, "hidden_size": 24, "ema_momentum": 0.0,
                "dropout": 0.0, "learning_rate": 0.01, "article_fraction": 1.0,
                "initial_weights": "none", "distillation_weight": 0.0,
            },
        ),
        answer=contexts.answer,
        inputs=contexts.INPUTS,
        refused=("", " \n"),
        together=contexts.together,
        uneven=contexts.uneven,
        alike=("quick", "baseline"),
        between=("post", "bidaf", *ABLATIONS[1:]),  # of the ablations all but baseline
    ),
    "images": Tiny(
        data=pictures.zipped(12),
        networks={
            preset: {
                "epochs": 5, "batch_size": 8, "first_channels": 4, "second_channels": 6,
                "third_channels": 8, "ema_momentum": averaging,
            }
            for preset, averaging in {
                "quick": 0.0, "post": 0.9, "post_adam": 0.9, "best": 0.0, "best95": 0.0,
            }.items()
        },
        counts={"transfer": {"initial_weights": "none", "folds": 3}},
        one_batch=(
            pictures.zipped(4),
            {
                # At twice the rate the post's network may die, by chance.
                "epochs": 300, "batch_size": 9, "first_channels": 8,
                "second_channels": 12, "third_channels": 16, "flip": "none",
                "translation_pixels": 0, "brightness": 0.0,
                "contrast": 0.0, "label_smoothing": 0.0, "learning_rate": 20.0,
                "weight_decay": 0.0, "ema_momentum": 0.0, "lookahead": False,
            },
        ),
        answer=pictures.answer,
        inputs=pictures.KINDS,
        refused=("torn", "empty", "words", "drawing"),
        together=pictures.together,
        uneven=pictures.uneven,
        alike=("quick",), between=("post_adam", "best95"),
    ),
}  # fmt: skip


def networks(alike: bool = True) -> list[Any]:
    """Return the presets that are trained with Keras, with or without those alike.

    Returns:
        Their experiments and names, as parameters; those between others are left out.
    """
    return [
        pytest.param(name, preset, id=f"{name}-{preset}", marks=_mark(place))
        for name in registry.NAMES
        for place, preset in enumerate(TINY[name].networks)
        if preset not in TINY[name].between
        if alike or preset not in TINY[name].alike
    ]


def everything(alike: bool = True) -> list[Any]:
    """Return the presets that are trained, as parameters; see `networks`."""
    return networks(alike) + counted()


def counted() -> list[Any]:
    """Return the presets that learn without Keras, as parameters."""
    return [
        pytest.param(name, preset, id=f"{name}-{preset}")
        for name in registry.NAMES
        for preset in TINY[name].counts
    ]


def _mark(place: int) -> list[pytest.MarkDecorator]:
    """Leave the first preset of an experiment in the fast suite."""
    return [pytest.mark.slow] if place else []


def create(
    name: str,
    preset: str,
    data: bytes | None = None,
    title: str = "sample.txt",
    **overrides: Any,
) -> Run:
    """Make the folder of a run on the experiment's tiny data, or on other data."""
    experiment = registry.get(name)
    small = {**TINY[name].networks, **TINY[name].counts}[preset]
    config = replace(experiment.presets[preset], **{**small, **overrides})
    content = TINY[name].data if data is None else data
    return request.create(experiment, preset, config, own_file=OwnFile(title, content))


def work(run: Run, notify: Callable[[str], None] = lambda line: None) -> str:
    """Train a run in this process; return how it ended."""
    spare_graph_rewriting()
    return worker.work(store.get(run.id), registry.get(run.experiment), notify)


def renamed(card: Card, name: str) -> Card:
    """Return the card under another name."""
    return replace(card, name=name)
