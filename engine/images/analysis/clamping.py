"""One channel held at a value while the network answers (clamping, ablation).

The output of a stage (`network_map.outputs`) is computed as always, a channel of it is
set to one value everywhere, and the rest of the network computes its answer from that.
One view of the picture, not the mean of six.

H, W pixels of a stage's maps, C channels, K classes.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.images import calibration
from engine.images.analysis import network_map
from engine.images.analysis.inside import Floats, feature_maps
from engine.images.analysis.network_map import Activation
from engine.images.pixels import Pixels


@dataclass(frozen=True, eq=False)
class Answer:
    """What the network answers, with all channels as they are or one of them held."""

    logits: NDArray[np.float64]  # (K,)
    probabilities: NDArray[np.float64]  # (K,), calibrated for one view

    @property
    def best(self) -> int:
        """The most probable class, from 0."""
        return int(self.probabilities.argmax())


@dataclass(frozen=True, eq=False)
class Clamped:
    """The answer with one channel held, beside the network's own."""

    values: Floats  # of the channel before: a map (H, W), or one unit ()
    held: float  # the value that takes their place
    before: Answer
    after: Answer


@dataclass(frozen=True, eq=False)
class Ablations:
    """The answers with each channel of a stage switched off, one at a time."""

    activation: Activation  # of the stage
    peaks: NDArray[np.float64]  # (C,), largest value of each channel
    before: Answer
    after: tuple[Answer, ...]  # C of them

    def ranked(self, label: int) -> list[int]:
        """Return the channels, largest change of a class's probability first."""
        changes = np.abs(self.changes(label))
        return [int(i) for i in np.argsort(-changes, kind="stable")]

    def changes(self, label: int) -> NDArray[np.float64]:
        """Return how much each channel, switched off, changes a probability, (C,)."""
        after = np.asarray([answer.probabilities[label] for answer in self.after])
        return np.asarray(after - self.before.probabilities[label])


def clamp(
    classifier: Any, pixels: Pixels, stage: str, channel: int, value: float
) -> Clamped:
    """Return the answer to a picture while a channel is held at a value.

    Args:
        classifier: A loaded `Classifier`.
        pixels: (32, 32, 3).
        stage: One of `stages`.
        channel: From 0.
        value: In place of the channel's own, at every place of its map.
    """
    values = _values(classifier, pixels, stage)
    both = np.stack([values, values])
    both[1, ..., channel] = value
    before, after = _answers(classifier, stage, both)
    return Clamped(values[..., channel], value, before, after)


def ablations(classifier: Any, pixels: Pixels, stage: str) -> Ablations:
    """Return the answers with each channel of a stage held at 0, in one batch.

    Args:
        classifier: A loaded `Classifier`.
        pixels: (32, 32, 3).
        stage: One of `stages`.
    """
    values = _values(classifier, pixels, stage)
    channels = values.shape[-1]
    batch = np.repeat(values[None], channels + 1, axis=0)  # (C + 1, H, W, C)
    each = np.arange(channels)
    batch[each, ..., each] = 0  # the last stays as it is
    *after, before = _answers(classifier, stage, batch)
    peaks = values.reshape(-1, channels).max(axis=0).astype(np.float64)
    activation = network_map.activation(classifier.model, stage)
    return Ablations(activation, peaks, before, tuple(after))


def stages(classifier: Any) -> dict[str, int]:
    """Return the stages whose channels can be held, with their number of channels.

    All but the last one, whose units are the logits themselves.
    """
    outputs = list(network_map.outputs(classifier.model).items())[:-1]
    return {
        stage: int(classifier.model.get_layer(layer).output.shape[-1])
        for stage, layer in outputs
    }


def _values(classifier: Any, pixels: Pixels, stage: str) -> Floats:
    """Return the output of a stage, (H, W, C) or (C,)."""
    return feature_maps(
        classifier, pixels, network_map.outputs(classifier.model)[stage]
    )


def _answers(classifier: Any, stage: str, values: Floats) -> list[Answer]:
    """Return the answers of the rest of the network to outputs of a stage (N, …)."""
    import keras

    rest = classifier.rest(network_map.outputs(classifier.model)[stage])
    logits = np.asarray(keras.ops.convert_to_numpy(rest(values)), np.float64)
    probabilities = calibration.probabilities(logits, classifier.calibration.single)
    return [Answer(*row) for row in zip(logits, probabilities, strict=True)]
