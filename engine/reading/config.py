"""Settings of reading, and the presets: BiDAF, its ablations, the best."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.config import Config, option, precision_option

# Of QANet's encoder blocks. Eight heads cost a CPU five times as much as one.
ATTENTION_HEADS = 2
PASSES = 3  # of the words through all modelling blocks


@dataclass(frozen=True, slots=True)
class ReadingConfig(Config):
    """Settings of the network and of its training."""

    hidden_size: int = option(
        100,
        "Hidden units of each LSTM direction, half the width of the network (d)",
        minimum=4,
        maximum=512,
    )
    encoder: str = option(
        "LSTM",
        "What reads the words: bidirectional LSTMs, or QANet’s encoder blocks",
        choices=("LSTM", "convolution and self-attention"),
    )
    character_filters: int = option(
        100, "Filters of the character CNN; 0 for none", minimum=0,
        maximum=512,
    )  # fmt: skip
    word_match: str = option(
        "none",
        "Features for context words that match a question word",
        choices=("none", "exact and soft"),
    )
    attention: str = option(
        "flow", "Attention between context and question", choices=("dot", "flow")
    )
    self_attention: str = option(
        "none", "Self-attention of the context", choices=("none", "trilinear")
    )
    modelling_layers: int = option(
        2,
        "Modelling layers after attention: bidirectional LSTMs, or encoder blocks, "
        "which read three times",
        minimum=0,
        maximum=8,
    )
    span_search: str = option(
        "joint",
        "Search for start and end: joint, or each separately",
        choices=("joint", "separate"),
    )
    max_answer_words: int = option(
        17, "Longest answer, in words", minimum=1, maximum=100
    )
    max_context_words: int = option(
        300, "Longest context in training, in words", minimum=10, maximum=1000
    )
    max_question_words: int = option(
        30,
        "Words of a question that are read; the rest is cut off",
        minimum=3,
        maximum=100,
    )
    max_word_characters: int = option(
        16,
        "Characters of a word that are read; the rest is cut off",
        minimum=5,
        maximum=40,
    )
    article_fraction: float = option(
        1.0, "Fraction of the training articles used", minimum=0.01, maximum=1.0
    )
    validation_fraction: float = option(
        0.1,
        "Validation fraction of the training articles",
        minimum=0.005,
        maximum=0.5,
    )
    initial_weights: str = option(
        "none",
        "Initial weights (warm start): a published network",
        choices=("none", "bidaf"),
    )
    distillation_weight: float = option(
        0.0,
        "Knowledge distillation: weight in the targets of the mean answer of two "
        "teachers, bidaf and bidaf-short",
        minimum=0.0,
        maximum=1.0,
    )
    dropout: float = option(
        0.15, "Dropout, one mask for all words", minimum=0.0, maximum=0.9
    )
    attention_dropout: float = option(
        0.0, "Dropout on the inputs of attention", minimum=0.0, maximum=0.9
    )
    output_dropout: float = option(
        0.0,
        "Dropout on the inputs of start and end",
        minimum=0.0,
        maximum=0.9,
    )
    learning_rate: float = option(
        0.001, "Peak learning rate", minimum=1e-6, maximum=1.0
    )
    warmup_fraction: float = option(
        0.0,
        "Warm-up: fraction of training in which the learning rate rises",
        minimum=0.0,
        maximum=0.9,
    )
    ema_momentum: float = option(
        0.999,
        "Momentum of the exponential moving average (EMA) of the weights; 0 for none",
        minimum=0.0,
        maximum=0.9999,
    )
    precision: str = precision_option()


def difference(config: ReadingConfig) -> str:
    """Return how the network differs from the paper's, for its card; "" if it does not.

    The paper (Seo et al., 2017) has an LSTM for the end only, M²; QANet is Yu et al.
    (2018).
    """
    if config.encoder != "LSTM":
        return (
            f"After QANet, with {config.modelling_layers} encoder blocks where it has "
            "seven, ordinary convolutions and two attention heads."
        )
    if config.modelling_layers < 2:
        return ""
    return (
        "The end reads one modelling LSTM more than the start; the LSTM that the paper "
        "adds for the end (M²) is missing."
    )


_BIDAF = ReadingConfig(
    epochs=15, batch_size=240, character_filters=128, dropout=0.25,
    output_dropout=0.25, learning_rate=0.002, validation_fraction=0.02,
)  # fmt: skip
# All seven under one small budget, each with one part more than the last. In three
# epochs at a rate of 0.001, the one with three LSTMs stayed on its plateau.
_SMALL = ReadingConfig(
    epochs=8, batch_size=60, hidden_size=48, character_filters=0, attention="dot",
    modelling_layers=0, span_search="separate", learning_rate=0.002,
    warmup_fraction=0.1,
)  # fmt: skip

PRESETS: Mapping[str, ReadingConfig] = {
    # Nine minutes on two cores, on a part of the data.
    "quick": ReadingConfig(
        epochs=3, batch_size=40, hidden_size=48, character_filters=0,
        word_match="exact and soft", modelling_layers=1, article_fraction=0.12,
        learning_rate=0.003, ema_momentum=0.99,
    ),
    # The post's own parameters. Its network had two lengths of words, 37 characters in
    # the paragraph and 30 in the question; here one holds for both. Its word vectors
    # had 300 dimensions, those that are shipped here have 100.
    "post": ReadingConfig(
        epochs=10, batch_size=60, hidden_size=200, character_filters=128,
        modelling_layers=3, max_word_characters=37, ema_momentum=0.0,
    ),
    # Seo et al. (2017) as the post built it, smaller and with more dropout.
    "bidaf": _BIDAF,
    # Clark & Gardner (2018) for self-attention, Chen et al. (2017) for word match; from
    # nothing. An hour and a half on two cores, in bfloat16 with PyTorch.
    "self_attention": replace(
        _BIDAF, word_match="exact and soft", self_attention="trilinear",
        character_filters=100, epochs=4, batch_size=120, dropout=0.2,
        attention_dropout=0.1, output_dropout=0.2, learning_rate=0.0025,
        warmup_fraction=0.05,
    ),
    # The same layers; starts from `bidaf`, distilled from two: two hours on two cores.
    "best": replace(
        _BIDAF, word_match="exact and soft", self_attention="trilinear",
        initial_weights="bidaf", distillation_weight=0.7, epochs=6, batch_size=60,
        learning_rate=0.001, dropout=0.3, attention_dropout=0.2, output_dropout=0.3,
    ),
    # Yu et al. (2018), smaller; word match as in `best`.
    "qanet": ReadingConfig(
        epochs=7, batch_size=60, hidden_size=64, word_match="exact and soft",
        encoder="convolution and self-attention", modelling_layers=2, dropout=0.1,
        warmup_fraction=0.05, validation_fraction=0.02,
    ),
    "baseline": _SMALL,
    "attention_flow": (_FLOW := replace(_SMALL, attention="flow")),
    "smart_span": (_SPAN := replace(_FLOW, span_search="joint")),
    "modelling_1": replace(_SPAN, modelling_layers=1),
    "modelling_2": replace(_SPAN, modelling_layers=2),
    "modelling_3": (_THREE := replace(_SPAN, modelling_layers=3)),
    "characters": replace(_THREE, character_filters=48),
}  # fmt: skip

# In the order of the post's second table.
ABLATIONS = (
    *("baseline", "attention_flow", "smart_span"),
    *("modelling_1", "modelling_2", "modelling_3", "characters"),
)
