"""Why it says so: parts that sum to the whole, and words taken away."""

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


def exact(made, review):
    return logits(made.model, made.encoder, made.encoder.encode([review]))[0]


@BAGS
@pytest.mark.parametrize("review", REVIEWS, ids="-".join)
def test_contributions_and_base_are_the_scores(preset, review, untrained):
    made = untrained(preset)
    assert contributions.additive(made.config)
    found = contributions.of(made, review)
    assert found.parts.shape == (len(review), 5)
    np.testing.assert_allclose(found.logits, exact(made, review), rtol=0, atol=2e-5)
    low, high = found.ends
    assert found.pull.sum() == pytest.approx(high - low, abs=1e-9)


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
        found = contributions.of_mean(vectors, layers)
        np.testing.assert_allclose(found.logits, expected, rtol=0, atol=1e-9)


def test_a_word_that_stands_twice_counts_twice_alike(untrained):
    parts = contributions.of(untrained("glove_dnn"), ("good", "film", "good")).parts
    # Not to the last bit: processors differ in how they sum the rows of a product.
    np.testing.assert_allclose(parts[0], parts[2], rtol=1e-12)


@pytest.mark.parametrize("preset", ["char_cnn", "lstm", "best"])
def test_the_others_have_no_such_parts(preset, untrained):
    assert not contributions.additive(untrained(preset).config)


@VECTORS
def test_integrated_gradients_sum_to_what_was_gained(preset, untrained):
    made = untrained(preset)
    for review in REVIEWS:
        found = occlusion.integrated_gradients(made, review, steps=200)
        assert found.pull.shape == (len(review),)
        close = 0.02 * max(1.0, abs(found.whole))
        assert found.missing == pytest.approx(0, abs=close)
    more, fewer = (
        abs(occlusion.integrated_gradients(made, REVIEWS[3], steps).missing)
        for steps in (200, 4)
    )
    assert more <= fewer + 1e-3


def test_gradients_and_contributions_say_the_same_of_a_bag(untrained):
    made = untrained("glove_dnn")
    pulls = (
        occlusion.integrated_gradients(made, REVIEWS[3], steps=400).pull,
        contributions.of(made, REVIEWS[3]).pull,
    )
    np.testing.assert_allclose(*pulls, rtol=0, atol=0.02)


@pytest.mark.parametrize("preset", ["char_cnn", "word_counts"])
def test_networks_without_vectors_have_no_gradients(preset, untrained):
    with pytest.raises(TextError, match="network that reads word vectors"):
        occlusion.integrated_gradients(untrained(preset), REVIEWS[0])


def test_a_word_taken_away_is_missed_by_what_it_brought(untrained):
    made = untrained("lstm")
    review = REVIEWS[0]
    found = occlusion.stars_without_words(made, review)
    whole, without = occlusion.stars(
        made.probabilities([review, review[:1] + review[2:]])
    )
    assert found[1] == pytest.approx(whole - without, abs=1e-6)
    assert occlusion.stars_without_words(made, ("good",)).shape == (1,)


def test_characters_taken_away_are_missed_but_spaces(untrained):
    found = occlusion.stars_without_characters(untrained("char_cnn"), "a bad film")
    assert found.shape == (10,)
    assert found[[1, 5]].tolist() == [0, 0]
    assert np.abs(found).max() > 0


def test_the_opinion_after_the_last_word_is_the_answer(untrained):
    made = untrained("lstm")
    after = occlusion.after_each_word(made, REVIEWS[3])
    assert after.shape == (len(REVIEWS[3]), 5)
    expected = made.probabilities([REVIEWS[3]])[0]
    np.testing.assert_allclose(after[-1], expected, rtol=0, atol=1e-5)
    np.testing.assert_allclose(after.sum(axis=1), 1)


@pytest.mark.parametrize(
    "take",
    [
        lambda made: occlusion.stars_without_words(made, ("a",) * 201),
        lambda made: occlusion.stars_without_characters(made, "a" * 401),
        lambda made: occlusion.after_each_word(made, ("a",) * 201),
        lambda made: occlusion.integrated_gradients(made, ("a",) * 201),
    ],
)
def test_too_much_to_take_apart_is_said(take, untrained):
    with pytest.raises(TextError, match="can be analysed"):
        take(untrained("lstm"))
