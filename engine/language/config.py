"""Settings of the character-level LSTM, and the presets."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.config import Config, option, precision_option


@dataclass(frozen=True, slots=True)
class LanguageConfig(Config):
    """Settings of the network and of its training.

    The text is cut into `batch_size` parallel streams; each batch holds the
    next `sequence_length` characters of every stream. The LSTM is stateful: its
    state is carried from batch to batch.
    """

    batch_size: int = option(
        64,
        "Batch size: parallel streams that the text is cut into",
        minimum=1,
        maximum=1024,
    )
    sequence_length: int = option(
        64,
        "Sequence length: characters of truncated backpropagation through time",
        minimum=2,
        maximum=1000,
    )
    layers: int = option(1, "LSTM layers", minimum=1, maximum=4)
    units: int = option(256, "Hidden units of each LSTM layer", minimum=4, maximum=2048)
    embedding_size: int = option(
        64,
        "Embedding size: dimensions of a character’s vector",
        minimum=1,
        maximum=1024,
    )
    embedding_dropout: float = option(
        0.0, "Dropout on the embedding", minimum=0.0, maximum=0.9
    )
    dropout: float = option(
        0.0,
        "Dropout after each LSTM layer, one mask for a whole sequence",
        minimum=0.0,
        maximum=0.9,
    )
    learning_rate: float = option(
        0.002, "Peak learning rate", minimum=1e-6, maximum=1.0
    )
    learning_rate_schedule: str = option(
        "constant", "Learning-rate schedule", choices=("constant", "cosine")
    )
    weight_decay: float = option(
        0.0, "Decoupled weight decay (AdamW)", minimum=0.0, maximum=1.0
    )
    gradient_clip_norm: float = option(
        1.0, "Gradient clipping: largest global norm", minimum=0.01, maximum=100.0
    )
    ema_momentum: float = option(
        0.0,
        "Momentum of the exponential moving average (EMA) of the weights; 0 for none",
        minimum=0.0,
        maximum=0.9999,
    )
    initial_weights: str = option(
        "none",
        "Shipped network whose weights the training starts from; its sizes are kept",
        choices=("none", "shakespeare-best", "paulgraham-best"),
    )
    precision: str = precision_option()


PRESETS: Mapping[str, LanguageConfig] = {
    # The post: sequences of 30, state carried, no regularisation, 60 epochs.
    "post": LanguageConfig(
        epochs=60, batch_size=64, sequence_length=30, layers=1, units=256,
        learning_rate=0.002, gradient_clip_norm=5.0,
    ),
    # Three to eight minutes on two cores. Many small batches: words come within the
    # first half minute (docs/measurements.md).
    "quick": LanguageConfig(
        epochs=4, batch_size=32, sequence_length=32, layers=1, units=256,
        dropout=0.1, learning_rate=0.008, learning_rate_schedule="cosine",
        ema_momentum=0.98,
    ),
    # Zaremba et al. (2014) for depth, Gal & Ghahramani (2016) for dropout with one
    # mask over time, Loshchilov & Hutter (2019) for weight decay, EMA of the weights.
    "best": LanguageConfig(
        epochs=13, batch_size=32, sequence_length=128, layers=2, units=512,
        embedding_size=128, embedding_dropout=0.1, dropout=0.45, learning_rate=0.003,
        learning_rate_schedule="cosine", weight_decay=0.01, ema_momentum=0.998,
    ),
    # Eight units: few enough to show every weight and value on one screen.
    "tiny": LanguageConfig(
        epochs=12, batch_size=32, sequence_length=64, layers=1, units=8,
        embedding_size=4, learning_rate=0.02, learning_rate_schedule="cosine",
        ema_momentum=0.99, precision="float32",
    ),
    # Howard & Ruder (2018): fine-tunes a network that has read English.
    "fine_tune": LanguageConfig(
        epochs=8, batch_size=16, sequence_length=128, layers=2, units=512,
        embedding_size=128, embedding_dropout=0.1, dropout=0.4, learning_rate=0.001,
        learning_rate_schedule="cosine", weight_decay=0.01, ema_momentum=0.98,
        initial_weights="paulgraham-best",
    ),
}  # fmt: skip
