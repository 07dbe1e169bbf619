"""Fine-tuning: a network that starts from another one's weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.checkpoints import provenance
from engine.data.vocabulary import Vocabulary
from engine.errors import ConfigError
from engine.language import warm_start
from engine.language.config import PRESETS, LanguageConfig
from engine.language.evaluate import score
from engine.language.model import build
from engine.language.predict import Writer


@pytest.fixture
def config(shipped, tiny_writer) -> LanguageConfig:
    """The settings of the tiny LSTM, to start from the shipped copy of it."""
    trained = LanguageConfig.from_mapping(tiny_writer.card.config)
    fields = {name: getattr(trained, name) for name in trained.__slots__}
    return _starting_from("tiny", LanguageConfig(**fields))


def _starting_from(name: str, config: LanguageConfig) -> LanguageConfig:
    object.__setattr__(config, "initial_weights", name)  # not one of the choices
    return config


def test_same_text_starts_with_the_loss_of_the_initial_network(
    config, tiny_writer, sample_text
):
    initial = warm_start.load(config)
    # Another order and one more character than the initial network has.
    vocabulary = Vocabulary(tiny_writer.vocabulary.characters[::-1] + "é")
    model = build(config, len(vocabulary), streams=1)
    warm_start.copy_weights(model, vocabulary, initial)
    # The character that is new takes its share of e's probability.
    ours = score(model, vocabulary.encode(sample_text[:300]).ids)
    theirs = score(
        tiny_writer.model, tiny_writer.vocabulary.encode(sample_text[:300]).ids
    )
    assert ours.mean() == pytest.approx(theirs.mean(), abs=0.1)
    assert ours.mean() < np.log(len(vocabulary)) - 0.5


def test_unknown_character_starts_as_the_one_that_replaces_it(config, tiny_writer):
    vocabulary = Vocabulary(tiny_writer.vocabulary.characters + "é")
    model = build(config, len(vocabulary), streams=1)
    warm_start.copy_weights(model, vocabulary, warm_start.load(config))
    embeddings = np.asarray(model.get_layer("embedding").embeddings)
    e, accented = vocabulary.encode("eé").ids
    np.testing.assert_array_equal(embeddings[e], embeddings[accented])


def test_other_sizes_are_refused_with_the_size_to_take(config):
    with pytest.raises(ConfigError, match="“units” 8, these settings 9"):
        warm_start.load(_starting_from("tiny", replace_units(config, 9)))


def replace_units(config: LanguageConfig, units: int) -> LanguageConfig:
    object.__setattr__(config, "initial_weights", "none")
    return replace(config, units=units)


def test_preset_has_the_sizes_of_every_network_it_may_start_from():
    from engine.checkpoints.checkpoint import PROJECT, read_card

    preset = PRESETS["fine_tune"]
    for name in ("shakespeare-best", "paulgraham-best"):
        card = read_card(PROJECT / "checkpoints" / "language" / name, "language")
        sizes = LanguageConfig.from_mapping(card.config)
        for setting in ("layers", "units", "embedding_size"):
            assert getattr(sizes, setting) == getattr(preset, setting)


def test_card_names_the_initial_network(config):
    initial = warm_start.load(config)
    assert isinstance(initial, Writer)
    facts = provenance.initial_weights(initial.card)
    assert facts["initial_weights"] == "tiny"
    assert facts["initial_weights_sha256"] == initial.card.files["model.weights.h5"]
