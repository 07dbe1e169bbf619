"""Vectors in their first principal components, to be looked at in space."""

import numpy as np
from numpy.typing import NDArray


def principal(
    vectors: NDArray[np.float32], components: int = 3
) -> tuple[NDArray[np.float64], float]:
    """Return the directions of vectors in their first principal components.

    The vectors are scaled to length 1 first, because their cosine is what compares
    them; else a few long ones, of rare characters, would fill the picture.

    Args:
        vectors: (N, D).
        components: C, at most N and D.

    Returns:
        (N, C), centred; and the share of the variance that they keep, 0 to 1.

    Source:
        Pearson (1901).
    """
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    directions = vectors / np.maximum(lengths, 1e-12)
    centred = directions - directions.mean(axis=0)
    left, scales, _ = np.linalg.svd(centred, full_matrices=False)
    variances = scales**2
    kept = float(variances[:components].sum() / max(variances.sum(), 1e-12))
    return left[:, :components] * scales[:components], kept
