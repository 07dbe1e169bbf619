"""The settings of each network, and the presets.

One class per architecture: `model.build` decides by the class.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.config import Config, option
from engine.errors import UnknownNameError


@dataclass(frozen=True, slots=True)
class SentimentConfig(Config):
    """The settings of all networks."""

    batch_size: int = option(
        64, "Batch size: phrases per update", minimum=1, maximum=4096
    )
    min_sentence_repeats: int = option(
        1,
        "Minimum number of times each whole sentence is seen per epoch",
        minimum=1,
        maximum=20,
    )
    max_phrase_repeats: int = option(
        1,
        "Maximum number of times a phrase is seen per epoch; below it, as often as it "
        "occurs in the training sentences",
        minimum=1,
        maximum=1000,
    )
    negated_phrases: int = option(
        0,
        "Negations of short training phrases, such as “not dull at all”, to train on "
        "as well, half of them of praise; 0 for none",
        minimum=0,
        maximum=100_000,
    )
    word_dropout: float = option(
        0.0,
        "Word dropout: probability of leaving out a whole word (in the character CNN, "
        "a character)",
        minimum=0.0,
        maximum=0.9,
    )
    dropout: float = option(
        0.5, "Dropout before each dense layer", minimum=0.0, maximum=0.9
    )
    learning_rate: float = option(
        0.001, "Peak learning rate", minimum=1e-6, maximum=1.0
    )
    learning_rate_schedule: str = option(
        "cosine", "Learning-rate schedule", choices=("constant", "cosine")
    )
    weight_decay: float = option(
        0.0, "Decoupled weight decay (AdamW)", minimum=0.0, maximum=1.0
    )
    gradient_clip_norm: float = option(
        5.0, "Gradient clipping: largest global norm", minimum=0.01, maximum=100.0
    )
    ema_momentum: float = option(
        0.0,
        "Momentum of the exponential moving average (EMA) of the weights; 0 for none",
        minimum=0.0,
        maximum=0.9999,
    )
    distillation_weight: float = option(
        0.0,
        "Knowledge distillation: weight in the targets of the teachers’ mean "
        "probabilities; 0 for none",
        minimum=0.0,
        maximum=1.0,
    )
    teachers: int = option(
        5,
        "Knowledge distillation: number of teachers, networks trained with the same "
        "settings and the seeds 0, 1, 2 …",
        minimum=1,
        maximum=20,
    )


@dataclass(frozen=True, slots=True)
class WordConfig(SentimentConfig):
    """The settings of all networks that read GloVe's word vectors."""

    min_count: int = option(
        5,
        "Training sentences that must contain a word before its vector is fine-tuned",
        minimum=1,
        maximum=1000,
    )
    embedding_learning_rate_scale: float = option(
        0.5,
        "Learning rate of the word vectors, relative to the other weights",
        minimum=0.001,
        maximum=10.0,
    )


@dataclass(frozen=True, slots=True)
class CountConfig(SentimentConfig):
    """The word-count baseline: logistic regression, a weight per word and class."""

    min_count: int = option(
        2,
        "Training sentences that must contain a word before it is counted",
        minimum=1,
        maximum=1000,
    )


@dataclass(frozen=True, slots=True)
class BagConfig(WordConfig):
    """A deep averaging network: the mean word vector through dense layers."""

    layers: int = option(2, "Hidden layers", minimum=1, maximum=4)
    units: int = option(300, "Units per hidden layer", minimum=2, maximum=2048)


@dataclass(frozen=True, slots=True)
class CharacterConfig(SentimentConfig):
    """One-hot characters through two convolutions and two dense layers."""

    filters: int = option(64, "Filters per convolution", minimum=2, maximum=512)
    first_units: int = option(
        1024, "Units of the first dense layer", minimum=2, maximum=4096
    )
    second_units: int = option(
        256, "Units of the second dense layer", minimum=2, maximum=4096
    )


@dataclass(frozen=True, slots=True)
class LstmConfig(WordConfig):
    """Word vectors through one LSTM; its last hidden state is classified."""

    units: int = option(128, "Hidden units of the LSTM", minimum=2, maximum=1024)
    embedding_dropout: float = option(
        0.2,
        "Dropout on the word vectors, with one mask per review",
        minimum=0.0,
        maximum=0.9,
    )


@dataclass(frozen=True, slots=True)
class AttentiveConfig(LstmConfig):
    """A bidirectional LSTM with attention pooling and max pooling."""

    units: int = option(
        150, "Hidden units of the LSTM, per direction", minimum=2, maximum=1024
    )
    character_filters: int = option(
        0,
        "Filters of the character CNN, whose output stands beside each word’s vector; "
        "0 for none",
        minimum=0,
        maximum=512,
    )
    attention_units: int = option(
        100, "Hidden units of the attention pooling", minimum=2, maximum=1024
    )


PRESETS: Mapping[str, SentimentConfig] = {
    # Iyyer et al. (2015) for word dropout and depth.
    "quick": BagConfig(
        epochs=2, batch_size=128, word_dropout=0.2, dropout=0.2, ema_momentum=0.99,
        learning_rate=0.002, units=200,
    ),
    "glove_dnn": BagConfig(
        epochs=6, batch_size=64, word_dropout=0.3, dropout=0.3, ema_momentum=0.999,
        min_sentence_repeats=2,
    ),
    # As in the original post, which gives no epochs and no batch size.
    "char_cnn": CharacterConfig(epochs=6, batch_size=64, dropout=0.5),
    "lstm": LstmConfig(
        epochs=6, batch_size=64, word_dropout=0.1, dropout=0.5, ema_momentum=0.999,
        min_sentence_repeats=2,
    ),
    # Tai et al. (2015) for the size, Gal & Ghahramani (2016) for the dropout masks,
    # Yang et al. (2016) for the attention, Kim (2014) for the characters.
    "best": AttentiveConfig(
        epochs=10, batch_size=64, word_dropout=0.15, embedding_dropout=0.2, dropout=0.5,
        ema_momentum=0.999, min_sentence_repeats=3, weight_decay=1e-3,
        character_filters=50,
    ),
    # The baseline: no hidden layers, no word vectors, no word order.
    "word_counts": CountConfig(
        epochs=8, batch_size=64, dropout=0.0, learning_rate=0.005, ema_momentum=0.99,
    ),
}  # fmt: skip


def config_of(preset: str, values: Mapping[str, Any]) -> SentimentConfig:
    """Return the config stored in a card or a run.

    Raises:
        UnknownNameError: The preset does not exist any more.
        ConfigError: A setting is unknown or out of bounds.
    """
    if preset not in PRESETS:
        raise UnknownNameError("sentiment preset", preset, PRESETS)
    return type(PRESETS[preset]).from_mapping(values)
