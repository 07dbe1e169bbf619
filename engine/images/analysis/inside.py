"""Looking inside: what each layer makes of a picture, and what the answer rests on.

Needs a loaded `Classifier`; every function answers with NumPy arrays.

H, W pixels of a layer, C channels, K classes.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.images.pixels import SIZE, Pixels

Floats = NDArray[np.float32]
_GREY = 128  # what is laid over a part of a picture
_LINEAR_SLOPE = 0.5  # of gelu at 0


def layers(classifier: Any) -> tuple[str, ...]:
    """Return the layers that still are pictures, nearest to the pixels first."""
    return tuple(
        layer.name
        for layer in classifier.model.layers
        if len(layer.output.shape) == 4 and layer.name != "pixels"
    )


def convolutions(classifier: Any) -> tuple[str, ...]:
    """Return the layers that Grad-CAM is worth asking of: those that activate."""
    names = layers(classifier)
    activated = tuple(name for name in names if name.startswith("gelu"))
    return activated or tuple(name for name in names if name.startswith("conv"))


def described(layer: str) -> str:
    """Return in words what a layer is, from its name: "gelu_2b", "pool_1"."""
    kind, _, place = layer.partition("_")
    if kind == "standardise":
        return "pixels, standardised"
    where = f"block {place[:1]}" if place[:1].isdigit() else "whitening"
    which = {"a": ", first convolution", "b": ", second convolution"}
    alone = ", convolution" if kind == "conv" else ""
    done = {"pool": ", pooled", "norm": ", normalised", "gelu": ", activated"}
    return where + which.get(place[1:2], alone) + done.get(kind, "")


def feature_maps(classifier: Any, pixels: Pixels, layer: str) -> Floats:
    """Return what a layer makes of a picture (32, 32, 3), as (H, W, C).

    Raises:
        ValueError: There is no such layer.
    """
    import keras

    made = classifier.part(layer)(pixels[None].astype(np.float32))
    return np.asarray(keras.ops.convert_to_numpy(made)[0], np.float32)


def grad_cam(classifier: Any, pixels: Pixels, layer: str, label: int) -> Floats:
    """Return where a layer speaks for a class, (H, W) from 0 to 1.

    Each channel counts by the mean gradient of the class's score; what speaks
    against the class is left out.

    Args:
        classifier: A loaded `Classifier`.
        pixels: (32, 32, 3).
        layer: One of `layers`.
        label: The class, from 0.

    Source:
        Selvaraju et al. (2017), "Grad-CAM".
    """
    import keras

    from engine.backend.compiled import gradient

    model = classifier.model
    head = keras.Model(model.get_layer(layer).output, model.output)
    maps = feature_maps(classifier, pixels, layer)
    slopes = gradient(lambda x: head(x)[0, label], maps[None])[0]  # (H, W, C)
    heat = np.maximum((maps * slopes.mean(axis=(0, 1))).sum(axis=-1), 0)
    return np.asarray(heat / max(float(heat.max()), 1e-12), np.float32)


def occlusion(
    classifier: Any, pixels: Pixels, label: int, size: int = 8, step: int = 2
) -> Floats:
    """Return how much probability a class loses where the picture is covered.

    A grey square is laid over every place in turn. What a pixel gets is the mean
    over all squares that cover it.

    Args:
        classifier: A loaded `Classifier`.
        pixels: (32, 32, 3).
        label: The class, from 0.
        size: Of the square, pixels.
        step: Between two squares, pixels.

    Returns:
        (32, 32), from -1 to 1; above 0 where the class needs the pixel.
    """
    corners = [
        (row, column)
        for row in range(0, SIZE - size + 1, step)
        for column in range(0, SIZE - size + 1, step)
    ]
    covered = np.repeat(pixels[None], len(corners) + 1, axis=0)
    for place, (row, column) in enumerate(corners):
        covered[place, row : row + size, column : column + size] = _GREY
    said = classifier.one_view(covered)[:, label]  # the last one is uncovered
    lost, times = np.zeros((SIZE, SIZE)), np.zeros((SIZE, SIZE))
    for place, (row, column) in enumerate(corners):
        lost[row : row + size, column : column + size] += said[-1] - said[place]
        times[row : row + size, column : column + size] += 1
    return np.asarray(lost / np.maximum(times, 1), np.float32)


def filters(classifier: Any) -> dict[str, Floats]:
    """Return the first layers' filters as pictures, (F, h, w, 3) from 0 to 1.

    Those of the whitened network's first block look at whitened patches; they
    are shown as what they answer to in the pixels, near zero, where half of what
    comes in passes the activation.
    """
    model = classifier.model
    names = {layer.name for layer in model.layers}
    if "whitening" not in names:
        kernel = _kernel(model, "conv_1")
        return {"conv_1": _as_pictures(kernel)}
    whitening = _kernel(model, "whitening")  # (2, 2, 3, 24)
    kernel = _kernel(model, "conv_1a")  # (3, 3, 24, F)
    seen = composed(whitening, kernel)
    return {"whitening": _as_pictures(whitening), "conv_1a": _as_pictures(seen)}


def composed(first: Floats, second: Floats) -> Floats:
    """Return what two convolutions in a row answer to in the pixels, near zero.

    Args:
        first: (h, w, 3, C).
        second: (k, l, C, F).

    Returns:
        (h + k - 1, w + l - 1, 3, F).
    """
    high, wide, colours, _ = first.shape
    rows, columns, _, count = second.shape
    seen = np.zeros((high + rows - 1, wide + columns - 1, colours, count), np.float32)
    for row in range(rows):
        for column in range(columns):
            part = np.tensordot(first, second[row, column], axes=1)
            seen[row : row + high, column : column + wide] += _LINEAR_SLOPE * part
    return seen


def _kernel(model: Any, layer: str) -> Floats:
    """Return a layer's filters (h, w, C, F)."""
    import keras

    return np.asarray(keras.ops.convert_to_numpy(model.get_layer(layer).kernel))


def _as_pictures(kernel: NDArray[np.floating]) -> Floats:
    """Return filters (h, w, 3, F) as (F, h, w, 3); 0.5 is no answer at all."""
    turned = kernel.transpose(3, 0, 1, 2)
    most = np.abs(turned).max(axis=(1, 2, 3), keepdims=True)
    return np.asarray(0.5 + 0.5 * turned / np.maximum(most, 1e-12), np.float32)


def enlarged(heat: Floats, size: int = SIZE) -> Floats:
    """Return a map (H, W) smoothly enlarged to (size, size)."""
    picture = Image.fromarray(heat.astype(np.float32))
    return np.asarray(picture.resize((size, size), Image.Resampling.BILINEAR))
