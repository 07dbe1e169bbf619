"""How sure a network may be: temperature, percentile, and "none of these".

A network trained with smoothed labels is too timid, one trained without too
sure. Scores over one temperature, fitted where the network has not learned, put
that right without changing which class is first.

Source:
    Guo et al. (2017), "On Calibration of Modern Neural Networks"; Hendrycks &
    Gimpel (2017) and Liu et al. (2020) for telling strangers by the highest
    probability and by the energy.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.calibration import temperature as temperature
from engine.errors import CheckpointError
from engine.sampling import log_softmax

FILE = "calibration.json"
PROBABILITY, ENERGY = "probability", "energy"
FALSE_ALARMS = 0.05  # share of real images that may be taken for strangers

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OutOfDistributionRule:
    """The rule that calls a picture a stranger, and what it is worth."""

    measure: str  # PROBABILITY or ENERGY
    threshold: float  # below it a picture is flagged as out of distribution
    false_alarms: float  # share of real images that are, 0 to 1
    detected: Mapping[str, float]  # kind of generated picture -> share that is


@dataclass(frozen=True, slots=True)
class Calibration:
    """Temperatures and the rule for strangers, with what they were fitted on."""

    single: float  # temperature for the logits of one view
    averaged: float  # for the mean logits of six views
    measured_on: str  # in words
    n: int  # images
    quantiles: tuple[float, ...] = ()  # 101 of its confidence on `quantiles_of`
    quantiles_of: str = ""  # in words
    out_of_distribution: OutOfDistributionRule | None = field(default=None)

    def percentile(self, confidence: float) -> float | None:
        """Return the share of measured images that it is less sure of, 0 to 1."""
        if not self.quantiles:
            return None
        shares = np.linspace(0, 1, len(self.quantiles))
        return float(np.interp(confidence, self.quantiles, shares))

    def is_out_of_distribution(self, logits: Floats) -> bool | None:
        """Return whether mean logits (K,) are those of a stranger; None: no rule."""
        if self.out_of_distribution is None:
            return None
        value = sureness(logits[None], self.averaged)[self.out_of_distribution.measure][
            0
        ]
        return bool(value < self.out_of_distribution.threshold)


def probabilities(logits: Floats, degrees: float) -> Floats:
    """Return probabilities of logits (..., K) over a temperature."""
    return np.asarray(np.exp(log_softmax(logits / degrees)))


def sureness(logits: Floats, degrees: float) -> dict[str, Floats]:
    """Return both measures of how sure logits (N, K) are, (N,) each.

    The energy is the logarithm of the sum of exponentials: large where any
    class has a high score at all.
    """
    scaled = logits / degrees
    highest = scaled.max(axis=-1)
    shifted = np.exp(scaled - highest[:, None]).sum(axis=-1)
    return {PROBABILITY: 1 / shifted, ENERGY: highest + np.log(shifted)}


def out_of_distribution(
    real: Floats, strangers: Mapping[str, Floats], degrees: float
) -> OutOfDistributionRule:
    """Return the rule that catches more strangers at the same false alarms.

    Args:
        real: Mean logits of real images that were not learned from, (N, K).
        strangers: Kind of generated picture -> their mean logits, (M, K).
        degrees: The temperature of mean logits.
    """
    own = sureness(real, degrees)
    rules = []
    for measure, values in own.items():
        threshold = float(np.quantile(values, FALSE_ALARMS))
        detected = {
            kind: float((sureness(logits, degrees)[measure] < threshold).mean())
            for kind, logits in strangers.items()
        }
        alarms = float((values < threshold).mean())
        rules.append(OutOfDistributionRule(measure, threshold, alarms, detected))
    return max(rules, key=lambda rule: sum(rule.detected.values()))


def quantiles(logits: Floats, degrees: float) -> tuple[float, ...]:
    """Return 101 quantiles of the confidence of mean logits (N, K)."""
    values = sureness(logits, degrees)[PROBABILITY]
    found = np.quantile(values, np.linspace(0, 1, 101))
    return tuple(round(float(value), 5) for value in found)


def to_text(calibration: Calibration) -> str:
    """Return it as JSON."""
    return json.dumps(asdict(calibration), ensure_ascii=False, indent=1) + "\n"


def read(folder: Path) -> Calibration:
    """Return the calibration that a checkpoint carries.

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
