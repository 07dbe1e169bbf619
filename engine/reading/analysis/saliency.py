"""Gradient saliency: how strongly each word's representation moves the answer.

The gradient of the answer's log-probability with respect to the vector of each word,
before any word has seen another; its length is the saliency. One backward pass gives
what occlusion finds with a forward pass for each word, but only for small changes.

T context words, J question words, D features of a word.

Source:
    Simonyan et al. (2014), "Deep Inside Convolutional Networks"; Li et al. (2016),
    "Visualizing and Understanding Neural Models in NLP".
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from engine.reading.analysis.excerpt import encoded_window
from engine.reading.answers import Reading
from engine.reading.encoding import Encoded, Inputs, collate

if TYPE_CHECKING:
    from engine.reading.predict import Reader

_EMBEDDING = "highway_2"  # the last layer that sees each word by itself
Floats = NDArray[np.float64]


def saliency(reader: "Reader", reading: Reading) -> tuple[Floats, Floats]:
    """Return the saliency of each context word and each question word, (N,) and (J,).

    Args:
        reader: A single network, not an ensemble.
        reading: Its answer, with at least one candidate. The N words around it are
            read, as by `occlusion.measure`.
    """
    words = reader.word_table()
    item = encoded_window(reading, words)
    gradients = _gradients(reader, collate([item], words)[0], item)
    lengths = np.linalg.norm(gradients, axis=1)
    return lengths[: len(item.context)], lengths[len(item.context) :]


def _gradients(reader: "Reader", inputs: Inputs, item: Encoded) -> Floats:
    """Return the gradient of each word of context, then of question, (T + J, D)."""
    if reader.model not in _GRAPHS:
        _GRAPHS[reader.model] = _graphs(reader)
    embed, gradient = _GRAPHS[reader.model]
    table = embed(inputs)
    # A row for each place in the texts, so that a word that occurs twice has two.
    places = {name: inputs[name][0] for name in ("context", "question")}
    real = {name: places[name] != 0 for name in places}
    rows = np.concatenate([places[name][real[name]] for name in places])
    point = np.concatenate([table[:1], table[rows]])
    ids, first = {}, 1
    for name in places:
        own = np.zeros_like(inputs[name])
        own[0, real[name]] = np.arange(first, first + real[name].sum())
        ids[name], first = own, first + int(real[name].sum())
    ends = np.array([item.span[0], item.span[1] - 1], np.int32)
    overlap = inputs["word_overlap"]
    gradients = gradient(point, ids["context"], ids["question"], overlap, ends)
    return np.asarray(gradients, np.float64)[1:]


# Kept with the network: to compile them takes far longer than to run them.
_GRAPHS: WeakKeyDictionary[Any, tuple[Callable[..., Any], Callable[..., Any]]] = (
    WeakKeyDictionary()
)


def _graphs(reader: "Reader") -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return a network's two compiled halves: the vectors of words, and the gradient.

    The first goes from `Inputs` to the vectors of the distinct words, (U, D). The
    second from vectors of words (N, D), rows of them for context (1, T) and question
    (1, J), the word overlap (1, T, 2) and the answer's first and last word (2,) to the
    gradient of its log-probability by the vectors, (N, D).
    """
    import keras  # for two graphs over the same layers

    from engine.backend.compiled import answering, gradient_of

    model = reader.model
    vectors = model.get_layer(_EMBEDDING).output  # (U, D)
    named = {symbol.name: symbol for symbol in model.inputs}
    others = [named[name] for name in ("context", "question", "word_overlap")]
    rest = keras.Model([vectors, *others], model.output)

    def log_probability(at: Any, *given: Any) -> Any:
        *texts, ends = given
        logits = rest([at, *texts])  # (1, 2, T)
        logs = keras.ops.log_softmax(keras.ops.cast(logits, "float32"), axis=-1)[0]
        first, last = keras.ops.take(logs[0], ends[0]), keras.ops.take(logs[1], ends[1])
        return first + last

    ends = keras.KerasTensor((2,), "int32")
    embed = answering(keras.Model(model.input, vectors))
    return embed, gradient_of(log_probability, [vectors, *others, ends])
