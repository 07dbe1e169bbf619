"""The language experiment made small for the conformance suite."""

from __future__ import annotations

from pathlib import Path

from tests.contract import texts
from tests.contract.entry import Tiny

_TEXT = Path(__file__).parents[2] / "samples" / "lighthouse.txt"
_SMALL = {"epochs": 3, "batch_size": 8, "sequence_length": 16, "units": 8}

TINY = Tiny(
    data=_TEXT.read_bytes(),
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
    measures_shares=False,
    budget_mib=48,
    carried=("vocabulary.json", "exhibit.json"),
    carried_by_counts=("vocabulary.json", "table.npz", "words.txt"),
)  # fmt: skip
