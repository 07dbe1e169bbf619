"""Principal components of a few vectors."""

from __future__ import annotations

import numpy as np

from engine.reading.analysis.characters.principal import principal


def test_vectors_in_three_dimensions_keep_their_distances_and_all_variance():
    vectors = np.random.default_rng(0).normal(size=(9, 3))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    placed, kept = principal(5 * vectors)
    lengths = [np.linalg.norm(a[:, None] - a[None], axis=2) for a in (vectors, placed)]
    np.testing.assert_allclose(*lengths, rtol=1e-5, atol=1e-5)
    assert abs(kept - 1) < 1e-9


def test_more_dimensions_lose_variance_and_equal_vectors_have_none():
    vectors = np.eye(8, dtype=np.float32)
    assert 0.4 < principal(vectors)[1] < 0.5
    assert principal(np.ones((5, 4), np.float32))[1] == 0
