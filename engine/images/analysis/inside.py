"""Looking inside: feature maps, Grad-CAM, occlusion and filters.

Needs a loaded `Classifier`; every function returns NumPy arrays.

H, W pixels of a layer, C channels, K classes.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.images.pixels import SIZE, Pixels

Floats = NDArray[np.float32]
_GREY = 128  # of the occluding square
_GELU_SLOPE = 0.5  # at 0


def layers(classifier: Any) -> tuple[str, ...]:
    """Return the layers with feature maps (H, W, C), nearest to the pixels first."""
    return tuple(
        layer.name
        for layer in classifier.model.layers
        if len(layer.output.shape) == 4 and layer.name != "pixels"
    )


def convolutions(classifier: Any) -> tuple[str, ...]:
    """Return the layers for Grad-CAM: those with an activation function."""
    names = layers(classifier)
    activated = tuple(name for name in names if name.startswith("gelu"))
    return activated or tuple(name for name in names if name.startswith("conv"))


def described(layer: str) -> str:
    """Return in words what a layer is, from its name: "gelu_2b", "pool_1"."""
    kind, _, position = layer.partition("_")
    if kind == "standardise":
        return "pixels, standardised"
    if layer == "whitening":
        return "2 × 2 patches, uncorrelated"
    block = f"block {position[:1]}" if position[:1].isdigit() else "whitening"
    which = {"a": ", first convolution", "b": ", second convolution"}
    only = ", convolution" if kind == "conv" else ""
    operation = {"pool": ", pooled", "norm": ", normalised", "gelu": ", activated"}
    return block + which.get(position[1:2], only) + operation.get(kind, "")


def feature_maps(classifier: Any, pixels: Pixels, layer: str) -> Floats:
    """Return a layer's activations for a picture (32, 32, 3), as (H, W, C).

    Raises:
        ValueError: There is no such layer.
    """
    import keras

    maps = classifier.part(layer)(pixels[None].astype(np.float32))  # (1, H, W, C)
    return np.asarray(keras.ops.convert_to_numpy(maps)[0], np.float32)


def grad_cam(classifier: Any, pixels: Pixels, layer: str, label: int) -> Floats:
    """Return the Grad-CAM of a class, (H, W) from 0 to 1.

    The sum of the layer's feature maps, each weighted by the mean gradient of the
    class's logit, without its negative part.

    Args:
        classifier: A loaded `Classifier`.
        pixels: (32, 32, 3).
        layer: One of `layers`.
        label: The class, from 0.

    Source:
        Selvaraju et al. (2017), "Grad-CAM".
    """
    from engine.backend.compiled import gradient

    head = classifier.rest(layer)
    maps = feature_maps(classifier, pixels, layer)
    gradients = gradient(lambda x: head(x)[0, label], maps[None])[0]  # (H, W, C)
    weights = gradients.mean(axis=(0, 1))  # (C,)
    heat = np.maximum((maps * weights).sum(axis=-1), 0)  # (H, W)
    return np.asarray(heat / max(float(heat.max()), 1e-12), np.float32)


def occlusion(
    classifier: Any, pixels: Pixels, label: int, size: int = 8, step: int = 2
) -> Floats:
    """Return how much probability a class loses where the picture is covered.

    A grey square slides over the picture. Each pixel gets the mean loss over all
    squares that cover it.

    Args:
        classifier: A loaded `Classifier`.
        pixels: (32, 32, 3).
        label: The class, from 0.
        size: Side of the square, pixels.
        step: Between two positions, pixels.

    Returns:
        (32, 32), from -1 to 1; above 0 where covering lowers the probability.
    """
    corners = [
        (row, column)
        for row in range(0, SIZE - size + 1, step)
        for column in range(0, SIZE - size + 1, step)
    ]
    covered = np.repeat(pixels[None], len(corners) + 1, axis=0)
    for i, (row, column) in enumerate(corners):
        covered[i, row : row + size, column : column + size] = _GREY
    probability = classifier.one_view(covered)[:, label]  # the last is uncovered
    lost, times = np.zeros((SIZE, SIZE)), np.zeros((SIZE, SIZE))
    for i, (row, column) in enumerate(corners):
        loss = probability[-1] - probability[i]
        lost[row : row + size, column : column + size] += loss
        times[row : row + size, column : column + size] += 1
    return np.asarray(lost / np.maximum(times, 1), np.float32)


def filters(classifier: Any) -> dict[str, Floats]:
    """Return the first layers' filters as pictures, (F, h, w, 3) from 0 to 1.

    Those of the whitened network's first block take whitened patches as input; they
    are shown as the pixel pattern that they respond to, with GELU taken as linear with
    its slope at 0, one half.
    """
    model = classifier.model
    names = {layer.name for layer in model.layers}
    if "whitening" not in names:
        kernel = _kernel(model, "conv_1")
        return {"conv_1": _as_pictures(kernel)}
    whitening = _kernel(model, "whitening")  # (2, 2, 3, 24)
    kernel = _kernel(model, "conv_1a")  # (3, 3, 24, F)
    pixel_kernel = composed(whitening, kernel)
    return {
        "whitening": _as_pictures(whitening),
        "conv_1a": _as_pictures(pixel_kernel),
    }


def composed(first: Floats, second: Floats) -> Floats:
    """Return the one convolution that equals two with a linearised GELU between.

    Args:
        first: (h, w, 3, C).
        second: (k, l, C, F).

    Returns:
        (h + k - 1, w + l - 1, 3, F).
    """
    height, width, colours, _ = first.shape
    rows, columns, _, count = second.shape
    shape = (height + rows - 1, width + columns - 1, colours, count)
    both = np.zeros(shape, np.float32)
    for row in range(rows):
        for column in range(columns):
            part = np.tensordot(first, second[row, column], axes=1)
            both[row : row + height, column : column + width] += _GELU_SLOPE * part
    return both


def _kernel(model: Any, layer: str) -> Floats:
    """Return a layer's filters (h, w, C, F)."""
    import keras

    return np.asarray(keras.ops.convert_to_numpy(model.get_layer(layer).kernel))


def _as_pictures(kernel: NDArray[np.floating]) -> Floats:
    """Return filters (h, w, 3, F) as (F, h, w, 3); a weight of 0 becomes 0.5."""
    filters = kernel.transpose(3, 0, 1, 2)
    largest = np.abs(filters).max(axis=(1, 2, 3), keepdims=True)
    return np.asarray(0.5 + 0.5 * filters / np.maximum(largest, 1e-12), np.float32)


def enlarged(heat: Floats, size: int = SIZE) -> Floats:
    """Return a map (H, W) resized bilinearly to (size, size)."""
    picture = Image.fromarray(heat.astype(np.float32))
    return np.asarray(picture.resize((size, size), Image.Resampling.BILINEAR))
