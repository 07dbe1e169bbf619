"""The weights of a model, arranged to compute one character at a time.

The first layer's input projection becomes a table with a row for each character;
later layers read their input and their own state in one matrix product. A model with
a layer that `writing` would not compute is refused.

V vocabulary size, U hidden units.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from engine.backend.lstm import LSTM

# The layers that `writing._step` computes, with the settings that it takes for granted.
_SETTINGS: dict[type, dict[str, Any]] = {
    layers.Embedding: {"mask_zero": False},
    LSTM: {
        "activation": "tanh",
        "recurrent_activation": "sigmoid",
        "use_bias": True,
        "return_sequences": True,
        "go_backwards": False,
    },
    layers.Dense: {"name": "logits", "activation": "linear", "use_bias": True},
}
_INERT = (layers.InputLayer, layers.SpatialDropout1D)  # compute nothing at inference


@dataclass(frozen=True)
class StepWeights:
    """A model's weights, arranged to read one character at a time."""

    table: Any  # (V, 4U): embedding times kernel, plus bias, of the first layer
    recurrent: Any  # (U, 4U): recurrent kernel of the first layer
    upper: tuple[tuple[Any, Any], ...]  # of each later layer: (2U, 4U), (4U,)
    logits: tuple[Any, Any]  # (U, V), (V,)

    @classmethod
    def of(cls, model: Any) -> "StepWeights":
        """Return the weights of a built model.

        Raises:
            ValueError: The model has a layer that `writing` does not compute.
        """
        embedding, *lstms, logits = _checked_layers(model)
        first, *later = (lstm.cell for lstm in lstms)
        table = np.asarray(embedding.embeddings) @ np.asarray(first.kernel)
        upper = tuple(
            (
                np.concatenate([np.asarray(c.kernel), np.asarray(c.recurrent_kernel)]),
                np.asarray(c.bias),
            )
            for c in later
        )
        arrays = (
            table + np.asarray(first.bias),
            np.asarray(first.recurrent_kernel),
            upper,
            (np.asarray(logits.kernel), np.asarray(logits.bias)),
        )
        return cls(*keras.tree.map_structure(ops.convert_to_tensor, arrays))

    @property
    def vocabulary_size(self) -> int:
        """V."""
        return int(self.table.shape[0])

    @property
    def layers(self) -> int:
        """How many LSTM layers there are."""
        return 1 + len(self.upper)

    @property
    def units(self) -> int:
        """U."""
        return int(self.recurrent.shape[0])

    def tensors(self) -> tuple[Any, ...]:
        """Return all weights as one nest of tensors, for a compiled function."""
        return self.table, self.recurrent, self.upper, self.logits

    def zero_state(self) -> tuple[Any, ...]:
        """Return hidden and cell state of each layer before any input, (1, U) each."""
        return tuple(ops.zeros((1, self.units)) for _ in range(2 * self.layers))


def _checked_layers(model: Any) -> list[Any]:
    """Return embedding, LSTMs and output layer of a model that is nothing but these.

    Operations rather than layers, so that a bare `ops.tanh(x)` is noticed too.

    Raises:
        ValueError: Another layer, setting, order or connection.
    """
    operations = model.operations
    chain = [layer for layer in operations if not isinstance(layer, _INERT)]
    for layer in chain:
        settings = _SETTINGS.get(type(layer))  # a subclass may compute something else
        if settings is None or not layer.get_config().items() >= settings.items():
            raise ValueError(_refusal(f"{layer.name} ({type(layer).__name__})"))
    kinds = [type(layer) for layer in chain]
    if kinds != [layers.Embedding, *[LSTM] * max(1, len(chain) - 2), layers.Dense]:
        names = ", ".join(layer.name for layer in chain)
        raise ValueError(_refusal(f"the layers {names}"))
    for lower, layer in pairwise(operations):
        if layer.input is not lower.output:
            raise ValueError(_refusal(f"a connection that skips {lower.name}"))
    return chain


def _refusal(what: str) -> str:
    return (
        f"Writing cannot compute {what}: its step is Embedding, LSTMs and a linear "
        "Dense layer “logits”, in this order, with default activations. Extend "
        "`StepWeights` and `writing._step`."
    )
