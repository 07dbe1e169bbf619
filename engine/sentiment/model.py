"""The networks: a review in, the logits of five classes out.

Padding is masked everywhere: it changes no logit.

B batch size, T words (or characters) of the longest review, D dimensions of a word
vector, C characters in the vocabulary, F filters, R time steps after both poolings,
U hidden units, A attention units, K = 5 classes.
"""

from typing import Any

import keras
import numpy as np
from keras import layers, ops

from engine.backend.character_cnn import CharacterCNN
from engine.backend.compiled import answering
from engine.backend.lstm import LSTM
from engine.data.glove import DIMENSIONS
from engine.data.spelling import FIRST
from engine.data.vocabulary import Vocabulary
from engine.sentiment.batching import PADDING
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
from engine.sentiment.encoding import WORD_CHARACTERS, CharacterEncoder, WordEncoder
from engine.sentiment.layers import Bias, PadRows, WordVectors

CLASSES = len(LABELS)
KERNEL_SIZE, POOL_SIZE = 3, 3  # of both convolutions in the original post
FEATURES = "word_features"  # name of the layer that the words' features come out of
_CHARACTER_DIMENSIONS, _SPELLING_DROPOUT = 16, 0.3
_LARGE = 1e9  # subtracted from what padding must not win with


def build(config: SentimentConfig, encoder: Any) -> Any:
    """Return the network of a config.

    Args:
        config: Its class decides the architecture.
        encoder: A `WordEncoder` or a `CharacterEncoder`; it decides the sizes.

    Returns:
        A Keras model from the encoder's inputs to (B, K) logits. Its attribute `answer`
        computes arrays, as `answering` does.
    """
    model = _network(config, encoder)
    model.answer = answering(model)
    return model


def _network(config: SentimentConfig, encoder: Any) -> Any:
    match config:
        case CountConfig():
            return word_counts(encoder)
        case BagConfig():
            return averaging_network(config, encoder)
        case CharacterConfig():
            return character_cnn(config, encoder)
        case AttentiveConfig():  # before LstmConfig, whose subclass it is
            return attentive_lstm(config, encoder)
        case LstmConfig():
            return lstm(config, encoder)
    raise TypeError(f"no network for {type(config).__name__}")


def word_counts(encoder: WordEncoder) -> Any:
    """Return the baseline, a logistic regression: each word adds to each logit."""
    ids = keras.Input((None,), dtype="int32", name="ids")  # (B, T)
    weights = layers.Embedding(
        encoder.rows, CLASSES, embeddings_initializer="zeros", name="word_weights"
    )(ids)  # (B, T, K)
    total = ops.sum(weights * _mask(ids), axis=1)  # (B, K)
    logits = Bias(name="logits")(total)  # (B, K)
    return keras.Model({"ids": ids}, logits, name="word_counts")


def averaging_network(config: BagConfig, encoder: WordEncoder) -> Any:
    """Return a deep averaging network: the mean word vector through dense layers.

    Source:
        Iyyer et al. (2015), who also drop whole words in training.
    """
    inputs, x = _word_features(config, encoder)  # (B, T, D)
    mask = _mask(inputs["ids"])  # (B, T, 1)
    length = ops.maximum(ops.sum(mask, axis=1), 1.0)  # (B, 1)
    x = ops.sum(x * mask, axis=1) / length  # (B, D)
    for i in range(1, config.layers + 1):
        x = layers.Dense(config.units, activation="relu", name=f"dense_{i}")(x)
        x = layers.Dropout(config.dropout, seed=config.seed + i)(x)  # (B, U)
    logits = layers.Dense(CLASSES, name="logits")(x)  # (B, K)
    return keras.Model(inputs, logits, name="glove_dnn")


