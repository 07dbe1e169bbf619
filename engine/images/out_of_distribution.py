"""Out-of-distribution detection: is a picture probably none of the classes?

A picture is flagged where a score of its logits is below a threshold that 5% of real
images fall below, too: a false-positive rate of 5%.

N images, M generated images of a kind, K classes.

Source:
    Hendrycks & Gimpel (2017) for the maximum softmax probability, Liu et al. (2020)
    for the energy score.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

PROBABILITY, ENERGY = "probability", "energy"  # the scores, as checkpoints name them
FALSE_POSITIVE_RATE = 0.05

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OutOfDistributionRule:
    """A score and its threshold, with their error rates."""

    measure: str  # the score: PROBABILITY or ENERGY
    threshold: float  # a picture with a lower score is flagged
    false_alarms: float  # false-positive rate on real images, 0 to 1
    detected: Mapping[str, float]  # kind of generated image -> detection rate, 0 to 1

    def flags(self, logits: Floats, temperature: float) -> NDArray[np.bool_]:
        """Return which mean logits (N, K) are out of distribution, (N,)."""
        score = scores(logits, temperature)[self.measure]
        return np.asarray(score < self.threshold)


def scores(logits: Floats, temperature: float) -> dict[str, Floats]:
    """Return both scores of logits (N, K), (N,) each; lower means less familiar.

    The energy score is the log-sum-exp of the logits, the negative of the energy in
    Liu et al.: high where any class has a high logit.
    """
    scaled = logits / temperature
    highest = scaled.max(axis=-1)
    exponentials = np.exp(scaled - highest[:, None]).sum(axis=-1)
    return {PROBABILITY: 1 / exponentials, ENERGY: highest + np.log(exponentials)}


def choose_rule(
    real: Floats, generated: Mapping[str, Floats], temperature: float
) -> OutOfDistributionRule:
    """Return the rule with the higher detection rate at the same false-positive rate.

    Args:
        real: Mean logits of real images that were not trained on, (N, K).
        generated: Kind of generated image -> their mean logits, (M, K).
        temperature: Of mean logits.
    """
    of_generated = {kind: scores(x, temperature) for kind, x in generated.items()}
    rules = []
    for measure, score in scores(real, temperature).items():
        threshold = float(np.quantile(score, FALSE_POSITIVE_RATE))
        detected = {
            kind: float((each[measure] < threshold).mean())
            for kind, each in of_generated.items()
        }
        false_positives = float((score < threshold).mean())
        rules.append(
            OutOfDistributionRule(measure, threshold, false_positives, detected)
        )
    return max(rules, key=lambda rule: sum(rule.detected.values()))
