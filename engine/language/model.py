"""The network: characters in, logits of the next character out.

B streams, T time, V vocabulary, E embedding, U units.
"""

from typing import Any

import keras
from keras import layers

from engine.backend.lstm import LSTM
from engine.language.config import LanguageConfig


def build(
    config: LanguageConfig, characters: int, streams: int, precision: str = "float32"
) -> Any:
    """Return the model; its LSTMs carry their state from call to call.

    Dropout drops the same units for a whole sequence, so that what a unit has
    stored is either there all the time or not at all.

    Args:
        config: Sizes and dropout.
        characters: V.
        streams: B, fixed, because each stream has a state of its own.
        precision: A Keras dtype policy; logits are float32 always.

    Returns:
        A Keras model, (B, T) int32 -> (B, T, V) logits.

    Source:
        Hochreiter & Schmidhuber (1997); Gal & Ghahramani (2016) for the mask.
    """
    ids = keras.Input(batch_shape=(streams, None), dtype="int32", name="ids")
    x = layers.Embedding(
        characters, config.embedding_size, dtype=precision, name="embedding"
    )(ids)  # (B, T, E)
    x = layers.SpatialDropout1D(
        config.embedding_dropout,
        dtype=precision,
        seed=config.seed,
        name="embedding_dropout",
    )(x)
    for number in range(1, config.layers + 1):
        x = LSTM(
            config.units,
            return_sequences=True,
            stateful=True,
            dtype=precision,
            name=f"lstm_{number}",
        )(x)  # (B, T, U)
        x = layers.SpatialDropout1D(
            config.dropout,
            dtype=precision,
            seed=config.seed + number,
            name=f"dropout_{number}",
        )(x)
    logits = layers.Dense(characters, dtype="float32", name="logits")(x)  # (B, T, V)
    return keras.Model(ids, logits, name="language")


def recurrent_layers(model: Any) -> list[Any]:
    """Return the LSTM layers, lowest first."""
    return [layer for layer in model.layers if isinstance(layer, LSTM)]


def reset_states(model: Any) -> None:
    """Forget everything that was read."""
    for layer in recurrent_layers(model):
        layer.reset_state()


def state_variables(model: Any) -> list[Any]:
    """Return the variables that hold the carried states, (B, U) each."""
    return [state for layer in recurrent_layers(model) for state in layer.states]