def character_cnn(config: CharacterConfig, encoder: CharacterEncoder) -> Any:
    """Return the original post's convolutions over one-hot characters.

    Behind the end of a review every feature is zero, so a short review can be
    computed at its own length and padded with zeros only before the dense layers.
    """
    ids = keras.Input((None,), dtype="int32", name="ids")  # (B, T)
    mask = _mask(ids)  # (B, T, 1)
    x = ops.one_hot(ids, len(encoder.vocabulary) + 1)[..., 1:]  # (B, T, C)
    x = _whole_dropout(config.word_dropout, config.seed)(x)  # (B, T, C)
    for i in (1, 2):
        convolution = layers.Conv1D(
            config.filters,
            KERNEL_SIZE,
            padding="same",
            activation="relu",
            name=f"convolution_{i}",
        )
        x = convolution(x) * mask  # (B, T, F), then (B, T / 3, F)
        x = layers.MaxPooling1D(POOL_SIZE, name=f"pool_{i}")(x)  # (B, T / 3, F) …
        mask = layers.MaxPooling1D(POOL_SIZE, name=f"mask_{i}")(mask)
    x = PadRows(encoder.max_characters // POOL_SIZE**2, name="rows")(x)  # (B, R, F)
    x = layers.Flatten(name="flat")(x)  # (B, R · F)
    for i, units in enumerate((config.first_units, config.second_units), start=1):
        x = layers.Dense(units, activation="relu", name=f"dense_{i}")(x)  # (B, U)
        x = layers.Dropout(config.dropout, seed=config.seed + i)(x)  # (B, U)
    logits = layers.Dense(CLASSES, name="logits")(x)  # (B, K)
    return keras.Model({"ids": ids}, logits, name="char_cnn")


def lstm(config: LstmConfig, encoder: WordEncoder) -> Any:
    """Return an LSTM whose hidden state after the last word is classified.

    Source:
        Hochreiter & Schmidhuber (1997); Gal & Ghahramani (2016) for dropping the
        same dimensions of all word vectors of a review.
    """
    inputs, x = _word_features(config, encoder)  # (B, T, D)
    mask = _mask(inputs["ids"])  # (B, T, 1)
    x = layers.SpatialDropout1D(config.embedding_dropout, seed=config.seed)(x)
    h = LSTM(config.units, return_sequences=True, name="lstm")(x)  # (B, T, U)
    followed = ops.pad(mask[:, 1:], [[0, 0], [0, 1], [0, 0]])  # 1 if a word follows
    h_last = ops.sum(h * (mask - followed), axis=1)  # (B, U)
    h_last = layers.Dropout(config.dropout, seed=config.seed + 1)(h_last)  # (B, U)
    logits = layers.Dense(CLASSES, name="logits")(h_last)  # (B, K)
    return keras.Model(inputs, logits, name="lstm")


def attentive_lstm(config: AttentiveConfig, encoder: WordEncoder) -> Any:
    """Return a bidirectional LSTM with attention pooling and max pooling.

    Source:
        Graves & Schmidhuber (2005) for both directions; Yang et al. (2016) for
        attention pooling, whose u and alpha these are; Conneau et al. (2017) for max
        pooling.
    """
    inputs, x = _word_features(config, encoder)  # (B, T, D)
    padding = 1 - _mask(inputs["ids"])  # (B, T, 1)
    reverse = _reversal(inputs["ids"])  # (B, T, T)
    x = layers.SpatialDropout1D(config.embedding_dropout, seed=config.seed)(x)
    forward = LSTM(config.units, return_sequences=True, name="forward")(x)  # (B, T, U)
    backward = LSTM(config.units, return_sequences=True, name="backward")(
        ops.matmul(reverse, x)
    )  # (B, T, U), in reversed order
    h = ops.concatenate([forward, ops.matmul(reverse, backward)], axis=-1)  # (B, T, 2U)
    h = layers.SpatialDropout1D(config.dropout / 2, seed=config.seed + 1)(h)

    u = layers.Dense(
        config.attention_units, activation="tanh", name="attention_hidden"
    )(h)  # (B, T, A)
    similarity = layers.Dense(1, use_bias=False, name="attention")(u)  # (B, T, 1)
    alpha = ops.softmax(similarity - _LARGE * padding, axis=1)  # (B, T, 1)
    attended = ops.sum(alpha * h, axis=1)  # (B, 2U)
    largest = ops.max(h - _LARGE * padding, axis=1)  # (B, 2U)
    pooled = ops.concatenate([attended, largest], axis=-1)  # (B, 4U)
    pooled = layers.Dropout(config.dropout, seed=config.seed + 2)(pooled)  # (B, 4U)
    logits = layers.Dense(CLASSES, name="logits")(pooled)  # (B, K)
    return keras.Model(inputs, logits, name="attentive")


def _word_features(
    config: WordConfig, encoder: WordEncoder
) -> tuple[dict[str, Any], Any]:
    """Return the inputs of a word network, and the features of each word, (B, T, D).

    They are its vector, and beside it what its spelling gives if the encoder has it.
    """
    ids = keras.Input((None,), dtype="int32", name="ids")  # (B, T)
    vectors = keras.Input((None, DIMENSIONS), dtype="float32", name="vectors")
    x = WordVectors(
        encoder.rows, config.embedding_learning_rate_scale, name="word_embedding"
    )([ids, vectors])  # (B, T, D)
    x = _whole_dropout(config.word_dropout, config.seed + 9)(x)  # (B, T, D)
    inputs = {"ids": ids, "vectors": vectors}
    if encoder.alphabet is not None:
        inputs["spelling"] = keras.Input(
            (None, WORD_CHARACTERS), dtype="int32", name="spelling"
        )  # (B, T, L)
        x = ops.concatenate([x, _spelled(config, encoder.alphabet, inputs)], axis=-1)
    return inputs, layers.Identity(name=FEATURES)(x)


def _spelled(config: Any, alphabet: Vocabulary, inputs: dict[str, Any]) -> Any:
    """Return what the character CNN makes of each word, (B, T, F).

    A word that word dropout leaves out is still spelled: so the network learns to read
    words that it has no vector for.
    """
    random = np.random.default_rng(config.seed)
    shape = (len(alphabet) + FIRST, _CHARACTER_DIMENSIONS)
    vectors = random.uniform(-0.05, 0.05, shape)
    cnn = CharacterCNN(
        vectors.astype(np.float32), config.character_filters, KERNEL_SIZE, 0.0
    )
    features = cnn(inputs["spelling"]) * _mask(inputs["ids"])
    drop = layers.SpatialDropout1D(_SPELLING_DROPOUT, seed=config.seed + 5)
    return drop(features)


def _whole_dropout(rate: float, seed: int) -> Any:
    """Return word dropout: it zeroes all features of a word or character at once."""
    return layers.Dropout(rate, noise_shape=(None, None, 1), seed=seed)


def _mask(ids: Any) -> Any:
    """Return 1 for words or characters and 0 for padding, (B, T, 1) float32."""
    return ops.cast(ops.expand_dims(ops.not_equal(ids, PADDING), -1), "float32")


def _reversal(ids: Any) -> Any:
    """Return permutation matrices that reverse each review before its padding.

    Returns:
        (B, T, T) float32; applied twice, the order is as before.
    """
    position = ops.cumsum(ops.ones_like(ids), axis=1) - 1  # (B, T): 0, 1, 2 …
    words = ops.cast(ops.not_equal(ids, PADDING), "int32")  # (B, T)
    length = ops.sum(words, axis=1, keepdims=True)  # (B, 1)
    source = ops.where(position < length, length - 1 - position, position)  # (B, T)
    return ops.cast(
        ops.equal(ops.expand_dims(source, 2), ops.expand_dims(position, 1)), "float32"
    )
