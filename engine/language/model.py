"""The network: characters in, logits of the next character out.

B streams, T characters, V vocabulary size, E embedding size, U hidden units.
"""

from typing import Any

import keras
from keras import layers

from engine.backend.lstm import LSTM
from engine.language.config import LanguageConfig


def build(
    config: LanguageConfig,
    vocabulary_size: int,
    streams: int,
    precision: str = "float32",
) -> Any:
    """Return the model; its LSTMs are stateful from one call to the next.

    Dropout uses one mask for a whole sequence, so that what a unit has stored
    is there either all the time or not at all.

    Args:
        config: Sizes and dropout rates.
        vocabulary_size: V.
        streams: B, fixed, because each stream has a state of its own.
        precision: A Keras dtype policy for the layers; logits are always float32.

    Returns:
        A Keras model, (B, T) int32 -> (B, T, V) float32 logits.

    Source:
        Hochreiter & Schmidhuber (1997); Gal & Ghahramani (2016) for the mask.
    """
    seed, rate = config.seed, config.dropout
    ids = keras.Input(batch_shape=(streams, None), dtype="int32", name="ids")  # (B, T)
    x = layers.Embedding(
        vocabulary_size, config.embedding_size, dtype=precision, name="embedding"
    )(ids)  # (B, T, E)
    x = layers.SpatialDropout1D(  # one mask over time
        config.embedding_dropout, seed=seed, dtype=precision, name="embedding_dropout"
    )(x)  # (B, T, E)
    for i in range(1, config.layers + 1):
        x = LSTM(
            config.units,
            return_sequences=True,
            stateful=True,  # the next batch continues this one
            dtype=precision,
            name=f"lstm_{i}",
        )(x)  # (B, T, U)
        x = layers.SpatialDropout1D(
            rate, seed=seed + i, dtype=precision, name=f"dropout_{i}"
        )(x)  # (B, T, U)
    logits = layers.Dense(vocabulary_size, dtype="float32", name="logits")(x)
    return keras.Model(ids, logits, name="language")  # (B, T) -> (B, T, V)


def recurrent_layers(model: Any) -> list[Any]:
    """Return the LSTM layers, lowest first."""
    return [layer for layer in model.layers if isinstance(layer, LSTM)]


def reset_states(model: Any) -> None:
    """Set the hidden and cell states of all layers to zero."""
    for layer in recurrent_layers(model):
        layer.reset_state()


def state_variables(model: Any) -> list[Any]:
    """Return the variables of the hidden and cell states, (B, U) each."""
    return [state for layer in recurrent_layers(model) for state in layer.states]
