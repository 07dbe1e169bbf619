"""The mean of word vectors and the dense layers behind it, number by number.

Every number is the network's own: each layer's input and output are read from it.

T words, D dimensions of a word vector, N inputs and U units of a dense layer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import terms
from engine.errors import TextError
from engine.sentiment.analysis.contributions import vectors_of
from engine.sentiment.config import BagConfig, CountConfig
from engine.terms import Sum, Term

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Dense:
    """A dense layer with its input and output for one review."""

    name: str
    inputs: Array  # (N,)
    kernel: Array  # (N, U)
    bias: Array  # (U,)
    outputs: Array  # (U,), after the activation
    activation: str  # "relu", or "" for the logits

    def unit(self, index: int, named: Callable[[int], str] = str) -> Sum:
        """Return a unit's output as a sum over all inputs and the bias.

        Args:
            index: Of the unit, from 0.
            named: The name of an input, counted from 1.
        """
        weighed = terms.products(named, self.inputs, self.kernel[:, index])
        return Sum(
            (*weighed, terms.bias(self.bias[index])),
            self.activation,
            float(self.outputs[index]),
        )

    @property
    def largest(self) -> int:
        """The unit with the largest output, from 0."""
        return int(self.outputs.argmax())


@dataclass(frozen=True, eq=False)
class Mean:
    """The word vectors of a review, and their mean as the network has it."""

    words: tuple[str, ...]
    vectors: Array  # (T, D), GloVe's with the fine-tuned offsets
    mean: Array  # (D,)

    def dimension(self, index: int) -> Sum:
        """Return one dimension of the mean: each word's number times 1/T."""
        share = np.full(len(self.words), 1 / len(self.words))
        weighed = terms.products(self.words, self.vectors[:, index], share)
        return Sum(weighed, "", float(self.mean[index]))


def mean(reviewer: Any, words: Sequence[str]) -> Mean:
    """Return the mean word vector of a review.

    Args:
        reviewer: A loaded `Reviewer` of a bag of word vectors.
        words: The review's tokens, at least one.

    Raises:
        TextError: The network is another kind.
    """
    if not isinstance(reviewer.config, BagConfig):
        raise TextError("Only a bag of word vectors takes their mean.")
    _, pretrained, offsets = vectors_of(reviewer, words)
    first = layers(reviewer, words)[0]
    return Mean(tuple(words), (pretrained + offsets)[0], first.inputs)


def layers(reviewer: Any, words: Sequence[str]) -> tuple[Dense, ...]:
    """Return the dense layers behind the pooling, the logits last; () for word counts.

    Args:
        reviewer: A loaded `Reviewer`.
        words: The review's tokens, at least one.
    """
    import keras  # a second model over the same layers, built only here

    if isinstance(reviewer.config, CountConfig):
        return ()
    model = reviewer.model
    dense_layers = [
        layer
        for layer in model.layers
        if isinstance(layer, keras.layers.Dense) and "attention" not in layer.name
    ]
    ends = [tensor for layer in dense_layers for tensor in (layer.input, layer.output)]
    values = [array[0] for array in outputs(reviewer, words, ends)]
    return tuple(
        Dense(
            layer.name,
            before,
            np.asarray(layer.kernel),
            np.asarray(layer.bias),
            after,
            "" if layer.name == "logits" else "relu",
        )
        for layer, before, after in zip(
            dense_layers, values[::2], values[1::2], strict=True
        )
    )


def counted(reviewer: Any, words: Sequence[str], label: int) -> Sum:
    """Return a logit of the word-count baseline as the sum of its words' weights."""
    inputs = inputs_of(reviewer, words)
    table = np.asarray(reviewer.model.get_layer("word_weights").embeddings)
    weights = table[inputs["ids"][0], label][: len(words)]
    bias = np.asarray(reviewer.model.get_layer("logits").bias)[label]
    (logits,) = outputs(reviewer, words, [reviewer.model.output])
    weighed: tuple[Term, ...] = terms.products(
        list(words), np.ones(len(words)), weights
    )
    return Sum((*weighed, terms.bias(bias)), "", float(logits[0, label]))


def inputs_of(reviewer: Any, words: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Return a review as its network reads it, padded as little as possible."""
    encoded = reviewer.encoder.encode([words])
    length = reviewer.encoder.padded(int(encoded.lengths[0]))
    inputs: dict[str, NDArray[Any]] = encoded.inputs(np.array([0]), length)
    return inputs


def outputs(reviewer: Any, words: Sequence[str], tensors: Sequence[Any]) -> list[Array]:
    """Return what a network computes for a review at some of its tensors."""
    import keras

    part = keras.Model(reviewer.model.inputs, list(tensors))
    values = part(inputs_of(reviewer, words), training=False)
    arrays = keras.tree.flatten(values)  # a single one comes without its list
    return [np.asarray(keras.ops.convert_to_numpy(array)) for array in arrays]
