"""The reading experiment made small for the conformance suite."""

from __future__ import annotations

from engine.reading.config import ABLATIONS
from tests.contract import contexts
from tests.contract.entry import Tiny

TINY = Tiny(
    data=contexts.even(),
    networks={
        preset: {
            "epochs": 3, "batch_size": 4, "hidden_size": 6, "ema_momentum": 0.9,
            "article_fraction": 1.0, "initial_weights": "none",
            "distillation_weight": 0.0,
            **({"character_filters": 6} if seen else {}),
            **({"modelling_layers": 1} if preset == "qanet" else {}),
        }
        for preset, seen in {
            "quick": False, "best": True, "bidaf": True, "post": True,
            "self_attention": True, "qanet": True,
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
    budget_mib=33,
    carried=("characters.json", "calibration.json", "dev_outcomes.h5"),
)  # fmt: skip
