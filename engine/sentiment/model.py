"""The networks: a review in, five logits out. Padding changes none of them.

B reviews, T words or characters, D numbers of a word vector, C characters,
F filters, R rows after both poolings, U units, A attention units, K five classes.
"""

from typing import Any

import keras
from keras import layers, ops

from engine.backend.lstm import LSTM
from engine.data.glove import DIMENSIONS
from engine.sentiment.config import (
    AttentiveConfig,
    BagConfig,
    CharacterConfig,
    CountConfig,
    LstmConfig,
    SentimentConfig,
    WordConfig,
)
from engine.sentiment.data import LABELS
from engine.sentiment.encoding import CharacterEncoder, WordEncoder
from engine.sentiment.layers import Bias, PadRows, WordVectors

WIDTH, POOL = 3, 3  # of the post's convolutions and poolings
_FAR = 1e9  # taken off logits that padding may not win with


def build(config: SentimentConfig, encoder: Any) -> Any:
    """Return the network of a config.

    Args:
        config: Its class decides the architecture.
        encoder: A `WordEncoder` or a `CharacterEncoder`; sizes are taken from it.

    Returns:
        A Keras model of the encoder's inputs -> (B, K) logits.
    """
    match config:
        case CharacterConfig():
            return characters(config, encoder)
        case CountConfig():
            return counts(encoder)
        case BagConfig():
            return bag(config, encoder)
        case AttentiveConfig():
            return attentive(config, encoder)
        case LstmConfig():
            return lstm(config, encoder)
    raise TypeError(f"no network for {type(config).__name__}")


def counts(encoder: WordEncoder) -> Any:
    """Return a word-count logistic regression: each word adds five weights."""
    ids = keras.Input((None,), dtype="int32", name="ids")  # (B, T)
    weights = layers.Embedding(
        encoder.rows, len(LABELS), embeddings_initializer="zeros", name="word_weights"
    )(ids)  # (B, T, K)
    total = ops.sum(weights * _mask(ids), axis=1)  # (B, K)
    logits = Bias(name="logits")(total)
    return keras.Model({"ids": ids}, logits, name="word_counts")


def bag(config: BagConfig, encoder: WordEncoder) -> Any:
    """Return the mean of the word vectors through dense layers.

    Source:
        Iyyer et al. (2015), deep averaging networks, for whole words dropped.
    """
    inputs, x = _word_vectors(config, encoder)  # (B, T, D)
    mask = _mask(inputs["ids"])
    length = ops.maximum(ops.sum(mask, axis=1), 1.0)  # (B, 1)
    x = ops.sum(x * mask, axis=1) / length  # (B, D)
    for number in range(1, config.layers + 1):
        x = layers.Dense(config.units, activation="relu", name=f"dense_{number}")(x)
        x = layers.Dropout(config.dropout, seed=config.seed + number)(x)  # (B, U)
    logits = layers.Dense(len(LABELS), name="logits")(x)  # (B, K)
    return keras.Model(inputs, logits, name="glove_dnn")


def characters(config: CharacterConfig, encoder: CharacterEncoder) -> Any:
    """Return the post's convolutions over one-hot characters.

    Where a review has ended every feature is zero, as if nothing had been there;
    so a short one need not be computed to the longest one's length.
    """
    size = len(encoder.vocabulary) + 1  # 0 is padding
    ids = keras.Input((None,), dtype="int32", name="ids")  # (B, T)
    mask = _mask(ids)  # (B, T, 1)
    x = ops.one_hot(ids, size)[..., 1:]  # (B, T, C)
    x = layers.Dropout(
        config.word_dropout, noise_shape=(None, None, 1), seed=config.seed
    )(x)
    for number in (1, 2):
        x = (
            layers.Conv1D(
                config.filters,
                WIDTH,
                padding="same",
                activation="relu",
                name=f"convolution_{number}",
            )(x)
            * mask
        )  # (B, T, F), then (B, T / 3, F)
        x = layers.MaxPooling1D(POOL, name=f"pool_{number}")(x)
        mask = layers.MaxPooling1D(POOL, name=f"mask_{number}")(mask)
    rows = encoder.max_characters // POOL // POOL
    x = layers.Flatten(name="flat")(PadRows(rows, name="rows")(x))  # (B, R · F)
    for number, units in ((1, config.first_units), (2, config.second_units)):
        x = layers.Dense(units, activation="relu", name=f"dense_{number}")(x)
        x = layers.Dropout(config.dropout, seed=config.seed + number)(x)  # (B, U)
    logits = layers.Dense(len(LABELS), name="logits")(x)  # (B, K)
    return keras.Model({"ids": ids}, logits, name="char_cnn")  # fmt: skip


