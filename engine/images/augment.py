"""Data augmentation: training images are flipped, shifted and changed in brightness.

It depends on the seed, the epoch and the batch number alone, so a resumed run trains on
exactly the same images as one that was never interrupted.

B images of a batch, N of the training set.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.images.config import ImagesConfig
from engine.images.pictures import GROUND
from engine.images.pixels import Pictures, Pixels

Floats = NDArray[np.float32]
_ORDER, _MIRROR, _CHANGE = range(3)  # independent streams of random numbers
_WIDEST = 2.0  # longer side over shorter side of a picture with borders


def mirror(pixels: Pixels, which: NDArray[np.bool_]) -> Pixels:
    """Return images, those marked in `which` (B,) mirrored left to right."""
    mirrored = pixels[:, :, ::-1]
    return np.asarray(np.where(which[:, None, None, None], mirrored, pixels))


def translate(pixels: Pixels, shifts: NDArray[np.integer], most: int) -> Pixels:
    """Return images shifted by whole pixels, reflected at the border.

    Args:
        pixels: (B, H, W, 3).
        shifts: Rows and columns by which each image's content moves up and left,
            (B, 2), from -most to most.
        most: Pixels.
    """
    padded = np.pad(pixels, ((0, 0), (most, most), (most, most), (0, 0)), "reflect")
    windows = np.lib.stride_tricks.sliding_window_view(
        padded, pixels.shape[1:3], axis=(1, 2)
    )  # (B, 2 most + 1, 2 most + 1, 3, H, W)
    row, column = shifts[:, 0] + most, shifts[:, 1] + most
    moved = windows[np.arange(len(pixels)), row, column]  # (B, 3, H, W)
    return np.ascontiguousarray(moved.transpose(0, 2, 3, 1))


def lighten(pixels: NDArray[np.number], levels: Floats) -> Floats:
    """Return images with `levels` (B,) added, clipped to 0 and 255."""
    lighter = pixels + levels[:, None, None, None]
    return np.asarray(np.clip(lighter, 0, 255), np.float32)


def stretch(pixels: NDArray[np.number], factors: Floats) -> Floats:
    """Return images with their contrast multiplied by `factors` (B,), clipped.

    Each channel is scaled about its own mean, as in TensorFlow's
    `adjust_contrast` does.
    """
    means = pixels.mean(axis=(1, 2), keepdims=True, dtype=np.float32)
    stretched = (pixels - means) * factors[:, None, None, None] + means
    return np.asarray(np.clip(stretched, 0, 255), np.float32)


def with_borders(
    pixels: NDArray[np.number], ratios: Floats, upright: NDArray[np.bool_]
) -> NDArray[np.number]:
    """Return images with grey bars, as `engine.images.pictures` fits them in a square.

    Args:
        pixels: (B, H, W, 3), H = W.
        ratios: Longer side over shorter side of what is left, (B,), from 1 (no bars).
        upright: Whether the bars stand left and right, (B,); else above and below.
    """
    size = pixels.shape[1]
    kept = np.round(size / ratios)  # rows or columns between the bars
    distance = np.abs(np.arange(size) - (size - 1) / 2)  # from the middle
    is_bar = 2 * distance >= kept[:, None]  # (B, H)
    bars = np.where(upright[:, None, None], is_bar[:, None], is_bar[:, :, None])
    return np.asarray(np.where(bars[..., None], np.float32(GROUND[0]), pixels))


@dataclass
class Batches:
    """Batches of augmented training images, by their number."""

    pictures: Pictures
    classes: int  # K
    config: ImagesConfig
    _order: tuple[int, NDArray[np.intp]] = field(init=False)  # epoch, (N,)
    _mirrored: NDArray[np.bool_] = field(init=False)  # (N,) in the first epoch

    def __post_init__(self) -> None:
        """Draw which images are mirrored in the first epoch."""
        count = len(self.pictures)
        self._mirrored = self._random(_MIRROR).random(count) < 0.5
        self._order = (-1, np.arange(count))

    @property
    def batch_size(self) -> int:
        """B: the config's batch size, or all images where there are fewer."""
        return min(self.config.batch_size, len(self.pictures))

    @property
    def steps_per_epoch(self) -> int:
        """Full batches per epoch; the rest, different in each epoch, is left out."""
        return len(self.pictures) // self.batch_size

    def batch(self, step: int) -> tuple[Floats, Floats]:
        """Return images (B, 32, 32, 3) from 0 to 255 and targets (B, K), one-hot."""
        epoch, index = divmod(step, self.steps_per_epoch)
        if self._order[0] != epoch:
            order = self._random(_ORDER, epoch).permutation(len(self.pictures))
            self._order = (epoch, order)
        start = index * self.batch_size
        indices = self._order[1][start : start + self.batch_size]
        pixels = self._augmented(indices, epoch, self._random(_CHANGE, step))
        targets = np.eye(self.classes, dtype=np.float32)[self.pictures.labels[indices]]
        return pixels.astype(np.float32), targets

    def _augmented(
        self, indices: NDArray[np.intp], epoch: int, random: np.random.Generator
    ) -> NDArray[np.number]:
        """Return the images at `indices`, augmented for an epoch."""
        config, count = self.config, len(indices)
        pixels = self.pictures.pixels[indices]
        if config.flip == "random":
            pixels = mirror(pixels, random.random(count) < 0.5)
        elif config.flip == "alternating":
            pixels = mirror(pixels, self._mirrored[indices] ^ (epoch % 2 == 1))
        if config.translation_pixels:
            most = config.translation_pixels
            pixels = translate(
                pixels, random.integers(-most, most + 1, (count, 2)), most
            )
        augmented: NDArray[np.number] = pixels
        if config.brightness:
            levels = random.uniform(-config.brightness, config.brightness, count)
            augmented = lighten(augmented, levels.astype(np.float32))
        if config.contrast:
            factors = 1 + random.uniform(-config.contrast, config.contrast, count)
            augmented = stretch(augmented, factors.astype(np.float32))
        if config.borders:
            which = random.random(count) < config.borders
            ratios = np.where(which, random.uniform(1, _WIDEST, count), 1)
            augmented = with_borders(
                augmented, ratios.astype(np.float32), random.random(count) < 0.5
            )
        return augmented

    def _random(self, *stream: int) -> np.random.Generator:
        return np.random.default_rng([self.config.seed, *stream])
