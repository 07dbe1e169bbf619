"""The networks as pictures, from their configs. T words or characters, K classes."""

from engine.data.glove import DIMENSIONS
from engine.parts import (
    CHARACTER_CNN,
    LSTM,
    LSTM_WORDS,
    RELU_WORDS,
    Part,
    Parts,
    logits,
    softmax,
)
from engine.sentiment.config import (
    AttentiveConfig,
    BagConfig,
    CharacterConfig,
    LstmConfig,
    SentimentConfig,
)
from engine.sentiment.data import LABELS

_CLASSES = f"{len(LABELS)}"
_WORDS = Part("Words", "Each by its number in the vocabulary.", "T")
_VECTORS = Part(
    "Word vectors",
    "A pretrained GloVe vector for each word, trained further on the reviews.",
    f"T × {DIMENSIONS}",
    r"x_t = E_{w_t}",
    ("word_embedding",),
)
_POOLING = r"""\begin{aligned}
u_t &= \tanh(A h_t + b) \\
s_t &= v^\top u_t \\
\alpha_t &= \operatorname{softmax}_t(s_t) \\
a &= \textstyle\sum_t \alpha_t h_t
\end{aligned}"""


def parts(config: SentimentConfig) -> Parts:
    """Return the parts of the network of a config, from the review to five stars."""
    if isinstance(config, AttentiveConfig):
        body = _attentive(config)
    elif isinstance(config, LstmConfig):
        body = _lstm(config)
    elif isinstance(config, BagConfig):
        body = _bag(config)
    elif isinstance(config, CharacterConfig):
        body = _characters(config)
    else:
        body = _counts()
    return (*body, (softmax(_CLASSES),))


def _counts() -> Parts:
    weights = Part(
        "Weights of the words",
        "Each word adds its number to each class’s logit: a logistic regression.",
        _CLASSES,
        r"z = \sum_t W_{w_t} + b",
        ("word_weights", "logits"),
    )
    return ((_WORDS,), (weights,))


def _bag(config: BagConfig) -> Parts:
    mean = Part(
        "Mean",
        "The mean of the word vectors: order is lost here.",
        f"{DIMENSIONS}",
        r"\bar{x} = \frac{1}{T} \sum_t x_t",
    )
    dense = Part(
        f"{config.layers} dense layers",
        RELU_WORDS,
        f"{config.units}",
        r"y = \max(0,\, W \bar{x} + b)",
        tuple(f"dense_{i}" for i in range(1, config.layers + 1)),
    )
    return ((_WORDS,), (_VECTORS,), (mean,), (dense,), (logits(_CLASSES, "y"),))


def _characters(config: CharacterConfig) -> Parts:
    filters = config.filters
    one_hot = Part(
        "One-hot characters",
        "A 1 for the character, 0 for all C others of the alphabet.",
        "T × C",
    )
    convolutions = [
        Part(
            f"Convolution {number} and max pooling",
            f"{filters} filters over three neighbours. {RELU_WORDS} Max pooling keeps "
            "the largest of every three."
            if number == 1
            else "The same once more.",
            f"T/{3**number} × {filters}",
            r"y_{t,f} = \max(0,\, \textstyle\sum_{m,c} w_{m,c,f}\, x_{t+m,c} + b_f)"
            if number == 1
            else "",
            (f"convolution_{number}",),
        )
        for number in (1, 2)
    ]
    dense = Part(
        "Dense layers",
        "All values in one row, through two layers with ReLU.",
        f"{config.first_units}, then {config.second_units}",
        r"y = \max(0,\, W x + b)",
        ("dense_1", "dense_2"),
    )
    first, second = convolutions
    return ((one_hot,), (first,), (second,), (dense,), (logits(_CLASSES, "y"),))


def _lstm(config: LstmConfig) -> Parts:
    lstm = Part("LSTM", LSTM_WORDS, f"T × {config.units}", LSTM, ("lstm",))
    last = Part(
        "After the last word",
        "Only the last activations go on: they have to hold the whole review.",
        f"{config.units}",
        r"h = h_T",
    )
    return ((_WORDS,), (_VECTORS,), (lstm,), (last,), (logits(_CLASSES, "h"),))


def _spelling(config: AttentiveConfig) -> Part:
    return Part(
        "Character CNN",
        f"{config.character_filters} filters over three letters; the largest value of "
        "each in the word stands beside its vector. So a word with a typo is not lost. "
        f"{RELU_WORDS}",
        f"T × {config.character_filters}",
        CHARACTER_CNN,
        ("character_cnn",),
    )


def _attentive(config: AttentiveConfig) -> Parts:
    units = config.units
    directions = (
        Part(
            "LSTM, forward",
            "Reads from the first word to the last. " + LSTM_WORDS,
            f"T × {units}",
            LSTM,
            ("forward",),
        ),
        Part(
            "LSTM, backward",
            "Reads from the last word to the first, with weights of its own.",
            f"T × {units}",
            "",
            ("backward",),
        ),
    )
    pooling = (
        Part(
            "Attention pooling",
            r"A mean of all words, weighted by $\alpha$: the weights add up to 1.",
            f"{2 * units}",
            _POOLING,
            ("attention_hidden", "attention"),
        ),
        Part(
            "Max pooling",
            "The largest value of each activation over all words.",
            f"{2 * units}",
            r"m = \max_t h_t",
        ),
    )
    last = logits(_CLASSES, r"[a;\, m]")
    words = (_VECTORS, _spelling(config)) if config.character_filters else (_VECTORS,)
    return ((_WORDS,), words, directions, pooling, (last,))