def lstm(config: LstmConfig, encoder: WordEncoder) -> Any:
    """Return an LSTM whose state after the last word is judged.

    Source:
        Hochreiter & Schmidhuber (1997); Gal & Ghahramani (2016) for the mask.
    """
    inputs, x = _word_vectors(config, encoder)  # (B, T, D)
    mask = _mask(inputs["ids"])
    x = layers.SpatialDropout1D(config.embedding_dropout, seed=config.seed)(x)
    x = LSTM(config.units, return_sequences=True, name="lstm")(x)  # (B, T, U)
    after = ops.pad(mask[:, 1:], [[0, 0], [0, 1], [0, 0]])  # 1 where more follows
    x = ops.sum(x * (mask - after), axis=1)  # (B, U), the last word's
    x = layers.Dropout(config.dropout, seed=config.seed + 1)(x)
    logits = layers.Dense(len(LABELS), name="logits")(x)  # (B, K)
    return keras.Model(inputs, logits, name="lstm")


def attentive(config: AttentiveConfig, encoder: WordEncoder) -> Any:
    """Return an LSTM in each direction, pooled by attention and by maximum.

    Source:
        Graves & Schmidhuber (2005) for both directions; Yang et al. (2016) for
        the attention; Conneau et al. (2017) for the maximum over words.
    """
    inputs, x = _word_vectors(config, encoder)  # (B, T, D)
    mask = _mask(inputs["ids"])
    x = layers.SpatialDropout1D(config.embedding_dropout, seed=config.seed)(x)
    turn = _turning(inputs["ids"])  # (B, T, T)
    forward = LSTM(config.units, return_sequences=True, name="forward")(x)
    backward = LSTM(config.units, return_sequences=True, name="backward")(
        ops.matmul(turn, x)
    )
    x = ops.concatenate([forward, ops.matmul(turn, backward)], axis=-1)  # (B, T, 2U)
    x = layers.SpatialDropout1D(config.dropout / 2, seed=config.seed + 1)(x)
    weights = layers.Dense(
        config.attention_units, activation="tanh", name="attention_hidden"
    )(x)
    weights = layers.Dense(1, use_bias=False, name="attention")(weights)  # (B, T, 1)
    weights = ops.softmax(weights - _FAR * (1 - mask), axis=1)
    attended = ops.sum(weights * x, axis=1)  # (B, 2U)
    highest = ops.max(x - _FAR * (1 - mask), axis=1)  # (B, 2U)
    x = ops.concatenate([attended, highest], axis=-1)  # (B, 4U)
    x = layers.Dropout(config.dropout, seed=config.seed + 2)(x)
    logits = layers.Dense(len(LABELS), name="logits")(x)  # (B, K)
    return keras.Model(inputs, logits, name="attentive")


def _word_vectors(
    config: WordConfig, encoder: WordEncoder
) -> tuple[dict[str, Any], Any]:
    """Return the inputs of a word network, and their vectors, (B, T, D)."""
    ids = keras.Input((None,), dtype="int32", name="ids")
    vectors = keras.Input((None, DIMENSIONS), dtype="float32", name="vectors")
    x = WordVectors(
        encoder.rows, config.embedding_learning_rate_scale, name="word_embedding"
    )([ids, vectors])
    x = layers.Dropout(
        config.word_dropout, noise_shape=(None, None, 1), seed=config.seed + 9
    )(x)
    return {"ids": ids, "vectors": vectors}, x


def _mask(ids: Any) -> Any:
    """Return 1 where there is something, 0 for padding, (B, T, 1) float32."""
    return ops.cast(ops.expand_dims(ops.not_equal(ids, 0), -1), "float32")


def _turning(ids: Any) -> Any:
    """Return what turns each review around and leaves padding behind it, (B, T, T)."""
    there = ops.cast(ops.not_equal(ids, 0), "int32")
    place = ops.cumsum(ops.ones_like(ids), axis=1) - 1  # (B, T): 0, 1, 2 …
    length = ops.sum(there, axis=1, keepdims=True)  # (B, 1)
    source = ops.where(place < length, length - 1 - place, place)
    return ops.cast(
        ops.equal(ops.expand_dims(source, 2), ops.expand_dims(place, 1)), "float32"
    )
