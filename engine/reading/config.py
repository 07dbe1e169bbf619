"""What can be set for reading, and the presets: BiDAF, its ablations, the best."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.experiment import Config, option


@dataclass(frozen=True, slots=True)
class ReadingConfig(Config):
    """Settings of the network and of its training."""

    hidden: int = option(100, "Units of each LSTM direction", minimum=4, maximum=512)
    character_channels: int = option(
        100, "Channels of the character network; 0 leaves it out", minimum=0,
        maximum=512,
    )  # fmt: skip
    word_match: str = option(
        "none",
        "What is told of a passage word that is like one of the question",
        choices=("none", "exact and soft"),
    )
    attention: str = option(
        "flow", "How passage and question meet", choices=("dot", "flow")
    )
    self_attention: str = option(
        "none", "Whether passage words look at each other", choices=("none", "scored")
    )
    modelling_layers: int = option(
        2, "Bidirectional LSTMs after attention", minimum=0, maximum=4
    )
    span_search: str = option(
        "joint",
        "Beginning and end chosen together, or each by itself",
        choices=("joint", "separate"),
    )
    longest_span: int = option(
        17, "Words that an answer may have", minimum=1, maximum=100
    )
    passage_words: int = option(
        300, "Words of a passage that are trained on", minimum=10, maximum=1000
    )
    question_words: int = option(
        30, "Words of a question that are read", minimum=3, maximum=100
    )
    word_characters: int = option(
        16, "Characters of a word that are read", minimum=5, maximum=40
    )
    articles: float = option(
        1.0, "Share of the training articles that is used", minimum=0.01, maximum=1.0
    )
    held_out: float = option(
        0.1,
        "Share of the training articles kept for validation",
        minimum=0.005,
        maximum=0.5,
    )
    begins_with: str = option(
        "none",
        "Shipped network whose weights it begins with",
        choices=("none", "bidaf"),
    )
    taught: float = option(
        0.0,
        "Share of what it learns that is the mean answer of bidaf and bidaf-short",
        minimum=0.0,
        maximum=1.0,
    )
    dropout: float = option(
        0.15, "Share dropped, the same for all words", minimum=0.0, maximum=0.9
    )
    attention_dropout: float = option(
        0.0, "The same, of what attention compares", minimum=0.0, maximum=0.9
    )
    pointer_dropout: float = option(
        0.0,
        "The same, of what beginning and end are told from",
        minimum=0.0,
        maximum=0.9,
    )
    learning_rate: float = option(
        0.001, "Step size at its highest", minimum=1e-6, maximum=1.0
    )
    averaging: float = option(
        0.999, "Momentum of the averaged weights", minimum=0.0, maximum=0.9999
    )
    precision: str = option(
        "float32",
        "Numbers used inside the layers while training",
        choices=("float32", "mixed_bfloat16"),
    )


_BIDAF = ReadingConfig(
    epochs=15, batch_size=240, character_channels=128, dropout=0.25,
    pointer_dropout=0.25, learning_rate=0.002, held_out=0.02,
)  # fmt: skip
# All seven under one small budget, each with one thing more than the last.
_SMALL = ReadingConfig(
    epochs=3, batch_size=60, hidden=48, character_channels=0, attention="dot",
    modelling_layers=0, span_search="separate",
)  # fmt: skip

PRESETS: Mapping[str, ReadingConfig] = {
    # Four minutes on two cores, on a part of the data.
    "quick": ReadingConfig(
        epochs=3, batch_size=40, hidden=48, character_channels=0,
        word_match="exact and soft", modelling_layers=1, articles=0.12,
        learning_rate=0.003, averaging=0.99,
    ),
    # The post: Seo et al. (2017) with its modelling LSTMs after a projection.
    "bidaf": _BIDAF,
    # Clark & Gardner (2018) in self-attention, Chen et al. (2017) in word match. It
    # begins as `bidaf` and is taught by two: two hours on two cores, in bfloat16.
    "best": replace(
        _BIDAF, word_match="exact and soft", self_attention="scored",
        begins_with="bidaf", taught=0.7, epochs=6, batch_size=60, learning_rate=0.001,
        dropout=0.3, attention_dropout=0.2, pointer_dropout=0.3,
    ),
    "baseline": _SMALL,
    "attention_flow": (_FLOW := replace(_SMALL, attention="flow")),
    "smart_span": (_SPAN := replace(_FLOW, span_search="joint")),
    "modelling_1": replace(_SPAN, modelling_layers=1),
    "modelling_2": replace(_SPAN, modelling_layers=2),
    "modelling_3": (_THREE := replace(_SPAN, modelling_layers=3)),
    "characters": replace(_THREE, character_channels=48),
}  # fmt: skip

# In the order of the post's second table.
ABLATIONS = (
    *("baseline", "attention_flow", "smart_span"),
    *("modelling_1", "modelling_2", "modelling_3", "characters"),
)
