"""Warm start: a training whose initial weights are those of a shipped network."""

from typing import Any

import numpy as np

from engine.checkpoints import checkpoint, weights
from engine.errors import CheckpointError, ConfigError
from engine.reading.config import ReadingConfig
from engine.reading.predict import Reader

# Layers that only the new network has add to what the initial network computes. Their
# random weights start at a tenth: at full size the loss of `bidaf` on its own training
# questions, 0.70, would start at 1.45; with a tenth it starts at 0.72.
_ADDED = ("word_match_projection/kernel", "self_attention_projection/kernel")
_SCALE = 0.1


def load(config: ReadingConfig) -> Reader | None:
    """Return the shipped network that gives the initial weights; None for none.

    Raises:
        UnknownNameError: It is not shipped.
        CheckpointError: It is damaged.
        DataMissingError: The shared word vectors are missing.
    """
    if config.initial_weights == "none":
        return None
    return Reader(checkpoint.find("reading", config.initial_weights))


def check_validation_split(network: Reader, config: ReadingConfig) -> None:
    """Refuse to validate on articles that another network was trained on.

    For one seed, a smaller validation set is a subset of a larger one.

    Raises:
        ConfigError: It was trained on articles of this validation set.
    """
    trained = ReadingConfig.from_mapping(network.card.config)
    if (
        trained.seed != config.seed
        or config.validation_fraction > trained.validation_fraction
    ):
        raise ConfigError(
            f"{network.name} was trained on articles that these settings use for "
            f"validation. Keep “seed” at {trained.seed} and “validation fraction” at "
            f"most {trained.validation_fraction:g}, or train without {network.name}."
        )


def copy_weights(model: Any, initial: Reader) -> None:
    """Copy all weights that both networks have into `model`.

    Raises:
        CheckpointError: One of them has another shape.
    """
    source = weights.of_model(initial.model)
    target = {variable.path: variable for variable in model.weights}
    try:
        common = {path: target[path] for path in source if path in target}
        weights.assign(common, source)
    except CheckpointError as error:
        raise CheckpointError(
            f"The weights of {initial.name} do not fit these settings: {error} "
            "Choose its sizes, or set “initial weights” to none."
        ) from error
    for path in _ADDED:
        if path in target and path not in source:
            target[path].assign(_SCALE * np.asarray(target[path]))
