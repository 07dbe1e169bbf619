"""Other people's figures: the one place where such numbers are typed.

Ours are read from cards. Figures of one view and of several views averaged are compared
only with ours of the same kind.
"""

from engine.images.data import TEST
from engine.published import PublishedFigure

PLAIN, AVERAGED = "accuracy", "accuracy_averaged"
POST_ACCURACY = 0.81
_AIRBENCH = (
    "K. Jordan (2024), arXiv 2404.00498 and cifar10-airbench",
    "https://github.com/KellerJordan/cifar10-airbench",
)


def _figure(
    system: str, value: float, metric: str, citation: str, url: str, note: str = ""
) -> PublishedFigure:
    return PublishedFigure(
        system, value, "cifar10", TEST, metric, citation, url, note=note
    )


FIGURES = (
    _figure(
        "the original post’s network",
        POST_ACCURACY,
        PLAIN,
        "the original blog post (2016–2018)",
        "",
        note="“around 81%”; six hours on two Titan X",
    ),
    _figure(
        "ResNet-20, 0.27M parameters",
        0.9125,
        PLAIN,
        "He et al. (2016), table 6",
        "https://arxiv.org/abs/1512.03385",
        note="error of 8.75%; 64,000 updates",
    ),
    _figure(
        "airbench93",
        0.9300,
        AVERAGED,
        *_AIRBENCH,
        note="mean of 50 runs; 11 epochs, 0.57M parameters",
    ),
    _figure(
        "airbench94",
        0.9401,
        AVERAGED,
        *_AIRBENCH,
        note="mean of 1,000 runs; 9.9 epochs, 1.97M parameters",
    ),
    _figure(
        "airbench95",
        0.9501,
        AVERAGED,
        *_AIRBENCH,
        note="mean of 200 runs; 15 epochs, 4.61M parameters",
    ),
    _figure(
        "airbench96",
        0.9603,
        AVERAGED,
        *_AIRBENCH,
        note="mean of 400 runs; 37 epochs on a GPU",
    ),
    _figure(
        "airbench94 with Muon",
        0.9401,
        AVERAGED,
        *_AIRBENCH,
        note="mean of 200 runs; 2.59 seconds on an A100",
    ),
    _figure(
        "airbench96, faster",
        0.9600,
        AVERAGED,
        *_AIRBENCH,
        note="mean of 200 runs; 27.3 seconds on an A100",
    ),
    _figure(
        "hiverge, CIFAR-10 speedrun",
        0.9401,
        AVERAGED,
        "hiverge/cifar10-speedrun, README",
        "https://github.com/hiverge/cifar10-speedrun",
        note="mean accuracy; 2.095 seconds on an A100",
    ),
    _figure(
        "ResNet-9 with mirrored averaging",
        0.9408,
        AVERAGED,
        "D. Page, cifar10-fast (DAWNBench)",
        "https://github.com/davidcpage/cifar10-fast",
        note="median of 50 runs; two views; 24 epochs, 6.57M parameters",
    ),
)
