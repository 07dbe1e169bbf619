"""Fine-tuning: a training that starts from a shipped network's weights.

A small text has too few examples of spelling and grammar. A network that has read a
larger one knows both already, and learns what is particular to the small one.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints import checkpoint, weights
from engine.data.vocabulary import Vocabulary
from engine.errors import ConfigError
from engine.language.config import LanguageConfig
from engine.language.predict import Writer

_SIZES = ("layers", "units", "embedding_size")  # which decide every shape but V
# Weights with a row or a column for each character: variable -> axis of V.
_OF_CHARACTERS = {"embedding/embeddings": 0, "logits/kernel": 1, "logits/bias": 0}


def load(config: LanguageConfig) -> Writer | None:
    """Return the shipped network that gives the initial weights; None for none.

    Raises:
        UnknownNameError: It is not shipped.
        CheckpointError: It is damaged.
        ConfigError: Its sizes differ from these settings.
    """
    if config.initial_weights == "none":
        return None
    initial = Writer(checkpoint.find("language", config.initial_weights))
    trained = LanguageConfig.from_mapping(initial.card.config)
    for name in _SIZES:
        size = getattr(trained, name)
        if getattr(config, name) != size:
            raise ConfigError(
                f"{initial.name} has “{name.replace('_', ' ')}” {size}, these settings "
                f"{getattr(config, name)}. Set it to {size}, or “initial weights” to "
                "none."
            )
    return initial


def copy_weights(model: Any, vocabulary: Vocabulary, initial: Writer) -> None:
    """Copy the initial network's weights into `model`, character by character.

    A character that the initial network does not have starts with the embedding and
    the logit of the one that replaces it there (é as e), else with those of a space.

    Args:
        model: Of the same sizes, for another vocabulary.
        vocabulary: Of the text to train on, V characters.
        initial: The network to start from.
    """
    ids = initial.vocabulary.encode(vocabulary.characters).ids  # (V,)
    source = {
        path: _characters_of(path, array, ids)
        for path, array in weights.of_model(initial.model).items()
    }
    target = {variable.path: variable for variable in model.weights}
    weights.assign({path: target[path] for path in source}, source)


def _characters_of(
    path: str, array: NDArray[Any], ids: NDArray[np.int32]
) -> NDArray[Any]:
    axis = _OF_CHARACTERS.get(path)
    return array if axis is None else np.take(array, ids, axis=axis)
