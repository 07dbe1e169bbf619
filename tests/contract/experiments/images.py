"""The images experiment made small for the conformance suite."""

from __future__ import annotations

from tests.contract import pictures
from tests.contract.entry import Tiny

TINY = Tiny(
    data=pictures.zipped(12),
    networks={
        preset: {
            "epochs": 5, "batch_size": 8, "first_channels": 4, "second_channels": 6,
            "third_channels": 8, "ema_momentum": averaging,
        }
        for preset, averaging in {
            "quick": 0.0, "post": 0.9, "post_adam": 0.9, "best": 0.0, "photos": 0.0,
            "best95": 0.0,
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
    alike=("quick",), between=("post_adam", "photos", "best95"),
    budget_mib=43,
    carried=(
        *("classes.json", "calibration.json", "channel-images.npz"),
        *("nearest.npz", "outcomes.npz"),
    ),
)  # fmt: skip
