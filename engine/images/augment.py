"""What is done to training images, so that the network sees more than there are.

Everything follows from seed, epoch and batch number alone: a resumed run sees
exactly the images that it would have seen.

B images of a batch, N of the training set.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.images.config import ImagesConfig
from engine.images.pixels import Pictures, Pixels

Floats = NDArray[np.float32]
_ORDER, _MIRROR, _CHANGE = range(3)  # streams of random numbers, never shared


def mirror(pixels: Pixels, which: NDArray[np.bool_]) -> Pixels:
    """Return images, those of `which` (B,) mirrored left to right."""
    mirrored = pixels[:, :, ::-1]
    return np.asarray(np.where(which[:, None, None, None], mirrored, pixels))


def translate(pixels: Pixels, shifts: NDArray[np.integer], most: int) -> Pixels:
    """Return images moved by whole pixels; what comes in is reflected.

    Args:
        pixels: (B, H, W, 3).
        shifts: Rows and columns that each picture's content moves up and left,
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
    """Return images with `levels` (B,) added, cut off at 0 and 255."""
    lighter = pixels + levels[:, None, None, None]
    return np.asarray(np.clip(lighter, 0, 255), np.float32)


def stretch(pixels: NDArray[np.number], factors: Floats) -> Floats:
    """Return images whose contrast is `factors` (B,) times theirs, cut off.

    Each channel is stretched about its own mean, as TensorFlow's
    `adjust_contrast` does.
    """
    means = pixels.mean(axis=(1, 2), keepdims=True, dtype=np.float32)
    stretched = (pixels - means) * factors[:, None, None, None] + means
    return np.asarray(np.clip(stretched, 0, 255), np.float32)


@dataclass
class Batches:
    """Training images, augmented, asked for batch by batch."""

    pictures: Pictures
    classes: int  # K
    config: ImagesConfig
    _order: tuple[int, NDArray[np.intp]] = field(init=False)  # epoch, (N,)
    _mirrored: NDArray[np.bool_] = field(init=False)  # (N,) in the first epoch

    def __post_init__(self) -> None:
        """Draw which images begin mirrored."""
        count = len(self.pictures)
        self._mirrored = self._random(_MIRROR).random(count) < 0.5
        self._order = (-1, np.arange(count))

    @property
    def batch_size(self) -> int:
        """B: fewer than asked for where there are fewer images."""
        return min(self.config.batch_size, len(self.pictures))

    @property
    def steps_per_epoch(self) -> int:
        """Batches in one pass; what does not fill one is left out, others each time."""
        return len(self.pictures) // self.batch_size

    def batch(self, step: int) -> tuple[Floats, Floats]:
        """Return images (B, 32, 32, 3) from 0 to 255 and targets (B, K), one-hot."""
        epoch, index = divmod(step, self.steps_per_epoch)
        if self._order[0] != epoch:
            order = self._random(_ORDER, epoch).permutation(len(self.pictures))
            self._order = (epoch, order)
        start = index * self.batch_size
        places = self._order[1][start : start + self.batch_size]
        pixels = self._changed(places, epoch, self._random(_CHANGE, step))
        targets = np.eye(self.classes, dtype=np.float32)[self.pictures.labels[places]]
        return pixels.astype(np.float32), targets

    def _changed(
        self, places: NDArray[np.intp], epoch: int, random: np.random.Generator
    ) -> NDArray[np.number]:
        """Return the images at `places` as this epoch sees them."""
        config, count = self.config, len(places)
        pixels = self.pictures.pixels[places]
        if config.flip == "random":
            pixels = mirror(pixels, random.random(count) < 0.5)
        elif config.flip == "alternating":
            pixels = mirror(pixels, self._mirrored[places] ^ (epoch % 2 == 1))
        if config.translation_pixels:
            most = config.translation_pixels
            pixels = translate(
                pixels, random.integers(-most, most + 1, (count, 2)), most
            )
        changed: NDArray[np.number] = pixels
        if config.brightness:
            levels = random.uniform(-config.brightness, config.brightness, count)
            changed = lighten(changed, levels.astype(np.float32))
        if config.contrast:
            factors = 1 + random.uniform(-config.contrast, config.contrast, count)
            changed = stretch(changed, factors.astype(np.float32))
        return changed

    def _random(self, *stream: int) -> np.random.Generator:
        return np.random.default_rng([self.config.seed, *stream])
