"""A loaded network that classifies pictures, with calibrated probabilities."""

import json
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from engine.checkpoints import checkpoint, weights
from engine.images import calibration
from engine.images.answers import Answer, View
from engine.images.calibration import probabilities
from engine.images.config import ImagesConfig
from engine.images.evaluate import VIEW_WEIGHTS, VIEWS, averaged_logits, logits, views
from engine.images.finishing import CLASSES_FILE
from engine.images.model import build
from engine.images.pictures import FITS, Picture, to_pixels
from engine.images.pixels import SIZE, Pixels

NETWORK = "network"  # a card's fact: the config of the network, where it is another


class Classifier:
    """An image network from a checkpoint; safe to share between threads."""

    def __init__(self, folder: Path, epoch: float | None = None) -> None:
        """Load a checkpoint's final weights, or those of a snapshot.

        Args:
            folder: The checkpoint.
            epoch: One of `card.snapshots`' epochs, or None for the final weights.

        Raises:
            CheckpointError: Missing, damaged, changed, or no such snapshot.
        """
        self.folder = folder
        self.card = checkpoint.read_card(folder, "images")
        weights_file = checkpoint.weights_file(self.card, epoch)
        for name in (CLASSES_FILE, calibration.FILE, weights_file):
            checkpoint.check_file(folder, name, self.card.files.get(name, ""))
        names = json.loads((folder / CLASSES_FILE).read_text(encoding="utf-8"))
        self.classes: tuple[str, ...] = tuple(names)
        self.calibration = calibration.read(folder)
        if epoch is not None:  # these were measured with the final weights
            self.calibration = replace(
                self.calibration, quantiles=(), out_of_distribution=None
            )
        # After transfer learning the card's config is that of the last layer.
        network = self.card.facts.get(NETWORK, self.card.config)
        config = ImagesConfig.from_mapping(network)
        self._model = build(config, len(self.classes))
        weights.load(self._model, folder / weights_file)
        self._parts: dict[tuple[str, str], Any] = {}
        self._lock = RLock()

    @property
    def name(self) -> str:
        """The checkpoint's name."""
        return self.card.name

    @property
    def model(self) -> Any:
        """The Keras model, for evaluation and looking inside."""
        return self._model

    def warm(self) -> None:
        """Compile what a page calls first, so that its first answer is fast."""
        blank = np.full((SIZE, SIZE, 3), 128, np.uint8)
        self.classify_pixels(blank, "blank")
        self.one_view(blank[None])

    def classify(self, picture: Picture, fit: str = FITS[0]) -> Answer:
        """Return the answer to an opened picture.

        Args:
            picture: As `pictures.open_picture` returns it.
            fit: "pad" keeps all of it; "crop" cuts the middle square out.
        """
        return self.classify_pixels(
            to_pixels(picture, fit), picture.name, picture.notes
        )

    def classify_pixels(
        self, pixels: Pixels, name: str, notes: tuple[str, ...] = ()
    ) -> Answer:
        """Return the answer to pixels (32, 32, 3), averaged over six views."""
        view_pixels = views(pixels[None])[:, 0]  # (6, 32, 32, 3)
        with self._lock:
            of_views = logits(self._model, view_pixels)  # (6, K)
        mean = averaged_logits(of_views[:, None])[0]  # (K,)
        calibrated = probabilities(mean, self.calibration.averaged)  # (K,)
        view_probabilities = probabilities(of_views, self.calibration.single)  # (6, K)
        return Answer(
            name=name,
            notes=notes,
            classes=self.classes,
            pixels=pixels,
            logits=mean,
            probabilities=calibrated,
            views=tuple(
                View(view, float(weight), *row)
                for view, weight, *row in zip(
                    VIEWS, VIEW_WEIGHTS, view_pixels, view_probabilities, strict=True
                )
            ),
            percentile=self.calibration.percentile(float(calibrated.max())),
            out_of_distribution=self.calibration.is_out_of_distribution(mean),
        )

    def part(self, layer: str) -> Any:
        """Return the network up to a layer, as a Keras model.

        Raises:
            ValueError: There is no such layer.
        """
        return self._between("pixels", layer)

    def rest(self, layer: str) -> Any:
        """Return the network behind a layer, from its output to the logits.

        Raises:
            ValueError: There is no such layer.
        """
        return self._between(layer, self._model.layers[-1].name)

    def _between(self, first: str, last: str) -> Any:
        """Return what follows the output of one layer, up to another."""
        with self._lock:
            if (first, last) not in self._parts:
                start, end = (self._model.get_layer(name) for name in (first, last))
                self._parts[first, last] = keras.Model(start.output, end.output)
            return self._parts[first, last]

    def one_view(self, pixels: NDArray[np.number]) -> NDArray[np.float64]:
        """Return probabilities (N, K) of images (N, 32, 32, 3), one view each.

        For curves and occlusion, which compare many variants of a picture.
        """
        with self._lock:
            of_pixels = logits(self._model, pixels)
        return probabilities(of_pixels, self.calibration.single)
