"""The two networks: pixels in, the logits of the classes out.

B images of a batch, H rows, W columns, C channels, K classes. Images are (B, 32, 32, 3)
from 0 to 255. Shapes in the comments are those of the presets `post` and `best`.
"""

from typing import Any

import keras
from keras import layers
from keras.initializers import GlorotUniform, HeNormal, RandomUniform

from engine.images.config import ImagesConfig
from engine.images.layers import (
    BatchNormalisation,
    ChannelStandardisation,
    Gelu,
    IdentityFirst,
    ImageStandardisation,
    ResponseNormalisation,
    Whitening,
)
from engine.images.pixels import SIZE, Pixels

FEATURES = "features"  # name of the layer that feeds the logits
_STATISTICS_MOMENTUM = 0.6  # per 1,024 images, the batch size of airbench
LOGIT_SCALE = 1 / 9
_WHITENING_IMAGES = 5000


def build(config: ImagesConfig, classes: int, precision: str = "float32") -> Any:
    """Return the network of a config.

    Args:
        config: Which network, and its widths.
        classes: K.
        precision: A Keras dtype policy. Standardisation, the statistics of batch
            normalisation and the logits are always float32.

    Returns:
        A Keras model, (B, 32, 32, 3) float32 -> (B, K) logits.
    """
    if config.network == "tutorial":
        return build_tutorial(config, classes, precision)
    return build_whitened(config, classes, precision)


def build_tutorial(config: ImagesConfig, classes: int, precision: str) -> Any:
    """Return the network of TensorFlow's CIFAR-10 tutorial, used by the original post.

    Source:
        tensorflow.org, "Convolutional Neural Networks" (2016), after
        Krizhevsky's cuda-convnet.
    """
    seed = config.seed
    pixels = keras.Input((SIZE, SIZE, 3), name="pixels")  # (B, 32, 32, 3)
    standardise = ImageStandardisation(dtype="float32", name="standardise")
    x = standardise(pixels)  # (B, 32, 32, 3)
    for block, width in enumerate((config.first_channels, config.second_channels), 1):
        x = layers.Conv2D(
            width,
            kernel_size=5,
            padding="same",
            activation="relu",
            kernel_initializer=HeNormal(seed + block),
            dtype=precision,
            name=f"conv_{block}",
        )(x)  # (B, 32, 32, 64), then (B, 16, 16, 64)
        x = layers.MaxPooling2D(
            3, strides=2, padding="same", dtype=precision, name=f"pool_{block}"
        )(x)  # (B, 16, 16, 64), then (B, 8, 8, 64)
        normalise = ResponseNormalisation(dtype="float32", name=f"norm_{block}")
        x = normalise(x)  # (B, 16, 16, 64), then (B, 8, 8, 64)
    x = layers.Flatten(dtype=precision, name="flatten")(x)  # (B, 4096)
    wide = config.third_channels
    x = _dense_relu(wide, seed, precision, "dense_1")(x)  # (B, 384)
    x = _dense_relu(wide // 2, seed, precision, FEATURES)(x)  # (B, 192)
    logits = layers.Dense(
        classes, kernel_initializer=GlorotUniform(seed), dtype="float32", name="logits"
    )(x)  # (B, K)
    return keras.Model(pixels, logits, name="tutorial")  # (B, 32, 32, 3) -> (B, K)


def _dense_relu(width: int, seed: int, precision: str, name: str) -> Any:
    """Return a dense layer with ReLU, (B, D) -> (B, width)."""
    return layers.Dense(
        width,
        activation="relu",
        kernel_initializer=HeNormal(seed + width),
        dtype=precision,
        name=name,
    )


def build_whitened(config: ImagesConfig, classes: int, precision: str) -> Any:
    """Return airbench's network: frozen whitening, three blocks, one linear layer.

    Source:
        Jordan (2024), "94% on CIFAR-10 in 3.29 seconds", arXiv 2404.00498.
    """
    widths = (config.first_channels, config.second_channels, config.third_channels)
    pixels = keras.Input((SIZE, SIZE, 3), name="pixels")  # (B, 32, 32, 3)
    standardise = ChannelStandardisation(dtype="float32", name="standardise")
    x = standardise(pixels)  # (B, 32, 32, 3)
    x = Whitening(dtype=precision, name="whitening")(x)  # (B, 31, 31, 24)
    x = Gelu(dtype=precision, name="gelu_whitening")(x)  # (B, 31, 31, 24)
    # The first convolution of a block sets C, and its pooling halves H and W.
    for block, width in enumerate(widths, 1):
        x = _convolution_3x3(config, width, precision, f"{block}a")(x)  # (B, H, W, C)
        x = layers.MaxPooling2D(  # (B, 15, 15, 64), (B, 7, 7, 256), (B, 3, 3, 256)
            2, dtype=precision, name=f"pool_{block}"
        )(x)
        x = _batch_normalisation(config, precision, f"{block}a")(x)  # (B, H, W, C)
        x = Gelu(dtype=precision, name=f"gelu_{block}a")(x)  # (B, H, W, C)
        x = _convolution_3x3(config, width, precision, f"{block}b")(x)  # (B, H, W, C)
        x = _batch_normalisation(config, precision, f"{block}b")(x)  # (B, H, W, C)
        x = Gelu(dtype=precision, name=f"gelu_{block}b")(x)  # (B, H, W, C)
    x = layers.GlobalMaxPooling2D(dtype=precision, name=FEATURES)(x)  # (B, 256)
    limit = 1 / widths[-1] ** 0.5
    x = layers.Dense(
        classes,
        use_bias=False,
        kernel_initializer=RandomUniform(-limit, limit, seed=config.seed),
        dtype="float32",
        name="logits",
    )(x)  # (B, K)
    logits = layers.Rescaling(LOGIT_SCALE, dtype="float32", name="scale")(x)  # (B, K)
    return keras.Model(pixels, logits, name="whitened")  # (B, 32, 32, 3) -> (B, K)


def _convolution_3x3(
    config: ImagesConfig, width: int, precision: str, name: str
) -> Any:
    """Return a convolution without bias, (B, H, W, C) -> (B, H, W, width)."""
    return layers.Conv2D(
        width,
        kernel_size=3,
        padding="same",
        use_bias=False,
        kernel_initializer=IdentityFirst(config.seed + sum(map(ord, name))),
        dtype=precision,
        name=f"conv_{name}",
    )


def _batch_normalisation(config: ImagesConfig, precision: str, name: str) -> Any:
    """Return batch normalisation with a bias and no scale, (B, H, W, C) as it was."""
    return BatchNormalisation(
        # The running statistics average over as many images as in the recipe.
        momentum=_STATISTICS_MOMENTUM ** (config.batch_size / 1024),
        epsilon=1e-5,
        dtype=precision,  # its statistics are float32 under any policy
        name=f"norm_{name}",
    )


def learn_constants(model: Any, pixels: Pixels) -> None:
    """Set the weights that are computed from training images before training.

    These are each channel's mean and standard deviation, and the whitening filters.
    The tutorial's network has none: it standardises each image by itself.

    Args:
        model: As `build` returns it.
        pixels: Training images, (N, 32, 32, 3).
    """
    standardise = model.get_layer("standardise")
    if not isinstance(standardise, ChannelStandardisation):
        return
    standardise.learn(pixels)
    mean, deviation = standardise.get_weights()
    images = pixels[:_WHITENING_IMAGES].astype("float32")
    model.get_layer("whitening").learn((images - mean) / deviation)
