"""The network as a picture, from its config. K classes."""

from engine.images.config import ImagesConfig
from engine.images.pixels import SIZE
from engine.parts import RELU_WORDS, Part, Parts, logits, softmax

_CONVOLUTION = (
    r"y_{i,j,c} = \sum_{m,n,k} w_{m,n,k,c}\; x_{i+m,\,j+n,\,k}"  # cross-correlation
)
_PICTURE = Part("Picture", "Red, green and blue.", f"{SIZE} × {SIZE} × 3")
_NORMALISATION = r"y = \frac{x - \mu_c}{\sqrt{\sigma_c^2 + \varepsilon}} + \beta_c"
# Its tanh approximation is what is computed.
_GELU = r"""\begin{aligned}
\mathrm{GELU}(x) &= x\,\Phi(x) \approx \tfrac{x}{2}\,(1 + \tanh u) \\
u &= \sqrt{2/\pi}\;(x + 0.0447\, x^3)
\end{aligned}"""
_WITH_RELU = r"""\begin{aligned}
y_{i,j,c} &= \max(0,\; a_{i,j,c}) \\
a_{i,j,c} &= b_c + \sum_{m,n,k} w_{m,n,k,c}\; x_{i+m,\,j+n,\,k}
\end{aligned}"""


def parts(config: ImagesConfig) -> Parts:
    """Return the parts of the network, from the picture to the probabilities."""
    if config.network == "tutorial":
        return _tutorial(config)
    return _whitened(config)


def _tutorial(config: ImagesConfig) -> Parts:
    first, second = config.first_channels, config.second_channels
    wide = config.third_channels
    return (
        (_PICTURE,),
        (
            Part(
                "Standardisation",
                "Each picture by its own mean $\\mu$ and standard deviation $s$.",
                f"{SIZE} × {SIZE} × 3",
                r"y = \frac{x - \mu}{s}",
            ),
        ),
        (_block(1, first, SIZE // 2, is_first=True),),
        (_block(2, second, SIZE // 4),),
        (
            Part(
                "Dense layers",
                "All values of all maps in one row, through two layers. " + RELU_WORDS,
                f"{wide}, then {wide // 2}",
                r"y = \max(0,\, W x + b)",
                ("dense_1", "features"),
            ),
        ),
        (logits("K", "y"),),
        (softmax("K"),),
    )


def _block(number: int, width: int, size: int, is_first: bool = False) -> Part:
    """Return a convolution of the tutorial's network with what follows it."""
    return Part(
        f"Convolution {number}, 5 × 5",
        f"{width} kernels slide over the input. {RELU_WORDS} Max pooling keeps the "
        "largest of 3 × 3 neighbours at every second place; response normalisation "
        "divides by what nearby channels have.",
        f"{size} × {size} × {width}",
        _WITH_RELU if is_first else "",
        (f"conv_{number}",),
    )


def _whitened(config: ImagesConfig) -> Parts:
    widths = (config.first_channels, config.second_channels, config.third_channels)
    return (
        (_PICTURE,),
        (
            Part(
                "Whitening, 2 × 2",
                "24 kernels that are computed, not trained (but for a bias each): what "
                "they give is uncorrelated. Then GELU, a smooth ReLU: x times the "
                r"probability $\Phi$ that a normal random number is below x.",
                "31 × 31 × 24",
                _GELU,
                ("standardise", "whitening"),
            ),
        ),
        *((_pair(block, width),) for block, width in enumerate(widths, 1)),
        (
            Part(
                "Global max pooling",
                "The largest value of each map: where it is no longer counts.",
                f"{widths[-1]}",
                r"y_c = \max_{i,j} x_{i,j,c}",
            ),
        ),
        (
            Part(
                "Logits",
                "One number for each class, not yet a probability.",
                "K",
                r"z = \tfrac{1}{9}\, W y",
                ("logits",),
            ),
        ),
        (softmax("K"),),
    )


def _pair(block: int, width: int) -> Part:
    """Return one block of two convolutions."""
    side = {1: 15, 2: 7, 3: 3}[block]
    first = block == 1
    return Part(
        f"Block {block}: two convolutions, 3 × 3",
        "Convolution, max pooling over 2 × 2, batch normalisation, GELU; then the same "
        "without pooling."
        + (
            " Batch normalisation takes the mean and the variance of a channel "
            "over the batch in training, over all of training afterwards."
            if first
            else ""
        ),
        f"{side} × {side} × {width}",
        rf"\begin{{gathered}}{_CONVOLUTION} \\ {_NORMALISATION}\end{{gathered}}"
        if first
        else "",
        tuple(f"{kind}_{block}{half}" for half in "ab" for kind in ("conv", "norm")),
    )
