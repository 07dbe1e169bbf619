"""Calibration: probabilities that match accuracy.

A network trained with label smoothing is underconfident, one trained without is
overconfident. Temperature scaling divides the logits by one number, fitted on
validation images; the most probable class stays the same.

N images, K classes.

Source:
    Guo et al. (2017), "On Calibration of Modern Neural Networks".
"""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.calibration import FEWEST, expected_calibration_error
from engine.calibration import temperature as fit_temperature
from engine.errors import CheckpointError
from engine.images import generated_images, out_of_distribution
from engine.images.out_of_distribution import OutOfDistributionRule
from engine.images.pixels import Labels, Pictures
from engine.sampling import log_softmax

FILE = "calibration.json"
_QUANTILES = np.linspace(0, 1, 101)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Temperatures and the out-of-distribution rule, with what they were fitted on."""

    single: float  # temperature for the logits of one view
    averaged: float  # for the mean logits of six views
    measured_on: str  # in words
    n: int  # images; 0 where nothing was fitted
    quantiles: tuple[float, ...] = ()  # 101 of its confidence on `quantiles_of`
    quantiles_of: str = ""  # in words
    out_of_distribution: OutOfDistributionRule | None = None

    def percentile(self, confidence: float) -> float | None:
        """Return the share of images with a lower confidence, 0 to 1."""
        if not self.quantiles:
            return None
        shares = np.linspace(0, 1, len(self.quantiles))
        return float(np.interp(confidence, self.quantiles, shares))

    def error(self, logits: Floats, labels: Labels) -> float:
        """Return the expected calibration error of mean logits (N, K), 0 to 1."""
        likely = probabilities(logits, self.averaged)  # (N, K)
        hits = likely.argmax(axis=-1) == labels
        return expected_calibration_error(likely.max(axis=-1), hits)

    def is_out_of_distribution(self, logits: Floats) -> bool | None:
        """Return whether mean logits (K,) are out of distribution; None: no rule."""
        rule = self.out_of_distribution
        return (
            None if rule is None else bool(rule.flags(logits[None], self.averaged)[0])
        )


def probabilities(logits: Floats, temperature: float) -> Floats:
    """Return the softmax of logits (..., K) over a temperature."""
    return np.asarray(np.exp(log_softmax(logits / temperature)))


def fit(
    model: Any, pictures: Pictures, description: str
) -> tuple[Calibration, NDArray[np.float64]]:
    """Fit temperatures, confidence quantiles and the out-of-distribution rule.

    Args:
        model: A Keras model of the network, in float32.
        pictures: Images to fit on, best those that it was not trained on.
        description: What they are, for the reader.

    Returns:
        The calibration, and the logits of all six views of the images, (6, N, K).
    """
    from engine.images.evaluate import averaged_logits, view_logits

    of_views = view_logits(model, pictures.pixels)
    fitted = temperatures(of_views, pictures.labels, description)
    if not fitted.n:
        return fitted, of_views
    averaged = averaged_logits(of_views)
    generated = {
        kind: averaged_logits(view_logits(model, pixels))
        for kind, pixels in generated_images.generate().items()
    }
    rule = out_of_distribution.choose_rule(averaged, generated, fitted.averaged)
    return replace(fitted, out_of_distribution=rule), of_views


def temperatures(of_views: Floats, labels: Labels, description: str) -> Calibration:
    """Fit temperatures and confidence quantiles; no out-of-distribution rule.

    Args:
        of_views: Logits of the six views of images that were not trained on, (6, N, K).
        labels: (N,).
        description: What they are, for the reader.
    """
    from engine.images.evaluate import averaged_logits

    if len(labels) < FEWEST:
        return Calibration(1.0, 1.0, f"{description}, too few to fit on", 0)
    averaged = averaged_logits(of_views)
    fitted = Calibration(
        single=fit_temperature(of_views[0], labels),
        averaged=fit_temperature(averaged, labels),
        measured_on=description,
        n=len(labels),
    )
    return with_quantiles(fitted, averaged, description)


def with_quantiles(
    calibration: Calibration, logits: Floats, description: str
) -> Calibration:
    """Return a calibration whose percentiles refer to other images.

    Args:
        calibration: Its temperatures and its rule stay.
        logits: Mean logits of the images, (N, K).
        description: What the images are, for the reader.
    """
    quantiles = confidence_quantiles(logits, calibration.averaged)
    return replace(calibration, quantiles=quantiles, quantiles_of=description)


def confidence_quantiles(logits: Floats, temperature: float) -> tuple[float, ...]:
    """Return 101 quantiles of the confidence of mean logits (N, K)."""
    confidence = probabilities(logits, temperature).max(axis=-1)  # (N,)
    quantiles = np.quantile(confidence, _QUANTILES)
    return tuple(round(float(value), 5) for value in quantiles)


def to_text(calibration: Calibration) -> str:
    """Return it as JSON."""
    return json.dumps(asdict(calibration), ensure_ascii=False, indent=1) + "\n"


def read(folder: Path) -> Calibration:
    """Return the calibration of a checkpoint.

    Raises:
        CheckpointError: It has none, or a damaged one.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        rule = stored.pop("out_of_distribution", None)
        stored["quantiles"] = tuple(stored.get("quantiles", ()))
        return Calibration(
            **stored,
            out_of_distribution=OutOfDistributionRule(**rule) if rule else None,
        )
    except (OSError, ValueError, TypeError) as error:
        raise CheckpointError(
            f"{folder.name} has no readable {FILE}. Restore it from git."
        ) from error
