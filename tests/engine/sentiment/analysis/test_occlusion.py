"""Exact contributions, occlusion and integrated gradients."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine.errors import TextError
from engine.sentiment.analysis import contributions, occlusion
from engine.sentiment.evaluate import logits

REVIEWS = [
    ("not", "bad", "at", "all", "."),
    ("good",),
    ("qzxqzx", "film"),
    ("a", "warm", ",", "funny", "and", "wonderfully", "acted", "little", "film"),
]
BAGS = pytest.mark.parametrize("preset", ["quick", "glove_dnn", "word_counts"])
VECTORS = pytest.mark.parametrize("preset", ["glove_dnn", "lstm", "best"])


def exact(network, review):
    return logits(network.model, network.encoder, network.encoder.encode([review]))[0]


@BAGS
@pytest.mark.parametrize("review", REVIEWS, ids="-".join)
def test_contributions_and_base_sum_to_the_logits(preset, review, untrained):
    network = untrained(preset)
    assert contributions.additive(network.config)
    parts = contributions.of(network, review)
    assert parts.parts.shape == (len(review), 5)
    np.testing.assert_allclose(parts.logits, exact(network, review), rtol=0, atol=2e-5)
    low, high = parts.ends
    assert parts.pull.sum() == pytest.approx(high - low, abs=1e-9)


def test_contributions_of_a_mean_are_exact_in_any_depth():
    random = np.random.default_rng(0)
    for depth in (1, 2, 3, 4):
        sizes = [6] + [9] * (depth - 1) + [5]
        layers = [
            (random.normal(size=(a, b)), random.normal(size=b))
            for a, b in pairwise(sizes)
        ]
        vectors = random.normal(size=(7, 6)) * 3
        x = vectors.mean(axis=0)
        for weights, bias in layers[:-1]:
            x = np.maximum(x @ weights + bias, 0)
        expected = x @ layers[-1][0] + layers[-1][1]
        parts = contributions.of_mean(vectors, layers)
        np.testing.assert_allclose(parts.logits, expected, rtol=0, atol=1e-9)


def test_repeated_word_contributes_equally(untrained):
    parts = contributions.of(untrained("glove_dnn"), ("good", "film", "good")).parts
    # Not to the last bit: processors differ in how they sum the rows of a product.
    np.testing.assert_allclose(parts[0], parts[2], rtol=1e-12)


@pytest.mark.parametrize("preset", ["char_cnn", "lstm", "best"])
def test_other_networks_have_no_exact_contributions(preset, untrained):
    assert not contributions.additive(untrained(preset).config)


@VECTORS
def test_integrated_gradients_sum_to_the_difference(preset, untrained):
    network = untrained(preset)
    for review in REVIEWS:
        gradients = occlusion.integrated_gradients(network, review, steps=200)
        assert gradients.pull.shape == (len(review),)
        close = 0.02 * max(1.0, abs(gradients.whole))
        assert gradients.missing == pytest.approx(0, abs=close)
    more, fewer = (
        abs(occlusion.integrated_gradients(network, REVIEWS[3], steps).missing)
        for steps in (200, 4)
    )
    assert more <= fewer + 1e-3


def test_gradients_and_contributions_agree_on_a_bag(untrained):
    network = untrained("glove_dnn")
    pulls = (
        occlusion.integrated_gradients(network, REVIEWS[3], steps=400).pull,
        contributions.of(network, REVIEWS[3]).pull,
    )
    np.testing.assert_allclose(*pulls, rtol=0, atol=0.02)


@pytest.mark.parametrize("preset", ["char_cnn", "word_counts"])
def test_networks_without_word_vectors_are_refused(preset, untrained):
    with pytest.raises(TextError, match="network that reads word vectors"):
        occlusion.integrated_gradients(untrained(preset), REVIEWS[0])


def test_effect_of_a_word_is_the_difference_without_it(untrained):
    network = untrained("lstm")
    review = REVIEWS[0]
    effects = occlusion.stars_without_words(network, review)
    whole, without = occlusion.stars(
        network.probabilities([review, review[:1] + review[2:]])
    )
    assert effects[1] == pytest.approx(whole - without, abs=1e-6)
    assert occlusion.stars_without_words(network, ("good",)).shape == (1,)


def test_characters_have_effects_but_spaces_do_not(untrained):
    effects = occlusion.stars_without_characters(untrained("char_cnn"), "a bad film")
    assert effects.shape == (10,)
    assert effects[[1, 5]].tolist() == [0, 0]
    assert np.abs(effects).max() > 0


def test_probabilities_after_the_last_word_are_the_answer(untrained):
    network = untrained("lstm")
    after = occlusion.after_each_word(network, REVIEWS[3])
    assert after.shape == (len(REVIEWS[3]), 5)
    expected = network.probabilities([REVIEWS[3]])[0]
    np.testing.assert_allclose(after[-1], expected, rtol=0, atol=1e-5)
    np.testing.assert_allclose(after.sum(axis=1), 1)


@pytest.mark.parametrize(
    "take",
    [
        lambda network: occlusion.stars_without_words(network, ("a",) * 201),
        lambda network: occlusion.stars_without_characters(network, "a" * 401),
        lambda network: occlusion.after_each_word(network, ("a",) * 201),
        lambda network: occlusion.integrated_gradients(network, ("a",) * 201),
    ],
)
def test_too_long_review_is_refused(take, untrained):
    with pytest.raises(TextError, match="can be analysed"):
        take(untrained("lstm"))
