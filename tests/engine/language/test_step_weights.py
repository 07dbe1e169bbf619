"""The compiled loop refuses a model that it would not compute in full."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.language.config import PRESETS, LanguageConfig

CONFIG = LanguageConfig(layers=2, units=4, embedding_size=3)
VOCABULARY_SIZE = 5


def rebuilt(change):
    """Return a tiny model whose tensors and layers pass through `change`."""
    import keras

    from engine.language.model import build

    model = build(CONFIG, VOCABULARY_SIZE, streams=1)
    x = model.input
    for layer in model.layers[1:]:
        x = change(layer, x)
    return keras.Model(model.input, x)


def refuse(change, words):
    from engine.language.step_weights import StepWeights

    with pytest.raises(ValueError, match=words):
        StepWeights.of(rebuilt(change))


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_accepted(name):
    from engine.language.model import build
    from engine.language.step_weights import StepWeights

    config = replace(PRESETS[name], units=4, embedding_size=3)
    weights = StepWeights.of(build(config, VOCABULARY_SIZE, 1, "mixed_bfloat16"))
    assert weights.vocabulary_size == VOCABULARY_SIZE
    assert len(weights.zero_state()) == 2 * config.layers


def test_rebuilt_model_is_accepted_as_it_is():
    from engine.language.step_weights import StepWeights

    assert StepWeights.of(rebuilt(lambda layer, x: layer(x))).vocabulary_size == 5


def test_added_layer_is_refused_wherever_it_is():
    from keras import layers

    def after(name, added):
        return lambda layer, x: added(layer(x)) if layer.name == name else layer(x)

    for name in ("embedding", "lstm_1", "dropout_2", "logits"):
        refuse(after(name, layers.LayerNormalization()), "LayerNormalization")
    refuse(after("dropout_2", layers.Dense(4, name="hidden")), r"hidden \(Dense\)")
    refuse(after("logits", layers.Dense(5)), "Dense")
    refuse(after("logits", layers.Embedding(5, 5, name="second")), "layers embedding,")


def test_bare_operation_and_skipped_layer_are_refused():
    from keras import ops

    def squashed(layer, x):
        return ops.tanh(layer(x)) if layer.name == "lstm_1" else layer(x)

    def residual(layer, x):
        return layer(x) + x if layer.name == "lstm_2" else layer(x)

    refuse(squashed, "Tanh")
    refuse(residual, "Add")


def test_other_activations_orders_and_cells_are_refused():
    from keras import layers

    from engine.backend.lstm import LSTM

    def instead(name, other):
        return lambda layer, x: other(x) if layer.name == name else layer(x)

    softmax = layers.Dense(5, activation="softmax", name="logits")
    refuse(instead("logits", softmax), "logits")
    relu = LSTM(4, activation="relu", return_sequences=True, name="lstm_1")
    refuse(instead("lstm_1", relu), "lstm_1")
    refuse(instead("lstm_2", layers.GRU(4, return_sequences=True)), "GRU")
    refuse(instead("lstm_1", layers.Dense(4)), "Dense")
    refuse(instead("logits", lambda x: x), "the layers embedding")
