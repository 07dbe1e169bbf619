"""Published figures: the one place where such numbers are typed.

Ours are read from cards. A figure compares with ours only if text and split are the
same; figures on another split are listed apart, with the reason.
"""

from engine.language.data import SPLIT
from engine.published import PublishedFigure, comparable

MEAN = "nats_per_character"
MIXED = "nats_per_character_ngrams"  # of a network mixed with n-grams
DYNAMIC = "nats_per_character_dynamic"  # of dynamic evaluation
DYNAMIC_MIXED = "nats_per_character_dynamic_ngrams"  # of both
_SPLIT_OF_OURS = ("shakespeare", SPLIT, MEAN)

_NANOGPT = "https://github.com/karpathy/nanoGPT"
_MINIGPT = ("arXiv 2605.17398, abstract", "https://arxiv.org/abs/2605.17398")
_MINIMAL_RNN = (
    "Feng et al. (2024), arXiv 2410.01201",
    "https://arxiv.org/abs/2410.01201",
)
_SECOND_HAND = (
    "three layers of 384 units; quoted second-hand, and that the split is the same is "
    "not confirmed"
)

FIGURES = (
    PublishedFigure(
        "nanoGPT, 10.65M parameters",
        1.4697,
        *_SPLIT_OF_OURS,
        "A. Karpathy, nanoGPT, README",
        _NANOGPT,
        note="lowest validation loss during training; three minutes on an A100. Others "
        "who repeated it had 1.4646 to 1.48",
    ),
    PublishedFigure("MiniGPT, 10.77M parameters", 1.4780, *_SPLIT_OF_OURS, *_MINIGPT),
    PublishedFigure(
        "Transformer",
        1.547,
        *_SPLIT_OF_OURS,
        *_MINIMAL_RNN,
        note=_SECOND_HAND,
    ),
    PublishedFigure("minGRU", 1.548, *_SPLIT_OF_OURS, *_MINIMAL_RNN, note=_SECOND_HAND),
    PublishedFigure(
        "minLSTM", 1.555, *_SPLIT_OF_OURS, *_MINIMAL_RNN, note=_SECOND_HAND
    ),
    PublishedFigure("Mamba", 1.575, *_SPLIT_OF_OURS, *_MINIMAL_RNN, note=_SECOND_HAND),
    PublishedFigure("MiniGPT, 0.83M parameters", 1.7236, *_SPLIT_OF_OURS, *_MINIGPT),
    PublishedFigure(
        "nanoGPT, CPU setting",
        1.88,
        *_SPLIT_OF_OURS,
        "A. Karpathy, nanoGPT, README",
        _NANOGPT,
        note="about three minutes on a CPU",
    ),
)

# Never in one column with ours.
OTHER_SPLITS = (
    PublishedFigure(
        "char-rnn’s example network",
        1.395,
        "shakespeare",
        "5% in batches spread over the text",
        MEAN,
        "A. Karpathy, char-rnn, Readme",
        "https://github.com/karpathy/char-rnn",
        note="Its validation batches lie between training batches, which makes the "
        "task easier. The figure is part of a checkpoint’s name in an older Readme, "
        "which does not say on which text.",
    ),
)


def figures_for(text: str, metric: str = MEAN) -> tuple[PublishedFigure, ...]:
    """Return the figures on a text that are comparable with ours, best first."""
    figures = comparable(FIGURES, (text,), metric, SPLIT)
    return tuple(sorted(figures, key=lambda figure: figure.value))


# The original blog post on language (2016). It gave no loss, only samples.
POST_SYMBOLS = 98  # size of its vocabulary
POST_LOOKBACK = 30  # characters that its network is trained to look back
POST_EPOCHS = (1, 5, 60)  # after which it showed samples
POST_PROMPT = "L"
POST_TOP_N = 2
POST_LESS = {"paulgraham": 0.8}  # its text -> by how much it was below Shakespeare's


def post_combinations(order: int) -> int:
    """Return the size of a full n-gram table as the original post counts it.

    Example:
        >>> post_combinations(2), post_combinations(3)
        (9604, 941192)
        >>> f"{post_combinations(30):.2e}"
        '5.45e+59'
    """
    return int(POST_SYMBOLS**order)
