"""A training that begins with a shipped network's weights instead of with chance."""

from typing import Any

import numpy as np

from engine.checkpoints import checkpoint, weights
from engine.errors import CheckpointError, ConfigError
from engine.reading.config import ReadingConfig
from engine.reading.predict import Reader

# What only the new network has is added to what the other one computes. It begins at a
# tenth, for at full size it hides the other: the loss of `bidaf` on its own training
# questions, 0.70, would begin at 1.45; with a tenth it begins at 0.72.
_ADDED = ("word_match_projection/kernel", "self_attention_projection/kernel")
_SHARE = 0.1


def reader(config: ReadingConfig) -> Reader | None:
    """Return the shipped network that a training begins with, or None for none.

    Raises:
        UnknownNameError: It is not shipped.
        CheckpointError: It is damaged.
        DataMissingError: The shared word vectors are not there.
    """
    if config.initial_weights == "none":
        return None
    return Reader(checkpoint.find("reading", config.initial_weights))


def refuse_learned(known: Reader, config: ReadingConfig) -> None:
    """Refuse to hold out of SQuAD what a network that is learned from has learned.

    Of one seed, a smaller share that is held out is a part of a larger one.

    Raises:
        ConfigError: Its validation was on other articles.
    """
    kept = ReadingConfig.from_mapping(known.card.config)
    if (
        kept.seed != config.seed
        or config.validation_fraction > kept.validation_fraction
    ):
        raise ConfigError(
            f"{known.name} was trained on articles that these settings use for "
            f"validation. Keep “seed” at {kept.seed} and “validation fraction” at most "
            f"{kept.validation_fraction:g}, or train without {known.name}."
        )


def give(model: Any, begun: Reader) -> None:
    """Set all weights of `model` that `begun` has, too.

    Raises:
        CheckpointError: One of them has another shape.
    """
    known = weights.of_model(begun.model)
    own = {variable.path: variable for variable in model.weights}
    try:
        weights.assign({path: own[path] for path in known if path in own}, known)
    except CheckpointError as error:
        raise CheckpointError(
            f"The weights of {begun.name} do not fit these settings: {error} "
            "Choose its sizes, or set “initial weights” to none."
        ) from error
    for path in _ADDED:
        if path in own and path not in known:
            own[path].assign(_SHARE * np.asarray(own[path]))


def facts(begun: Reader | None) -> dict[str, str]:
    """Return for a card what exactly the training began with."""
    if begun is None:
        return {}
    digest = begun.card.files["model.weights.h5"]
    return {"initial_weights": begun.name, "initial_weights_sha256": digest}
