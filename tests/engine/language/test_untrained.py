"""Epoch 0: the network before its first batch, from the card's settings and seed."""

from __future__ import annotations

import random
from dataclasses import replace

import keras
import numpy as np
import pytest

from engine import registry
from engine.checkpoints import weights
from engine.errors import CheckpointError
from engine.language.config import LanguageConfig
from engine.language.model import build
from engine.language.predict import untrained


def test_epoch_0_has_the_weights_that_the_training_started_from(tiny_checkpoint):
    before = random.getstate()
    first = registry.get("language").load(tiny_checkpoint, 0)
    assert random.getstate() == before
    config = LanguageConfig.from_mapping(first.card.config)
    keras.utils.set_random_seed(config.seed)  # as `train` does
    started = weights.of_model(
        build(config, len(first.vocabulary), config.batch_size, config.precision)
    )
    for path, array in weights.of_model(first.model).items():
        np.testing.assert_array_equal(array, started[path])


def test_untrained_network_finds_all_characters_about_equally_likely(tiny_checkpoint):
    first = registry.get("language").load(tiny_checkpoint, 0)
    nats = first.read("The lamp is lit.").piece.nats_per_character
    assert nats == pytest.approx(np.log(len(first.vocabulary)), abs=0.1)


def test_network_that_started_from_another_has_no_random_epoch_0():
    config = replace(LanguageConfig(), initial_weights="shakespeare-best")
    with pytest.raises(CheckpointError, match="shakespeare-best"):
        untrained(config, 60)
