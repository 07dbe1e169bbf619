"""Figures on labels made by hand, and the floors beside them."""

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
SHARES = np.array(
    [
        [0.6, 0.2, 0.1, 0.1, 0.0],  # 0, right
        [0.1, 0.1, 0.6, 0.1, 0.1],  # 2, right
        [0.0, 0.5, 0.4, 0.1, 0.0],  # 1 for 2
        [0.1, 0.1, 0.5, 0.2, 0.1],  # 2 for 3, but the positive half has more
        [0.4, 0.2, 0.1, 0.1, 0.2],  # 0 for 4, and the wrong half
        [0.1, 0.6, 0.1, 0.1, 0.1],  # 1, right
    ]
)
KNOWN = Examples(
    (("WORD0",), ("other",)),
    np.array([0, 2], np.int8),
    np.array([1], np.int32),
    np.array([4], np.int8),
    np.ones(2, np.int32),
)


def test_figures_of_labels_made_by_hand():
    found = outcomes.figures(outcomes.of(MEASURED, SHARES, KNOWN))
    assert found["phrase_accuracy"] == (0.5, 6)
    assert found["phrase_mean_absolute_error"] == (pytest.approx(6 / 6), 6)
    assert found["unseen_phrase_accuracy"] == (pytest.approx(2 / 5), 5)
    assert found["sentence_accuracy"] == (0.5, 4)
    # Neutral sentences are left out: 0 and 3 are on the right side, 4 is not.
    assert found["binary_accuracy"] == (pytest.approx(2 / 3), 3)
    # F1 by class: 2/3, 2/3, 2/4, 0, 0.
    f1 = np.mean([2 / 3, 2 / 3, 1 / 2, 0, 0])
    assert found["phrase_macro_f1"] == (pytest.approx(f1), 6)


def test_macro_f1_agrees_with_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    random = np.random.default_rng(0)
    labels, shares = random.integers(0, 5, 400), random.dirichlet(np.ones(5), 400)
    many = examples(labels, [0], [labels[0]])
    found = outcomes.figures(outcomes.of(many, shares, KNOWN))["phrase_macro_f1"][0]
    expected = metrics.f1_score(labels, shares.argmax(axis=1), average="macro")
    assert found == pytest.approx(expected)


def test_a_figure_without_anything_to_measure_is_left_out():
    neutral = examples([2], [0], [2])
    found = outcomes.figures(outcomes.of(neutral, SHARES[:1], KNOWN))
    assert "binary_accuracy" not in found
    assert "sentence_accuracy" in found


def test_the_majority_is_chosen_by_training_and_measured_on_the_other():
    known = examples([2, 2, 1], [0, 1, 2], [4, 4, 0])
    found = baseline.majority(known, MEASURED)
    assert found["majority_phrase_accuracy"] == (pytest.approx(2 / 6), 6)
    assert found["majority_sentence_accuracy"] == (pytest.approx(1 / 4), 4)
    assert found["majority_binary_accuracy"] == (pytest.approx(2 / 3), 3)


def test_scores_come_in_the_order_of_the_texts(untrained):
    made = untrained("lstm")
    texts = [("film",) * n for n in (3, 1, 7, 2, 7, 40)] + [("bad",)]
    together = logits(made.model, made.encoder, made.encoder.encode(texts))
    for text, row in zip(texts, together, strict=True):
        alone = logits(made.model, made.encoder, made.encoder.encode([text]))[0]
        np.testing.assert_allclose(row, alone, rtol=0, atol=2e-5)
    assert logits(made.model, made.encoder, made.encoder.encode([])).shape == (0, 5)


def test_figures_are_described_and_limits_kept(learned, tmp_path):
    from engine import registry

    folder = learned("sentiment", "quick").checkpoint
    found = evaluate(folder, tmp_path)
    accuracies = set(found) - {"n", "split", "counts"}
    assert accuracies <= set(registry.get("sentiment").figures)
    assert {"phrase_accuracy", "sentence_accuracy"} <= accuracies
    assert set(found["counts"]) == accuracies
    assert found["split"] == data.OWN_VALIDATION
    assert evaluate(folder, tmp_path, 1)["n"] == 1
    with pytest.raises(ConfigError, match="at least 1"):
        evaluate(folder, tmp_path, 0)
    with pytest.raises(UnknownNameError, match="dev"):
        evaluate(folder, tmp_path, None, "test")
