"""What can be set for the character-level LSTM, and the presets."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.experiment import Config, option


@dataclass(frozen=True, slots=True)
class LanguageConfig(Config):
    """Settings of the network and of its training.

    The text is cut into `batch_size` parallel streams; each batch holds the
    next `sequence_length` characters of every stream, and the LSTM's state is
    carried from batch to batch.
    """

    batch_size: int = option(
        64, "Streams that the text is cut into", minimum=1, maximum=1024
    )
    sequence_length: int = option(
        64, "Characters that each stream goes on per batch", minimum=2, maximum=1000
    )
    layers: int = option(1, "LSTM layers", minimum=1, maximum=4)
    units: int = option(256, "Units of each LSTM layer", minimum=4, maximum=2048)
    embedding: int = option(
        64, "Numbers that stand for a character", minimum=1, maximum=1024
    )
    embedding_dropout: float = option(
        0.0, "Share of embedding numbers dropped", minimum=0.0, maximum=0.9
    )
    dropout: float = option(
        0.0,
        "Share of units dropped after each layer, the same for a whole sequence",
        minimum=0.0,
        maximum=0.9,
    )
    learning_rate: float = option(
        0.002, "Step size at its highest", minimum=1e-6, maximum=1.0
    )
    decay: str = option(
        "constant", "How the step size falls", choices=("constant", "cosine")
    )
    weight_decay: float = option(
        0.0, "Pull of all weights towards zero", minimum=0.0, maximum=1.0
    )
    clip: float = option(
        1.0, "Longest gradient that is followed", minimum=0.01, maximum=100.0
    )
    averaging: float = option(
        0.0,
        "Momentum of the averaged weights; 0 takes them as they are",
        minimum=0.0,
        maximum=0.9999,
    )
    precision: str = option(
        "mixed_bfloat16",
        "Numbers used inside the layers while training",
        choices=("float32", "mixed_bfloat16"),
    )


PRESETS: Mapping[str, LanguageConfig] = {
    # The post: sequences of 30, state carried, no regularisation, 60 epochs.
    "post": LanguageConfig(
        epochs=60, batch_size=64, sequence_length=30, layers=1, units=256,
        learning_rate=0.002, clip=5.0,
    ),
    # Three to eight minutes on two cores, words within the first.
    "quick": LanguageConfig(
        epochs=6, batch_size=64, sequence_length=64, layers=1, units=256,
        dropout=0.1, learning_rate=0.006, decay="cosine", averaging=0.98,
    ),
    # Zaremba et al. (2014) in depth, Gal & Ghahramani (2016) in dropout with one
    # mask over time, Loshchilov & Hutter (2019) in decay, averaged weights.
    "best": LanguageConfig(
        epochs=13, batch_size=32, sequence_length=128, layers=2, units=512,
        embedding=128, embedding_dropout=0.1, dropout=0.45, learning_rate=0.003,
        decay="cosine", weight_decay=0.01, averaging=0.998,
    ),
}  # fmt: skip
