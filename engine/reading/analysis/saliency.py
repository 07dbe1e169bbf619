"""Gradient saliency: how strongly each word's representation moves the answer.

The gradient of the answer's log-probability with respect to the vector of each word,
before any word has seen another; its length is the saliency. One backward pass gives
what occlusion finds with a forward pass for each word, but only for small changes.

T context words, J question words, D features of a word.

Source:
    Simonyan et al. (2014), "Deep Inside Convolutional Networks"; Li et al. (2016),
    "Visualizing and Understanding Neural Models in NLP".
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.reading.analysis.excerpt import nearest
from engine.reading.analysis.occlusion import MOST_WORDS
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
    answer = reading.candidates[0].words
    start, end = nearest(len(reading.context), answer, MOST_WORDS)
    words = reader.word_table()
    item = Encoded(
        words.ids(reading.context.words[start:end]),
        words.ids(reading.question.words),
        (answer[0] - start, answer[1] - start),
    )
    gradients = _gradients(reader, collate([item], words)[0], item)
    lengths = np.linalg.norm(gradients, axis=1)
    return lengths[: len(item.context)], lengths[len(item.context) :]


def _gradients(reader: "Reader", inputs: Inputs, item: Encoded) -> Floats:
    """Return the gradient of each word of context, then of question, (T + J, D)."""
    import keras  # for two graphs over the same layers

    from engine.backend.compiled import gradient

    model = reader.model
    embedding = model.get_layer(_EMBEDDING).output  # (U, D)
    table = keras.Model(model.inputs, embedding).predict_on_batch(inputs)
    # A row for each place in the texts, so that a word that occurs twice has two.
    places = {name: inputs[name][0] for name in ("context", "question")}
    real = {name: places[name] != 0 for name in places}
    rows = np.concatenate([places[name][real[name]] for name in places])
    point = np.concatenate([np.asarray(table)[:1], np.asarray(table)[rows]])
    ids, first = {}, 1
    for name in places:
        own = np.zeros_like(inputs[name])
        own[0, real[name]] = np.arange(first, first + real[name].sum())
        ids[name], first = own, first + int(real[name].sum())
    others = {**ids, "word_overlap": inputs["word_overlap"]}
    symbols = [each for each in model.inputs if each.name in others]
    given = [keras.ops.convert_to_tensor(others[each.name]) for each in symbols]
    rest = keras.Model([embedding, *symbols], model.output)

    def log_probability(vectors: Any) -> Any:
        logits = rest([vectors, *given])  # (1, 2, T)
        logs = keras.ops.log_softmax(keras.ops.cast(logits, "float32"), axis=-1)[0]
        return logs[0, item.span[0]] + logs[1, item.span[1] - 1]

    return np.asarray(gradient(log_probability, point), np.float64)[1:]
