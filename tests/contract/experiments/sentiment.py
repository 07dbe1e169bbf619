"""The sentiment experiment made small for the conformance suite."""

from __future__ import annotations

from pathlib import Path

from tests.contract import reviews
from tests.contract.entry import Tiny

_REVIEWS = Path(__file__).parents[2] / "engine" / "sentiment" / "reviews.tsv"
_FEW = {"epochs": 3, "batch_size": 8}
_WORDS = {**_FEW, "min_count": 1, "units": 8, "ema_momentum": 0.9}

TINY = Tiny(
    data=_REVIEWS.read_bytes(),
    networks={
        "quick": _WORDS,
        "glove_dnn": _WORDS,
        "char_cnn": {**_FEW, "filters": 8, "first_units": 16, "second_units": 8},
        "lstm": _WORDS,
        "best": {**_WORDS, "attention_units": 4, "character_filters": 4},
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
    budget_mib=16,
    carried=("encoder.json", "temperature.json", "outcomes-test.npz"),
)  # fmt: skip
