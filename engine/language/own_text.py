"""What training on the user's own text will take, and what it has to beat.

Small texts need more passes than large ones; and n-grams, counted in seconds, are the
baseline that a network on a small text often fails to beat.
"""

import os
import time
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from engine.backend.precision import has_bfloat16
from engine.errors import TextError
from engine.language.config import PRESETS, LanguageConfig
from engine.language.data import Split, Streams, split
from engine.language.ngrams.kneser_ney import KneserNey
from engine.language.ngrams.table import count

# Epochs after which the validation loss of 20 to 200 kB rose, or hardly fell any more
# (docs/own_data.md). A shorter text gets at least so many updates, which teach a
# network something at all; a longer one at most so many: as many as a million
# characters get with `quick`, and half an hour on two cores with `fine_tune`.
_EPOCHS = {"quick": 11, "fine_tune": 8}
_FEWEST_UPDATES = {"quick": 300, "fine_tune": 450}
_MOST_UPDATES = {"quick": 4000, "fine_tune": 3500}
_FEWEST_EPOCHS, _MOST_EPOCHS = 2, 40
_HIGHEST_ORDER = 10
_MOST_COUNTED = 2_000_000  # characters: counting takes about three seconds per million
# Of the speed of plain float32 products on every core, that a training reaches: 0.26
# (`fine_tune`) and 0.31 (`quick`) on two idle cores without bfloat16 units, about twice
# as much in one run on cores that have them.
_EFFICIENCY, _WITH_BFLOAT16_UNITS = 0.27, 0.5
# Of a training that continues another network, the part after which it first beat the
# n-grams: the largest of 15 (docs/own_data.md), of 200,000 characters; two million, the
# longest text that was measured, took 0.50, the others 0.05 to 0.36.
_AHEAD_AFTER = 0.53
_MEASURED = 2_000_000  # characters
_SOON = 3  # minutes
_ENOUGH_FOR_QUICK = 124_000  # characters, of which “quick” beat the n-grams


@dataclass(frozen=True, slots=True)
class Baseline:
    """The n-gram model of the lowest loss on the last tenth of a text."""

    order: int
    loss: float  # nats per character

    @property
    def name(self) -> str:
        """What a chart calls it."""
        return f"{self.order}-grams"


def fitted(preset: str, config: LanguageConfig, parts: Split) -> LanguageConfig:
    """Return a preset's settings with as many epochs as the text needs.

    Args:
        preset: Its name; only “quick” and “fine_tune” are fitted.
        config: Its settings.
        parts: The text.
    """
    if preset not in _EPOCHS:
        return config
    streams = Streams.of(
        parts.train, config.batch_size, config.sequence_length, config.seed
    )
    steps = streams.steps_per_epoch
    epochs = round(
        max(
            _FEWEST_UPDATES[preset] / steps,
            min(_EPOCHS[preset], _MOST_UPDATES[preset] / steps),
        )
    )
    return replace(config, epochs=max(_FEWEST_EPOCHS, min(epochs, _MOST_EPOCHS)))


def forecast(config: LanguageConfig, text: str) -> str:
    """Return how long a training takes here, what it must beat, and when it may."""
    best = _baseline_of(text)
    minutes = training_seconds(config, split(text, config.sequence_length)) / 60
    return (
        f"About {_minutes(minutes)} on this machine. The loss to beat: {best.name} of "
        f"this text, counted just now, reach {best.loss:.3f} nats per character on its "
        f"last tenth. {_ahead(config, minutes, text)}"
    )


def _ahead(config: LanguageConfig, minutes: float, text: str) -> str:
    """Return a sentence about when a training of some minutes beats the n-grams."""
    if config.initial_weights == "none":
        return (
            "A network that begins from nothing may not get below it: with “quick”, "
            f"{_ENOUGH_FOR_QUICK:,} characters of Shakespeare did, 50,000 did not."
            + _with_fine_tuning(text)
        )
    needed = _AHEAD_AFTER * minutes
    if len(text) > _MEASURED:
        return (
            f"Texts of up to {_MEASURED:,} characters took up to {_AHEAD_AFTER:.0%} of "
            f"the training to get below it, which here is {_minutes(needed)}. Longer "
            "ones were not measured; more epochs can be trained afterwards."
        )
    if needed <= _SOON:
        return f"On English prose it takes about {_minutes(needed)} to get below it."
    return (
        f"On English prose {_SOON} minutes are not enough to get below it: expect "
        f"about {_minutes(needed - _SOON)} more."
    )


def _with_fine_tuning(text: str) -> str:
    """Return when `fine_tune` beats a text’s n-grams; "" where that is not known."""
    preset = PRESETS["fine_tune"]
    if len(text) > _MEASURED:
        return ""
    try:
        parts = split(text, preset.sequence_length)
    except TextError:  # too short for it
        return ""
    seconds = training_seconds(fitted("fine_tune", preset, parts), parts)
    needed = _minutes(_AHEAD_AFTER * seconds / 60)
    return f" On English prose “fine_tune” gets below it after about {needed}."


def _minutes(minutes: float) -> str:
    return f"{minutes:.0f} minutes" if minutes >= 1.5 else "a minute"


@lru_cache(maxsize=2)
def _baseline_of(text: str) -> Baseline:
    return baseline(split(text, sequence_length=2))


def baseline(parts: Split) -> Baseline:
    """Return the best n-gram model of a text, every order up to ten compared.

    The best of ten is chosen on the part that it is measured on, which flatters the
    n-grams a little. Of a long text the end of the training part is counted.
    """
    train = parts.train[-_MOST_COUNTED:]
    size = len(parts.vocabulary)
    table = count(train, size, _HIGHEST_ORDER, lambda *_: None)
    losses = {
        order: -float(
            KneserNey(table, order)
            .log_probabilities(parts.validation, train[-order:])
            .mean()
        )
        for order in range(1, table.order + 1)
    }
    best = min(losses, key=lambda order: losses[order])
    return Baseline(best, losses[best])


def training_seconds(config: LanguageConfig, parts: Split) -> float:
    """Return about how long a training takes on this machine.

    Each character costs six operations for each weight of a matrix product: two to
    compute, four to learn.
    """
    inputs = [config.embedding_size, *[config.units] * (config.layers - 1)]
    weights = sum(4 * config.units * (size + config.units) for size in inputs)
    weights += config.units * len(parts.vocabulary)
    epochs = config.epochs + config.more_epochs
    operations = 6 * weights * len(parts.train) * epochs
    efficiency = _WITH_BFLOAT16_UNITS if has_bfloat16() else _EFFICIENCY
    return operations / (efficiency * _operations_per_second())


def _operations_per_second() -> float:
    """Return the speed of products of an LSTM's shape on all cores.

    The best of twenty on one core, on which NumPy computes here, times the cores.
    """
    a, b = np.ones((64, 512), np.float32), np.ones((512, 2048), np.float32)
    fastest = np.inf
    for _ in range(20):  # a busy machine interrupts most of them
        start = time.perf_counter()
        for _ in range(2):
            a @ b
        fastest = min(fastest, time.perf_counter() - start)
    return (os.cpu_count() or 1) * 2 * 2 * 64 * 512 * 2048 / float(fastest)
