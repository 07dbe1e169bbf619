"""Settings of the image networks, and the presets."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from engine.config import Config, option, precision_option


@dataclass(frozen=True, slots=True)
class ImagesConfig(Config):
    """Settings of the network, of data augmentation and of training.

    For SGD `learning_rate` and `weight_decay` are given for 1,024 images and without
    the effect of momentum, so that batch size and momentum can be changed without
    tuning them again (Page, "How to train your ResNet", 5).
    """

    batch_size: int = option(
        250, "Batch size: images per update", minimum=1, maximum=8192
    )
    network: str = option(
        "whitened",
        "Network: TensorFlow’s tutorial, or airbench (whitened patches)",
        choices=("tutorial", "whitened"),
    )
    first_channels: int = option(
        64, "Channels of the first convolutions", minimum=2, maximum=1024
    )
    second_channels: int = option(
        256, "Channels of the second convolutions", minimum=2, maximum=1024
    )
    third_channels: int = option(
        256,
        "Channels of the third convolutions (“tutorial”: of the first dense layer)",
        minimum=2,
        maximum=1024,
    )
    validation_images: int = option(
        5000,
        "Validation images, taken from the training set; 0 trains on all of it",
        minimum=0,
        maximum=25_000,
    )
    flip: str = option(
        "alternating",
        "Horizontal flips: none, random, or all images every other epoch",
        choices=("none", "random", "alternating"),
    )
    translation_pixels: int = option(
        2, "Random translation: largest shift, in pixels", minimum=0, maximum=8
    )
    brightness: float = option(
        0.0,
        "Random brightness: largest change, in levels of 255",
        minimum=0.0,
        maximum=127.0,
    )
    contrast: float = option(
        0.0, "Random contrast: largest change, as a fraction", minimum=0.0, maximum=0.9
    )
    borders: float = option(
        0.0,
        "Random borders: fraction of images with grey bars, as a picture that is not "
        "square gets them",
        minimum=0.0,
        maximum=1.0,
    )
    label_smoothing: float = option(0.2, "Label smoothing", minimum=0.0, maximum=0.9)
    optimizer: str = option(
        "sgd",
        "Optimiser: SGD with Nesterov momentum, or Adam at a constant learning rate",
        choices=("sgd", "adam"),
    )
    learning_rate: float = option(
        11.5,
        "Peak learning rate, per 1,024 images (Adam: its constant rate, as it is)",
        minimum=1e-4,
        maximum=100.0,
    )
    warmup_fraction: float = option(
        0.23,
        "Warm-up: fraction of training in which the learning rate rises",
        minimum=0.0,
        maximum=0.9,
    )
    momentum: float = option(
        0.85, "Momentum (Nesterov; Adam: β₁)", minimum=0.0, maximum=0.99
    )
    weight_decay: float = option(
        0.0153,
        "Weight decay, per 1,024 images (Adam: decoupled, as it is)",
        minimum=0.0,
        maximum=1.0,
    )
    lookahead: bool = option(
        True, "Lookahead: weights are pulled towards a slow average of themselves"
    )
    ema_momentum: float = option(
        0.0,
        "Momentum of the exponential moving average (EMA) of the weights; 0 for none",
        minimum=0.0,
        maximum=0.9999,
    )
    precision: str = precision_option()


@dataclass(frozen=True, slots=True)
class TransferConfig(Config):
    """Settings of transfer learning: a new last layer on a published network."""

    needs_device: ClassVar[bool] = False  # a few seconds
    without: ClassVar[frozenset[str]] = frozenset(
        {"epochs", "batch_size", "more_epochs"}
    )

    initial_weights: str = option(
        "best",
        "Initial weights: the published network whose features are used, or none",
        choices=("best", "quick", "none"),
    )
    # Chosen on clip art of twelve other kinds, 5 to 30 of each: the accuracy was the
    # same from 10 to 300, and lower below.
    regularisation: float = option(
        10.0,
        "Logistic regression: inverse strength of its L2 regularisation",
        minimum=1e-3,
        maximum=1e4,
    )
    folds: int = option(
        10,
        "Folds of the cross-validation, at most as many as the smallest class has "
        "pictures",
        minimum=2,
        maximum=100,
    )


# TensorFlow's CIFAR-10 tutorial of 2016 with the original post's three augmentations.
# Stronger ones would be clipped at black and white.
_POST = ImagesConfig(
    epochs=40, batch_size=128, network="tutorial", first_channels=64,
    second_channels=64, third_channels=384, flip="random", translation_pixels=0,
    brightness=25.0, contrast=0.2, label_smoothing=0.0, learning_rate=0.8,
    warmup_fraction=0.05, momentum=0.9, weight_decay=0.0032, lookahead=False,
    ema_momentum=0.999,
)  # fmt: skip

PRESETS: Mapping[str, ImagesConfig] = {
    "post": _POST,
    # As the original post tried it, too.
    "post_adam": replace(
        _POST, optimizer="adam", learning_rate=1e-4, weight_decay=0.0
    ),
    # The same recipe as `best` on a tenth of its arithmetic.
    "quick": ImagesConfig(
        epochs=4, first_channels=32, second_channels=64, third_channels=64,
    ),
    # airbench94 (Jordan 2024), trained longer.
    "best": ImagesConfig(epochs=16),
    # For people's own pictures, which are seldom square.
    "photos": ImagesConfig(epochs=16, validation_images=2500, borders=0.3),
    # airbench95 (Jordan 2024), trained longer. Enough validation images for its own
    # temperature and threshold, and no more.
    "best95": ImagesConfig(
        epochs=24, first_channels=128, second_channels=384, third_channels=384,
        validation_images=2500, learning_rate=10.0,
    ),
}  # fmt: skip
