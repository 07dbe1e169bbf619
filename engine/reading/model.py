"""BiDAF: a context and a question in, logits of the answer's start and end out.

    embedding → contextual → attention flow → modelling → start, end

Letters: B examples, T context words, J question words, U different words of the
batch, L characters of a word, d hidden units of one LSTM direction.
"""

from typing import Any

import keras
from keras import layers, ops

from engine.backend.character_cnn import CharacterCNN
from engine.backend.compiled import answering
from engine.data.glove import DIMENSIONS
from engine.reading.attention import (
    AttentionFlow,
    DotAttention,
    SelfAttention,
    WordMatch,
)
from engine.reading.config import PASSES, ReadingConfig
from engine.reading.encoder_block import EncoderBlock
from engine.reading.layers import Encoder, Highway, Pointer, Take

_CHARACTER_WIDTH = 5
_HIGHWAYS = 2


def build(
    config: ReadingConfig, character_vectors: Any, precision: str = "float32"
) -> Any:
    """Return the network.

    Args:
        config: Its settings.
        character_vectors: Initial character embedding, (V, 50).
        precision: A Keras dtype policy; logits are float32.

    Returns:
        A Keras model from the inputs of `encoding.collate` to logits (B, 2, T): of
        each context word as the start and as the end of the answer. Its attribute
        `answer` computes arrays, as `answering` does; `inspection` is the same network
        with the attention weights as outputs, too.

    Source:
        Seo et al. (2017), with differences. As Clark & Gardner (2018) do, the attention
        flow (8d) is projected to 2d before it is modelled. Start and end read
        [projection; M] of 4d where the paper reads [G; M] of 10d. The paper's M², one
        more LSTM for the end, is missing: with two modelling LSTMs the start reads the
        first and the end the second, where the paper's start reads the second and its
        end a third.
    """
    before = keras.mixed_precision.dtype_policy()
    keras.mixed_precision.set_dtype_policy(precision)
    try:
        return _build(config, character_vectors)
    finally:
        keras.mixed_precision.set_dtype_policy(before)


def _build(config: ReadingConfig, character_vectors: Any) -> Any:
    inputs = _inputs(config)
    context_ids, query_ids = inputs["context"], inputs["question"]  # (B, T), (B, J)

    context, query = _embedding(config, character_vectors, inputs)
    if config.word_match != "none":
        context = _with_word_match(config, context, query, inputs)  # (B, T, 2d)

    contextual = _contextual(config)
    context = contextual(context, context_ids)  # (B, T, 2d)
    query = contextual(query, query_ids)  # (B, J, 2d)

    flow, context_to_query, query_to_context = _attention(config)(
        context, query, context_ids, query_ids
    )  # (B, T, 8d), of the baseline (B, T, 4d); (B, T, J); (B, T)
    x = _projection(config, "attention_projection")(flow)  # (B, T, 2d)
    if config.self_attention != "none":
        x = x + _self_attention(config, x, context_ids)  # (B, T, 2d)

    x, for_start, for_end = _modelled(config, x, context_ids)  # (B, T, 2d) each
    start = Pointer("start", config.output_dropout)(
        layers.Concatenate()([x, for_start]), context_ids
    )  # (B, T)
    end = Pointer("end", config.output_dropout)(
        layers.Concatenate()([x, for_end]), context_ids
    )  # (B, T)
    logits = ops.stack([start, end], axis=1)  # (B, 2, T)
    model = keras.Model(inputs, logits)
    # The same layers, never trained through.
    model.answer = answering(model)
    model.inspection = keras.Model(inputs, [logits, context_to_query, query_to_context])
    return model


def _attention(config: ReadingConfig) -> Any:
    if config.attention == "flow":
        return AttentionFlow(config.attention_dropout, "attention_flow")
    return DotAttention(config.attention_dropout, "dot_attention")


