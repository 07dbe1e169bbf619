"""The toy experiment made small for the conformance suite."""

import numpy as np

from tests.contract.entry import Tiny

TINY = Tiny(
    data=b"The quick brown fox jumps over the lazy dog. " * 9,
    answer=lambda guesser, letter: np.array([guesser.probability(letter)]),
    inputs=("e", "", "é", "two"),
    refused=("", "é", "two"),
    counts={"quick": {}},
    measures_shares=False,
)
