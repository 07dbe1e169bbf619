"""Layers that Keras does not have, each a few lines of `keras.ops`.

B images of a batch, N training images, H and W pixels, C channels, F filters.
"""

from typing import Any

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from engine.backend.precision import on_cpu_in_tensorflow

_SMALLEST_DEVIATION = float(1 / np.sqrt(32 * 32 * 3))  # else flat images divide by 0
_BLOCK = 500  # images whose patches are in memory at once


class ChannelStandardisation(layers.Layer):
    """Subtract each channel's mean and divide by its standard deviation.

    Both are frozen weights: computed from the training images before training, and
    stored with the other weights.
    """

    def build(self, shape: Any) -> None:
        """Create one mean and one standard deviation per channel, (C,) each."""
        self.mean = self._frozen("mean", shape[-1], "zeros")
        self.deviation = self._frozen("deviation", shape[-1], "ones")

    def _frozen(self, name: str, channels: int, initializer: str) -> Any:
        return self.add_weight(
            shape=(channels,), initializer=initializer, trainable=False, name=name
        )

    def learn(self, pixels: NDArray[np.uint8]) -> None:
        """Compute mean and standard deviation from images (N, H, W, C)."""
        flat = pixels.reshape(-1, pixels.shape[-1])  # (N H W, C)
        self.mean.assign(flat.mean(axis=0))
        self.deviation.assign(np.maximum(flat.std(axis=0), 1.0))

    def call(self, x: Any) -> Any:
        """Return (B, H, W, C) with mean 0 and deviation 1 over the training images."""
        return (x - self.mean) / self.deviation

    def as_keras(self) -> Any:
        """Return the layer of Keras that computes the same, for export."""
        mean, deviation = self.get_weights()
        return layers.Normalization(
            mean=mean.tolist(),
            variance=(deviation.astype(np.float64) ** 2).tolist(),
            name=self.name,
        )


class ImageStandardisation(layers.Layer):
    """Subtract each image's own mean and divide by its own standard deviation.

    Source:
        TensorFlow's `per_image_standardization`, as the tutorial uses it.
    """

    def call(self, x: Any) -> Any:
        """Return (B, H, W, C) with mean 0 and deviation 1 over each image."""
        mean = ops.mean(x, axis=(1, 2, 3), keepdims=True)  # (B, 1, 1, 1)
        deviation = ops.std(x, axis=(1, 2, 3), keepdims=True)  # (B, 1, 1, 1)
        return (x - mean) / ops.maximum(deviation, _SMALLEST_DEVIATION)


class Whitening(layers.Layer):
    """A convolution with frozen filters that decorrelate patches of 2 × 2 pixels.

    The filters are the eigenvectors of the patches' covariance, each divided by the
    square root of its eigenvalue, followed by the same negated: F = 2 · 2 · 2 · C.
    Only the bias is trained.

    Source:
        Page (2019), "How to train your ResNet 8"; Jordan (2024), arXiv 2404.00498.
    """

    SIZE = 2  # pixels
    EPSILON = 5e-4  # added to each eigenvalue

    def build(self, shape: Any) -> None:
        """Create filters (2, 2, C, F) and bias (F,)."""
        filters = 2 * self.SIZE**2 * shape[-1]
        self.kernel = self.add_weight(
            shape=(self.SIZE, self.SIZE, shape[-1], filters),
            initializer="glorot_uniform",
            trainable=False,
            name="kernel",
        )
        self.bias = self.add_weight(shape=(filters,), initializer="zeros", name="bias")

    def learn(self, images: NDArray[np.floating]) -> None:
        """Compute the filters from standardised images (N, H, W, C)."""
        self.kernel.assign(whitening_filters(images, self.SIZE, self.EPSILON))

    def call(self, x: Any) -> Any:
        """Return (B, H - 1, W - 1, F)."""
        return ops.conv(x, self.kernel, padding="valid") + self.bias

    def as_keras(self) -> Any:
        """Return the layer of Keras that computes the same, for export."""
        return layers.Conv2D(self.kernel.shape[-1], self.SIZE, name=self.name)


