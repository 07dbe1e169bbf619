"""What can be set for the image networks, and the presets."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.experiment import Config, option


@dataclass(frozen=True, slots=True)
class ImagesConfig(Config):
    """Settings of the network, of what is done to its images, and of training.

    `learning_rate` and `weight_decay` are given for 1,024 images and without
    what momentum adds to a step, so that batch size and momentum can be changed
    without tuning the others again (Page, "How to train your ResNet", 5).
    """

    batch_size: int = option(
        250, "Images that are seen before each update", minimum=1, maximum=8192
    )
    network: str = option(
        "whitened",
        "Which of the two networks: TensorFlow's tutorial, or whitened patches",
        choices=("tutorial", "whitened"),
    )
    first_width: int = option(
        64, "Channels of the first convolutions", minimum=2, maximum=1024
    )
    second_width: int = option(
        256, "Channels of the second convolutions", minimum=2, maximum=1024
    )
    third_width: int = option(
        256,
        "Channels of the third convolutions (in “tutorial”: of the first dense layer)",
        minimum=2,
        maximum=1024,
    )
    validation_images: int = option(
        5000,
        "Images cut from training to choose by; 0 trains on all of them",
        minimum=0,
        maximum=25_000,
    )
    flip: str = option(
        "alternating",
        "Mirroring: none, each image at random, or all of them every other epoch",
        choices=("none", "random", "alternating"),
    )
    translate: int = option(
        2, "Pixels that an image is moved by at most", minimum=0, maximum=8
    )
    brightness: float = option(
        0.0, "Levels (of 255) added or taken at most", minimum=0.0, maximum=127.0
    )
    contrast: float = option(
        0.0, "Share that contrast is changed by at most", minimum=0.0, maximum=0.9
    )
    label_smoothing: float = option(
        0.2, "Probability spread over all classes", minimum=0.0, maximum=0.9
    )
    learning_rate: float = option(
        11.5, "Step size at its highest, per 1,024 images", minimum=1e-4, maximum=100.0
    )
    warm_up: float = option(
        0.23, "Share of training in which the step size rises", minimum=0.0, maximum=0.9
    )
    momentum: float = option(
        0.85, "Share of the last step that goes on", minimum=0.0, maximum=0.99
    )
    weight_decay: float = option(
        0.0153, "Pull towards zero, per 1,024 images", minimum=0.0, maximum=1.0
    )
    lookahead: bool = option(True, "Whether weights follow a slow copy of themselves")
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


PRESETS: Mapping[str, ImagesConfig] = {
    # TensorFlow's CIFAR-10 tutorial of 2016 with the post's three changes to the
    # images. Stronger ones would be cut off at black and white.
    "post": ImagesConfig(
        epochs=40, batch_size=128, network="tutorial", first_width=64,
        second_width=64, third_width=384, flip="random", translate=0,
        brightness=25.0, contrast=0.2, label_smoothing=0.0, learning_rate=0.8,
        warm_up=0.05, momentum=0.9, weight_decay=0.0032, lookahead=False,
        averaging=0.999,
    ),
    # The same recipe as `best` on a tenth of its arithmetic.
    "quick": ImagesConfig(
        epochs=4, first_width=32, second_width=64, third_width=64,
    ),
    # airbench94 (Jordan 2024), trained longer for a margin.
    "best": ImagesConfig(epochs=16),
    # airbench95 (Jordan 2024).
    "best95": ImagesConfig(
        epochs=15, first_width=128, second_width=384, third_width=384,
        learning_rate=10.0,
    ),
}  # fmt: skip
