"""Layers that Keras does not have, each a few lines of `keras.ops`.

B images, H and W pixels, C channels.
"""

from typing import Any

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

_LEAST_DEVIATION = float(1 / np.sqrt(32 * 32 * 3))  # of 255: a flat image stays finite
_BLOCK = 500  # images whose patches are held at once


class ChannelStandardisation(layers.Layer):
    """Pixels less each channel's mean, over its deviation; both are weights.

    They are learned from training images before training begins, and travel
    with the other weights.
    """

    def build(self, shape: Any) -> None:
        """Make room for one mean and one deviation per channel."""
        self.mean = self._constant("mean", shape[-1], "zeros")
        self.deviation = self._constant("deviation", shape[-1], "ones")

    def _constant(self, name: str, channels: int, start: str) -> Any:
        return self.add_weight(
            shape=(channels,), initializer=start, trainable=False, name=name
        )

    def learn(self, pixels: NDArray[np.uint8]) -> None:
        """Take mean and deviation from images (N, H, W, C)."""
        flat = pixels.reshape(-1, pixels.shape[-1])
        self.mean.assign(flat.mean(axis=0))
        self.deviation.assign(np.maximum(flat.std(axis=0), 1.0))

    def call(self, x: Any) -> Any:
        """Return (B, H, W, C) of mean 0 and deviation 1 over the training images."""
        return (x - self.mean) / self.deviation


class ImageStandardisation(layers.Layer):
    """Each image less its own mean, over its own deviation, as the tutorial does."""

    def call(self, x: Any) -> Any:
        """Return (B, H, W, C) of mean 0 and deviation 1 over each image."""
        mean = ops.mean(x, axis=(1, 2, 3), keepdims=True)
        deviation = ops.std(x, axis=(1, 2, 3), keepdims=True)
        return (x - mean) / ops.maximum(deviation, _LEAST_DEVIATION)


class Whitening(layers.Layer):
    """A convolution whose fixed filters decorrelate patches of 2×2 pixels.

    Its filters are the eigenvectors of the patches' covariance over the roots of
    the eigenvalues, once as they are and once negated: 2 · 2 · 2 · C channels.
    Only the bias is trained.

    Source:
        Page (2019), "How to train your ResNet 8"; Jordan (2024), arXiv 2404.00498.
    """

    SIZE = 2  # pixels
    SOFTENING = 5e-4  # added to each eigenvalue

    def build(self, shape: Any) -> None:
        """Make room for filters and bias."""
        filters = 2 * self.SIZE**2 * shape[-1]
        self.kernel = self.add_weight(
            shape=(self.SIZE, self.SIZE, shape[-1], filters),
            initializer="glorot_uniform",
            trainable=False,
            name="kernel",
        )
        self.bias = self.add_weight(shape=(filters,), initializer="zeros", name="bias")

    def learn(self, images: NDArray[np.floating]) -> None:
        """Take the filters from standardised images (N, H, W, C)."""
        self.kernel.assign(whitening_filters(images, self.SIZE, self.SOFTENING))

    def call(self, x: Any) -> Any:
        """Return (B, H - 1, W - 1, 8C)."""
        return ops.conv(x, self.kernel, padding="valid") + self.bias


def whitening_filters(
    images: NDArray[np.floating], size: int, softening: float
) -> NDArray[np.float32]:
    """Return filters that decorrelate the patches of some images.

    Args:
        images: (N, H, W, C).
        size: Rows and columns of a patch.
        softening: Added to each eigenvalue, so that none is divided by zero.

    Returns:
        (size, size, C, F), F = 2 · size · size · C: the second half is the first
        negated; the direction of the largest spread comes first.
    """
    numbers = size * size * images.shape[-1]
    products, count = np.zeros((numbers, numbers)), 0
    for start in range(0, len(images), _BLOCK):
        windows = np.lib.stride_tricks.sliding_window_view(
            images[start : start + _BLOCK].astype(np.float64),
            (size, size),
            axis=(1, 2),
        )  # (n, H - 1, W - 1, C, size, size)
        patches = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, numbers)
        products += patches.T @ patches
        count += len(patches)
    values, vectors = np.linalg.eigh(products / count)
    filters = (vectors / np.sqrt(values + softening))[:, ::-1]
    both = np.concatenate([filters, -filters], axis=1)
    return both.reshape(size, size, images.shape[-1], -1).astype(np.float32)


class ResponseNormalisation(layers.Layer):
    """Each channel over a power of its neighbours' energy at the same place.

    Source:
        Krizhevsky et al. (2012), section 3.3, with the tutorial's constants.
    """

    RADIUS, BIAS, ALPHA, BETA = 4, 1.0, 0.001 / 9, 0.75

    def build(self, shape: Any) -> None:
        """Note which channels are neighbours, (C, C) of 0 and 1."""
        places = np.arange(shape[-1])
        near = np.abs(places[:, None] - places[None]) <= self.RADIUS
        self.near = near.astype(np.float32)

    def call(self, x: Any) -> Any:
        """Return (B, H, W, C)."""
        energy = ops.matmul(ops.square(x), ops.cast(self.near, x.dtype))
        return x / ops.power(self.BIAS + self.ALPHA * energy, self.BETA)


class IdentityFirst(keras.initializers.Initializer):
    """Filters of which the first C only hand on their own channel.

    The others are uniform up to one over the root of their inputs, as PyTorch
    begins. So a deep stack begins by passing on what it gets.

    Source:
        Jordan (2024), arXiv 2404.00498, section 3.2.
    """

    def __init__(self, seed: int) -> None:
        """Keep the seed of the others."""
        self.seed = seed

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        """Return filters (h, w, C, F)."""
        height, width, channels, filters = shape
        limit = 1 / np.sqrt(height * width * channels)
        random = np.random.default_rng(self.seed)
        kernel = random.uniform(-limit, limit, shape)
        count = min(channels, filters)
        kernel[..., :count] = 0
        kernel[height // 2, width // 2, np.arange(count), np.arange(count)] = 1
        return ops.convert_to_tensor(kernel, dtype=dtype or "float32")

    def get_config(self) -> dict[str, Any]:
        """Return what makes it again."""
        return {"seed": self.seed}