def _inputs(config: ReadingConfig) -> dict[str, Any]:
    return {
        "characters": keras.Input(
            (config.max_word_characters,), name="characters", dtype="int32"
        ),  # (U, L)
        "vectors": keras.Input((DIMENSIONS,), name="vectors"),  # (U, 100)
        "context": keras.Input((None,), name="context", dtype="int32"),  # (B, T)
        "question": keras.Input((None,), name="question", dtype="int32"),  # (B, J)
        "word_overlap": keras.Input((None, 2), name="word_overlap"),  # (B, T, 2)
    }


def _embedding(
    config: ReadingConfig, character_vectors: Any, inputs: dict[str, Any]
) -> tuple[Any, Any]:
    """Return each word by itself: of the context (B, T, 2d), question (B, J, 2d).

    Each different word of the batch is computed once.
    """
    table = inputs["vectors"]  # (U, 100)
    if config.character_filters:
        characters = CharacterCNN(
            character_vectors,
            config.character_filters,
            _CHARACTER_WIDTH,
            config.dropout,
        )(inputs["characters"])  # (U, filters)
        table = layers.Concatenate()([table, characters])
    table = layers.Dense(
        2 * config.hidden_size, use_bias=False, name="word_projection"
    )(table)  # (U, 2d)
    for number in range(1, _HIGHWAYS + 1):
        table = Highway(name=f"highway_{number}")(table)  # (U, 2d)
    return Take()(table, inputs["context"]), Take()(table, inputs["question"])


def _with_word_match(
    config: ReadingConfig, context: Any, query: Any, inputs: dict[str, Any]
) -> Any:
    """Return the context with what it shares with the question added, (B, T, 2d).

    Added rather than appended: one encoder reads both texts, and expects the same
    features of both.
    """
    aligned = WordMatch(config.hidden_size)(context, query, inputs["question"])
    match = layers.Concatenate()([context, aligned, inputs["word_overlap"]])
    return context + _projection(config, "word_match_projection")(match)


def _self_attention(config: ReadingConfig, x: Any, context_ids: Any) -> Any:
    """Return what each context word takes from the others, (B, T, 2d)."""
    encoder = Encoder(config.hidden_size, config.dropout, "self_attention_encoder")
    attended = SelfAttention(config.attention_dropout, "self_attention")(
        encoder(x, context_ids), context_ids
    )  # (B, T, 6d)
    return _projection(config, "self_attention_projection")(attended)


def _contextual(config: ReadingConfig) -> Any:
    """Return the layer that reads each word of either text in its context."""
    if config.encoder == "LSTM":
        return Encoder(config.hidden_size, config.dropout, "contextual")
    return _block(config, 4, 7, "contextual")


def _modelled(config: ReadingConfig, x: Any, context_ids: Any) -> tuple[Any, Any, Any]:
    """Return what both ends of the answer read, the start alone, and the end alone."""
    names = [f"modelling_{n}" for n in range(1, config.modelling_layers + 1)]
    if config.encoder == "LSTM":
        read = [x]
        for name in names:
            lstm = Encoder(config.hidden_size, config.dropout, name)
            read.append(lstm(read[-1], context_ids))  # (B, T, 2d)
        return x, read[-2] if len(read) > 2 else read[-1], read[-1]
    blocks = [_block(config, 2, 5, name) for name in names]
    norm = layers.LayerNormalization(epsilon=1e-6, name="modelling_norm")
    read = []
    for _ in range(PASSES):  # the same weights each time
        for block in blocks:
            x = block(x, context_ids)  # (B, T, 2d)
        read.append(norm(x))
    return read[0], read[1], read[2]


def _block(
    config: ReadingConfig, convolutions: int, kernel_size: int, name: str
) -> Any:
    width = 2 * config.hidden_size
    return EncoderBlock(width, convolutions, kernel_size, config.dropout, name)


def _projection(config: ReadingConfig, name: str) -> Any:
    return layers.Dense(2 * config.hidden_size, activation="relu", name=name)