def whitening_filters(
    images: NDArray[np.floating], size: int, epsilon: float
) -> NDArray[np.float32]:
    """Return filters that decorrelate the patches of some images.

    Args:
        images: (N, H, W, C).
        size: Rows and columns of a patch.
        epsilon: Added to each eigenvalue, so that none is divided by zero.

    Returns:
        (size, size, C, F), F = 2 · size · size · C, largest eigenvalue first; the
        second half is the first negated.
    """
    dimension = size * size * images.shape[-1]  # D, of a patch
    products, count = np.zeros((dimension, dimension)), 0
    for start in range(0, len(images), _BLOCK):
        windows = np.lib.stride_tricks.sliding_window_view(
            images[start : start + _BLOCK].astype(np.float64),
            (size, size),
            axis=(1, 2),
        )  # (n, H - 1, W - 1, C, size, size)
        patches = windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, dimension)
        products += patches.T @ patches
        count += len(patches)
    values, vectors = np.linalg.eigh(products / count)  # (D,) ascending, (D, D)
    filters = (vectors / np.sqrt(values + epsilon))[:, ::-1]
    both = np.concatenate([filters, -filters], axis=1)  # (D, 2 D)
    return both.reshape(size, size, images.shape[-1], -1).astype(np.float32)


class ResponseNormalisation(layers.Layer):
    """Local response normalisation across channels.

    Each value is divided by a power of the sum of squares of the neighbouring
    channels at the same position.

    Source:
        Krizhevsky et al. (2012), section 3.3, with the tutorial's constants.
    """

    RADIUS, BIAS, ALPHA, BETA = 4, 1.0, 0.001 / 9, 0.75

    def build(self, shape: Any) -> None:
        """Mark which channels are neighbours, (C, C) of 0 and 1."""
        channel = np.arange(shape[-1])
        near = np.abs(channel[:, None] - channel[None]) <= self.RADIUS
        self.neighbours = near.astype(np.float32)

    def call(self, x: Any) -> Any:
        """Return (B, H, W, C)."""
        neighbours = ops.cast(self.neighbours, x.dtype)
        squares = ops.matmul(ops.square(x), neighbours)  # (B, H, W, C)
        return x / ops.power(self.BIAS + self.ALPHA * squares, self.BETA)


class IdentityFirst(keras.initializers.Initializer):
    """Initialise the first C filters to the identity, the others at random.

    So a deep stack starts by passing its input through. The other filters are uniform
    within ± 1 / √(inputs), PyTorch's default.

    Source:
        Jordan (2024), arXiv 2404.00498, section 3.2.
    """

    def __init__(self, seed: int) -> None:
        """Set the seed of the random filters."""
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
        """Return the arguments of the constructor."""
        return {"seed": self.seed}


class BatchNormalisation(layers.BatchNormalization):
    """As Keras', with a bias and no scale, in fewer passes where a CPU trains."""

    def __init__(self, **options: Any) -> None:
        """Set Keras' options."""
        super().__init__(scale=False, **options)

    def call(self, x: Any, training: bool = False) -> Any:
        """Return (B, H, W, C), normalised by the batch or by the running statistics."""
        if not (training and on_cpu_in_tensorflow()):
            return super().call(x, training=training)
        from engine.backend.fused_in_tensorflow import normalise

        normalised, mean, variance = normalise(x, self.beta, self.epsilon)
        pairs = ((self.moving_mean, mean), (self.moving_variance, variance))
        for running, of_batch in pairs:
            running.assign(running * self.momentum + of_batch * (1 - self.momentum))
        return normalised

    def as_keras(self) -> Any:
        """Return the layer of Keras that computes the same, for export."""
        options = {**self.get_config(), "scale": False}
        return layers.BatchNormalization.from_config(options)


class Gelu(layers.Activation):
    """The Gaussian error linear unit, in one pass where a CPU trains."""

    def __init__(self, **options: Any) -> None:
        """Set Keras' options."""
        super().__init__(gelu, **options)

    def call(self, x: Any, training: bool = False) -> Any:
        """Return the activations of x, of any shape."""
        if not (training and on_cpu_in_tensorflow()):
            return gelu(x)
        from engine.backend import fused_in_tensorflow

        return fused_in_tensorflow.gelu(x)

    def as_keras(self) -> Any:
        """Return a network of Keras' own that computes the same, for export."""
        x = keras.Input(self.output.shape[1:])
        return keras.Model(x, gelu(x), name=self.name)


def gelu(x: Any) -> Any:
    """Return the Gaussian error linear unit of x, in its tanh approximation.

    That takes a fifth less time per batch than the error function.

    Source:
        Hendrycks & Gimpel (2016), arXiv 1606.08415, section 2.
    """
    return keras.activations.gelu(x, approximate=True)
