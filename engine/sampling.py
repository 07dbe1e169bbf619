"""From logits to the probabilities that the next symbol is drawn from.

NumPy only: n-grams draw with it, and pages show the probabilities after the settings.
The compiled loop of `language/writing.py` applies the same rule in its graph; a test
compares the two.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.errors import ConfigError


@dataclass(frozen=True, slots=True)
class SamplingSettings:
    """How the next symbol is drawn from the logits.

    Args:
        temperature: 0 to 5. Below 1 sharpens the probabilities, above 1 flattens
            them; 0 always takes the most likely symbol.
        top_n: Draw from the n most likely symbols; 0 keeps all. The original post
            used 2.
        top_p: Draw from the smallest set of at least this probability, after
            temperature and top_n; 1 keeps all.
        seed: The same seed gives the same text.

    Raises:
        ConfigError: A setting is out of bounds.
    """

    temperature: float = 1.0
    top_n: int = 0
    top_p: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse values out of bounds (and NaN, which compares false)."""
        bounds = {
            "temperature": (self.temperature, 0.0, 5.0),
            "top n": (self.top_n, 0, 10_000),
            "top p": (self.top_p, 0.01, 1.0),
            "seed": (self.seed, 0, 2**31 - 1),
        }
        for name, (value, low, high) in bounds.items():
            if not low <= value <= high:
                raise ConfigError(
                    f"“{name}” must be between {low} and {high}, not {value}."
                )


AS_GIVEN = SamplingSettings()  # the model's probabilities, unchanged

PRESETS = {
    "timid": SamplingSettings(temperature=0.5, top_n=5),
    "post": SamplingSettings(temperature=1.0, top_n=2),
    "bold": SamplingSettings(temperature=1.0, top_p=0.95),
}


def log_softmax(logits: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return log-probabilities in nats over the last axis, float64."""
    wide = logits.astype(np.float64)
    wide = wide - wide.max(axis=-1, keepdims=True)
    return np.asarray(wide - np.log(np.exp(wide).sum(axis=-1, keepdims=True)))


def probabilities(
    logits: NDArray[np.floating], settings: SamplingSettings
) -> NDArray[np.float64]:
    """Return the distribution that the next symbol is drawn from.

    Temperature first, then top n, then top p. Logits equal to the last one kept are
    kept too, so that the result does not depend on the order of symbols.

    Args:
        logits: Logits or log-probabilities, (..., V), in nats.
        settings: Temperature, top_n and top_p; the seed is not used.

    Returns:
        Probabilities, (..., V), float64, each row summing to 1.

    Source:
        Ackley, Hinton & Sejnowski (1985) for the temperature; Fan et al. (2018)
        for top-n; Holtzman et al. (2020) for top-p.

    Example:
        >>> row = np.array([2.0, 1.0, 0.0])
        >>> probabilities(row, SamplingSettings(top_n=1)).tolist()
        [1.0, 0.0, 0.0]
    """
    best = logits.max(axis=-1, keepdims=True)
    if settings.temperature == 0:
        likeliest = (logits == best).astype(np.float64)
        return np.asarray(likeliest / likeliest.sum(axis=-1, keepdims=True))
    scaled = (logits - best).astype(np.float64) / settings.temperature
    symbols = logits.shape[-1]
    if 0 < settings.top_n < symbols:
        edge = np.sort(scaled, axis=-1)[..., -settings.top_n, None]
        scaled = np.where(scaled >= edge, scaled, -np.inf)
    weights = np.exp(scaled)
    weights /= weights.sum(axis=-1, keepdims=True)
    if settings.top_p < 1:
        falling = -np.sort(-weights, axis=-1)
        before = np.cumsum(falling, axis=-1) - falling
        last = (before < settings.top_p).sum(axis=-1, keepdims=True) - 1
        edge = np.take_along_axis(falling, last, axis=-1)
        weights = np.where(weights >= edge, weights, 0)
        weights /= weights.sum(axis=-1, keepdims=True)
    return np.asarray(weights)


class GumbelNoise:
    """Standard Gumbel noise, row after row, the same for the same seed.

    The argmax of log-probability plus a row of it is a draw from the distribution,
    so the rows decide a whole text, on every backend.

    Source:
        Gumbel (1954); Maddison, Tarlow & Minka (2014).
    """

    def __init__(self, seed: int, symbols: int) -> None:
        """Start before the first row; a row has `symbols` numbers."""
        self._random = np.random.default_rng(seed)
        self._ahead = np.zeros((0, symbols), np.float32)  # drawn, not yet used

    def next_rows(self, count: int) -> NDArray[np.float32]:
        """Return the next rows, (count, symbols), without using them up."""
        missing = count - len(self._ahead)
        if missing > 0:
            shape = (missing, self._ahead.shape[1])
            drawn = self._random.gumbel(size=shape).astype(np.float32)
            self._ahead = np.concatenate([self._ahead, drawn])
        return self._ahead[:count]

    def pass_over(self, count: int) -> None:
        """Drop the next rows, which were used."""
        self._ahead = self._ahead[count:]


def draw(
    logits: NDArray[np.floating],
    settings: SamplingSettings,
    noise: NDArray[np.float32],
) -> int:
    """Return the id that this row of noise picks from logits, both (V,)."""
    with np.errstate(divide="ignore"):
        return int(np.argmax(np.log(probabilities(logits, settings)) + noise))
