"""Fitting a calibration: on images that the network has not learned from."""

from dataclasses import replace
from typing import Any

from engine.calibration import FEWEST
from engine.images import calibration, out_of_distribution
from engine.images.calibration import Calibration, Floats
from engine.images.pixels import Pictures


def fitted(model: Any, pictures: Pictures, words: str) -> tuple[Calibration, Floats]:
    """Return temperatures, quantiles and the rule for strangers of a network.

    Args:
        model: A Keras model of the network, in float32.
        pictures: What they are fitted on.
        words: What those are, for a reader.

    Returns:
        The calibration, and the logits of all six views that it rests on, (6, N, K).
    """
    from engine.images.evaluate import averaged_logits, view_logits

    of_views = view_logits(model, pictures.pixels)
    if len(pictures) < FEWEST:
        return Calibration(1.0, 1.0, f"{words}, too few to fit on", 0), of_views
    averaged = averaged_logits(of_views)
    degrees = calibration.temperature(averaged, pictures.labels)
    made = {
        kind: averaged_logits(view_logits(model, pixels))
        for kind, pixels in out_of_distribution.make().items()
    }
    rule = calibration.out_of_distribution(averaged, made, degrees)
    single = calibration.temperature(of_views[0], pictures.labels)
    fresh = Calibration(single, degrees, words, len(pictures), out_of_distribution=rule)
    return measured_against(fresh, averaged, words), of_views


def measured_against(made: Calibration, averaged: Floats, words: str) -> Calibration:
    """Return a calibration whose percentiles are those among other images.

    Args:
        made: Its temperatures and its rule stay.
        averaged: Mean logits of the images, (N, K).
        words: What the images are.
    """
    found = calibration.quantiles(averaged, made.averaged)
    return replace(made, quantiles=found, quantiles_of=words)
