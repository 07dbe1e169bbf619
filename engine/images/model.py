"""The two networks: pixels in, logits of the classes out.

B images, K classes. Images are (B, 32, 32, 3), from 0 to 255.
"""

from typing import Any

import keras
from keras import layers

from engine.images.config import ImagesConfig
from engine.images.layers import (
    ChannelStandardisation,
    IdentityFirst,
    ImageStandardisation,
    ResponseNormalisation,
    Whitening,
)
from engine.images.pixels import SIZE, Pixels

FEATURES = "features"  # name of the layer that the logits are read from
# Of 1,024 images a batch, which is what the recipe was tuned with.
_STATISTICS_MOMENTUM = 0.6
_HEAD_SCALE = 1 / 9
_WHITENING_IMAGES = 5000


def build(config: ImagesConfig, classes: int, precision: str = "float32") -> Any:
    """Return the network of a config.

    Args:
        config: Which network, and its widths.
        classes: K.
        precision: A Keras dtype policy; standardisation, the statistics of batch
            normalisation and the logits are float32 always.

    Returns:
        A Keras model, (B, 32, 32, 3) float32 -> (B, K) logits.
    """
    if config.network == "tutorial":
        return _tutorial(config, classes, precision)
    return _whitened(config, classes, precision)


def _tutorial(config: ImagesConfig, classes: int, precision: str) -> Any:
    """Return the network of TensorFlow's CIFAR-10 tutorial, which the post took.

    Source:
        tensorflow.org, "Convolutional Neural Networks" (2016), after
        Krizhevsky's cuda-convnet.
    """
    pixels = keras.Input((SIZE, SIZE, 3), name="pixels")
    x = ImageStandardisation(name="standardise", dtype="float32")(pixels)
    for number, width in enumerate((config.first_channels, config.second_channels), 1):
        x = layers.Conv2D(
            width,
            kernel_size=5,
            padding="same",
            activation="relu",
            kernel_initializer=keras.initializers.HeNormal(config.seed + number),
            dtype=precision,
            name=f"conv_{number}",
        )(x)  # (B, 32, 32, 64), then (B, 16, 16, 64)
        x = layers.MaxPooling2D(
            3, 2, padding="same", dtype=precision, name=f"pool_{number}"
        )(x)
        x = ResponseNormalisation(name=f"norm_{number}", dtype="float32")(x)
    x = layers.Flatten(dtype=precision, name="flatten")(x)  # (B, 4096)
    for name, width in (
        ("dense_1", config.third_channels),
        (FEATURES, config.third_channels // 2),
    ):
        x = layers.Dense(
            width,
            activation="relu",
            kernel_initializer=keras.initializers.HeNormal(config.seed + width),
            dtype=precision,
            name=name,
        )(x)  # (B, 384), then (B, 192)
    start = keras.initializers.GlorotUniform(config.seed)
    logits = layers.Dense(
        classes, kernel_initializer=start, dtype="float32", name="logits"
    )(x)  # (B, K)
    return keras.Model(pixels, logits, name="tutorial")


def _whitened(config: ImagesConfig, classes: int, precision: str) -> Any:
    """Return airbench's network: fixed whitening, three blocks, one linear layer.

    Source:
        Jordan (2024), "94% on CIFAR-10 in 3.29 seconds", arXiv 2404.00498.
    """
    # The statistics follow as many images as they do in the recipe.
    momentum = _STATISTICS_MOMENTUM ** (config.batch_size / 1024)

    def convolve(x: Any, width: int, name: str) -> Any:
        start = IdentityFirst(config.seed + sum(map(ord, name)))
        return layers.Conv2D(
            width,
            kernel_size=3,
            padding="same",
            use_bias=False,
            kernel_initializer=start,
            dtype=precision,
            name=f"conv_{name}",
        )(x)

    def activate(x: Any, name: str) -> Any:
        x = layers.BatchNormalization(
            momentum=momentum,
            epsilon=1e-5,
            scale=False,
            dtype=precision,  # computed in float32 whatever it says
            name=f"norm_{name}",
        )(x)
        return layers.Activation(gelu, dtype=precision, name=f"gelu_{name}")(x)

    pixels = keras.Input((SIZE, SIZE, 3), name="pixels")
    x = ChannelStandardisation(name="standardise", dtype="float32")(pixels)
    x = Whitening(name="whitening", dtype=precision)(x)  # (B, 31, 31, 24)
    x = layers.Activation(gelu, dtype=precision, name="gelu_whitening")(x)
    widths = (config.first_channels, config.second_channels, config.third_channels)
    for number, width in enumerate(widths, 1):
        x = convolve(x, width, f"{number}a")
        # 15 pixels wide with 64 channels, then 7 with 256, then 3 with 256
        x = layers.MaxPooling2D(2, dtype=precision, name=f"pool_{number}")(x)
        x = activate(x, f"{number}a")
        x = convolve(x, width, f"{number}b")
        x = activate(x, f"{number}b")
    x = layers.GlobalMaxPooling2D(dtype=precision, name=FEATURES)(x)  # (B, 256)
    limit = 1 / widths[-1] ** 0.5
    start = keras.initializers.RandomUniform(-limit, limit, seed=config.seed)
    x = layers.Dense(
        classes,
        use_bias=False,
        kernel_initializer=start,
        dtype="float32",
        name="logits",
    )(x)  # (B, K)
    logits = layers.Rescaling(_HEAD_SCALE, dtype="float32", name="scale")(x)
    return keras.Model(pixels, logits, name="whitened")


def gelu(x: Any) -> Any:
    """Return x where it is large, and little of it below 0.

    By tanh, which costs a fifth less time a batch than the error function.

    Source:
        Hendrycks & Gimpel (2016), arXiv 1606.08415, section 2.
    """
    return keras.activations.gelu(x, approximate=True)


def learn_constants(model: Any, pixels: Pixels) -> None:
    """Set what is taken from training images before training begins.

    Mean and deviation of each channel and the whitening filters; nothing in the
    tutorial's network, which standardises each image by itself.

    Args:
        model: As `build` returns it.
        pixels: Training images.
    """
    standardise = model.get_layer("standardise")
    if not isinstance(standardise, ChannelStandardisation):
        return
    standardise.learn(pixels)
    some = pixels[:_WHITENING_IMAGES].astype("float32")
    mean, deviation = standardise.get_weights()
    model.get_layer("whitening").learn((some - mean) / deviation)
