"""The likeliest span: found by the quick search as by trying them all."""

from __future__ import annotations

import numpy as np
import pytest

from engine.reading import spans


@pytest.fixture(params=range(20))
def probabilities(request):
    random = np.random.default_rng(request.param)
    size = int(random.integers(1, 30))
    return tuple(random.dirichlet(np.full(size, 0.3)) for _ in range(2))


@pytest.mark.parametrize("max_answer_words", [1, 3, 17, 40])
def test_joint_search_finds_what_trying_all_finds(probabilities, max_answer_words):
    start_probabilities, end_probabilities = probabilities
    size = len(start_probabilities)
    every = {
        (i, j + 1): start_probabilities[i] * end_probabilities[j]
        for i in range(size)
        for j in range(i, min(size, i + max_answer_words))
    }
    found = spans.best(start_probabilities, end_probabilities, max_answer_words)
    assert found.probability == pytest.approx(max(every.values()))
    assert every[found.start, found.end] == pytest.approx(found.probability)
    listed = spans.likeliest(
        start_probabilities, end_probabilities, max_answer_words, 5
    )
    assert [s.probability for s in listed] == pytest.approx(
        sorted(every.values(), reverse=True)[:5]
    )
    assert all(every[s.start, s.end] == pytest.approx(s.probability) for s in listed)
    table = spans.surface(start_probabilities, end_probabilities, max_answer_words)
    assert table.sum() == pytest.approx(sum(every.values()))
    assert table.max() == pytest.approx(found.probability)


def test_separate_choice_may_give_nothing():
    start_probabilities, end_probabilities = (
        np.array([0.1, 0.2, 0.7]),
        np.array([0.9, 0.05, 0.05]),
    )
    found = spans.separate(start_probabilities, end_probabilities)
    assert found.start == found.end
    joint = spans.best(start_probabilities, end_probabilities, 3)
    assert (joint.start, joint.end) == (0, 1)


def test_separate_choice_is_the_joint_one_where_it_fits():
    start_probabilities, end_probabilities = (
        np.array([0.1, 0.8, 0.1]),
        np.array([0.1, 0.1, 0.8]),
    )
    found = spans.separate(start_probabilities, end_probabilities)
    assert (found.start, found.end) == (1, 3)
    assert found.probability == pytest.approx(0.64)
