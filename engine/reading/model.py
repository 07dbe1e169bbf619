"""BiDAF: a passage and a question in; where the answer begins and ends out.

    words  →  encoder  →  attention flow  →  modelling  →  beginning, end

Letters: B examples, T passage words, J question words, U different words of the
batch, L characters of a word, H units of one LSTM direction.
"""

from typing import Any

import keras
from keras import layers, ops

from engine.glove import DIMENSIONS
from engine.reading.attention import (
    AttentionFlow,
    DotAttention,
    SelfAttention,
    WordMatch,
)
from engine.reading.config import ReadingConfig
from engine.reading.layers import CharacterWords, Encoder, Highway, Pointer, Take

_CHARACTER_WIDTH = 5
_HIGHWAYS = 2


def build(config: ReadingConfig, characters: Any, precision: str = "float32") -> Any:
    """Return the network.

    Args:
        config: Its settings.
        characters: Vectors that the characters begin with, (V, 50).
        precision: Numbers used inside; scores are float32.

    Returns:
        A Keras model from the inputs of `examples.batch` to scores (B, 2, T): of
        each passage word as the first and as the last of the answer.

    Source:
        Seo et al. (2017). As Clark & Gardner (2018) do, the flow of 8 H is brought
        to 2 H before it is modelled; the end is read one LSTM later than the
        beginning.
    """
    before = keras.mixed_precision.dtype_policy()
    keras.mixed_precision.set_dtype_policy(precision)
    try:
        return _build(config, characters)
    finally:
        keras.mixed_precision.set_dtype_policy(before)


def _build(config: ReadingConfig, characters: Any) -> Any:
    inputs = {
        "characters": keras.Input(
            (config.word_characters,), name="characters", dtype="int32"
        ),  # (U, L)
        "vectors": keras.Input((DIMENSIONS,), name="vectors"),  # (U, 100)
        "passage": keras.Input((None,), name="passage", dtype="int32"),  # (B, T)
        "question": keras.Input((None,), name="question", dtype="int32"),  # (B, J)
        "same": keras.Input((None, 2), name="same"),  # (B, T, 2)
    }
    ids, asked = inputs["passage"], inputs["question"]
    passage, question = _embedded(config, characters, inputs)  # (B, T, 2H), (B, J, 2H)

    encode = Encoder(config.hidden, config.dropout, "encoder")  # one for both
    passage, question = encode(passage, ids), encode(question, asked)

    meet = AttentionFlow if config.attention == "flow" else DotAttention
    flow, to_question, to_passage = meet(config.attention_dropout, "attention")(
        passage, question, ids, asked
    )
    known = _dense(config, "project")(flow)  # (B, T, 2H)

    if config.self_attention == "scored":
        known = known + _looked_around(config, known, ids)

    states = [known]
    for number in range(1, config.modelling_layers + 1):
        states.append(
            Encoder(config.hidden, config.dropout, f"modelling_{number}")(
                states[-1], ids
            )
        )
    last, before = states[-1], states[-2] if len(states) > 2 else states[-1]
    rate = config.pointer_dropout
    begin = Pointer("begin", rate)(layers.Concatenate()([known, before]), ids)
    end = Pointer("end", rate)(layers.Concatenate()([known, last]), ids)  # (B, T)
    scores = ops.stack([begin, end], axis=1)  # (B, 2, T)
    model = keras.Model(inputs, scores)
    # The same layers with a view on the attentions; never trained on.
    model.looking = keras.Model(inputs, [scores, to_question, to_passage])
    return model


def _embedded(
    config: ReadingConfig, characters: Any, inputs: dict[str, Any]
) -> tuple[Any, Any]:
    """Return what is known of each word by itself, in passage and question."""
    parts = [inputs["vectors"]]
    if config.character_channels:
        parts.append(
            CharacterWords(
                characters, config.character_channels, _CHARACTER_WIDTH, config.dropout
            )(inputs["characters"])
        )
    table = layers.Concatenate()(parts) if len(parts) > 1 else parts[0]
    table = layers.Dense(2 * config.hidden, use_bias=False, name="words")(table)
    for number in range(_HIGHWAYS):
        table = Highway(name=f"highway_{number + 1}")(table)  # (U, 2H)
    passage, question = (
        Take()(table, inputs[text]) for text in ("passage", "question")
    )
    if config.word_match == "none":
        return passage, question
    seen = WordMatch(config.hidden)(passage, question, inputs["question"])
    told = layers.Concatenate()([passage, seen, inputs["same"]])
    # Added: one encoder reads both texts, and expects the same of both.
    return passage + _dense(config, "told")(told), question


def _looked_around(config: ReadingConfig, known: Any, ids: Any) -> Any:
    """Return what the passage tells each of its words, (B, T, 2H)."""
    read = Encoder(config.hidden, config.dropout, "reading_on")(known, ids)
    around = SelfAttention(config.attention_dropout, "self_attention")(read, ids)
    return _dense(config, "around")(around)


def _dense(config: ReadingConfig, name: str) -> Any:
    return layers.Dense(2 * config.hidden, activation="relu", name=name)
