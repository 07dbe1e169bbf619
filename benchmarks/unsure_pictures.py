"""Averaging six views only where one view is unsure: accuracy and forward passes.

    python -m benchmarks.unsure_pictures [CHECKPOINT]

Needs CIFAR-10 (`./loupe fetch images`) and a checkpoint that kept validation images,
`quick` by default; these are used, never the test images. A picture whose calibrated
confidence of one view reaches a threshold keeps that answer; all others get the mean of
six views. Printed: accuracy, views per picture, and answers of one view that six would
have changed.
"""

import argparse

import numpy as np

from engine.checkpoints import checkpoint
from engine.data.sources import data_folder
from engine.images.calibration import probabilities
from engine.images.data import VALIDATION
from engine.images.evaluate import VIEWS, accuracy, averaged_logits, view_logits
from engine.images.measure import measured_on
from engine.images.predict import Classifier

THRESHOLDS = (0.0, 0.7, 0.9, 0.97, 1.01)  # the first is one view, the last all six


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", nargs="?", default="quick")
    folder = checkpoint.find("images", parser.parse_args().checkpoint)
    classifier = Classifier(folder)
    pictures, _ = measured_on(classifier.card, folder, data_folder(), VALIDATION)
    of_views = view_logits(classifier.model, pictures.pixels)
    single, averaged = of_views[0], averaged_logits(of_views)
    confidence = probabilities(single, classifier.calibration.single).max(axis=-1)
    differ = single.argmax(axis=-1) != averaged.argmax(axis=-1)
    print(f"{classifier.name}, {len(pictures):,} validation images")
    for threshold in THRESHOLDS:
        sure = confidence >= threshold
        answers = np.where(sure[:, None], single, averaged)
        views = 1 + (len(VIEWS) - 1) * np.mean(~sure)
        print(
            f"threshold {threshold:.2f}: {accuracy(answers, pictures.labels):.2%} with "
            f"{views:.2f} views; changed by six views: {np.sum(differ & sure)}"
        )


if __name__ == "__main__":
    main()
