"""Figures on handmade labels, and the majority baseline."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import ConfigError, UnknownNameError
from engine.sentiment import baseline, data, outcomes
from engine.sentiment.data import Examples
from engine.sentiment.evaluate import logits
from engine.sentiment.measure import evaluate


def examples(labels, sentences, sentence_labels):
    return Examples(
        tuple((f"word{i}",) * (i + 1) for i in range(len(labels))),
        np.array(labels, np.int8),
        np.array(sentences, np.int32),
        np.array(sentence_labels, np.int8),
        np.ones(len(labels), np.int32),
    )


MEASURED = examples([0, 2, 2, 3, 4, 1], [0, 3, 4, 1], [0, 3, 4, 2])
PROBABILITIES = np.array(
    [
        [0.6, 0.2, 0.1, 0.1, 0.0],  # 0, right
        [0.1, 0.1, 0.6, 0.1, 0.1],  # 2, right
        [0.0, 0.5, 0.4, 0.1, 0.0],  # 1 for 2
        [0.1, 0.1, 0.5, 0.2, 0.1],  # 2 for 3, but the positive half has more
        [0.4, 0.2, 0.1, 0.1, 0.2],  # 0 for 4, and the wrong half
        [0.1, 0.6, 0.1, 0.1, 0.1],  # 1, right
    ]
)
TRAIN = Examples(
    (("WORD0",), ("other",)),
    np.array([0, 2], np.int8),
    np.array([1], np.int32),
    np.array([4], np.int8),
    np.ones(2, np.int32),
)


def test_figures_of_handmade_labels():
    figures = outcomes.figures(outcomes.of(MEASURED, PROBABILITIES, TRAIN))
    assert figures["phrase_accuracy"] == (0.5, 6)
    assert figures["phrase_mean_absolute_error"] == (pytest.approx(6 / 6), 6)
    assert figures["unseen_phrase_accuracy"] == (pytest.approx(2 / 5), 5)
    assert figures["sentence_accuracy"] == (0.5, 4)
    # Without the neutral sentence: 0 and 3 are in the right half, 4 is not.
    assert figures["binary_accuracy"] == (pytest.approx(2 / 3), 3)
    # Confidence 0.6 three times and always right; 0.5 twice and 0.4 wrong.
    ece = (3 * 0.4 + 2 * 0.5 + 0.4) / 6
    assert figures["confidence_ece"] == (pytest.approx(ece), 6)
    # F1 by class: 2/3, 2/3, 2/4, 0, 0.
    f1 = np.mean([2 / 3, 2 / 3, 1 / 2, 0, 0])
    assert figures["phrase_macro_f1"] == (pytest.approx(f1), 6)


def test_macro_f1_agrees_with_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    random = np.random.default_rng(0)
    labels, probabilities = (
        random.integers(0, 5, 400),
        random.dirichlet(np.ones(5), 400),
    )
    many = examples(labels, [0], [labels[0]])
    f1 = outcomes.figures(outcomes.of(many, probabilities, TRAIN))["phrase_macro_f1"][0]
    expected = metrics.f1_score(labels, probabilities.argmax(axis=1), average="macro")
    assert f1 == pytest.approx(expected)


def test_figure_with_n_0_is_left_out():
    neutral = examples([2], [0], [2])
    figures = outcomes.figures(outcomes.of(neutral, PROBABILITIES[:1], TRAIN))
    assert "binary_accuracy" not in figures
    assert "sentence_accuracy" in figures


def test_majority_class_comes_from_the_training_set():
    train = examples([2, 2, 1], [0, 1, 2], [4, 4, 0])
    figures = baseline.majority(train, MEASURED)
    assert figures["majority_phrase_accuracy"] == (pytest.approx(2 / 6), 6)
    assert figures["majority_sentence_accuracy"] == (pytest.approx(1 / 4), 4)
    assert figures["majority_binary_accuracy"] == (pytest.approx(2 / 3), 3)


def test_lookup_table_leaves_what_it_does_not_have_to_the_others():
    train = examples([0, 2, 2], [0], [0])  # the first three of the six phrases
    answered = outcomes.of(MEASURED, PROBABILITIES, train)
    figures = baseline.lookup(train, MEASURED, answered)
    assert figures["lookup_phrase_accuracy"] == (pytest.approx(3 / 6), 6)
    assert figures["lookup_network_phrase_accuracy"] == (pytest.approx(4 / 6), 6)


def test_logits_are_in_the_order_of_the_texts(untrained):
    network = untrained("lstm")
    texts = [("film",) * n for n in (3, 1, 7, 2, 7, 40)] + [("bad",)]
    together = logits(network.model, network.encoder, network.encoder.encode(texts))
    for text, row in zip(texts, together, strict=True):
        alone = logits(network.model, network.encoder, network.encoder.encode([text]))[
            0
        ]
        np.testing.assert_allclose(row, alone, rtol=0, atol=2e-5)
    assert logits(network.model, network.encoder, network.encoder.encode([])).shape == (
        0,
        5,
    )


def test_figures_are_registered_and_the_limit_applies(learned, tmp_path):
    from engine import registry

    folder = learned("sentiment", "quick").checkpoint
    figures = evaluate(folder, tmp_path)
    accuracies = set(figures) - {"n", "split", "counts"}
    assert accuracies <= set(registry.get("sentiment").figures)
    assert {"phrase_accuracy", "sentence_accuracy"} <= accuracies
    assert set(figures["counts"]) == accuracies
    assert figures["split"] == data.OWN_VALIDATION
    assert evaluate(folder, tmp_path, 1)["n"] == 1
    with pytest.raises(ConfigError, match="at least 1"):
        evaluate(folder, tmp_path, 0)
    with pytest.raises(UnknownNameError, match="dev"):
        evaluate(folder, tmp_path, None, "test")
