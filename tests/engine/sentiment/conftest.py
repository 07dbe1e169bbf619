"""Small untrained networks of every architecture."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from engine.data import glove
from engine.sentiment.config import PRESETS
from engine.sentiment.trees import Phrase, Tree

SENTENCES = (
    ("It", "'s", "a", "warm", "and", "funny", "little", "film", "."),
    ("This", "is", "n't", "good", ",", "and", "nobody", "laughed", "."),
    ("A", "dull", ",", "dull", "evening", "!"),
)
SMALL = {
    "quick": {"units": 12},
    "glove_dnn": {"units": 12},
    "char_cnn": {"filters": 6, "first_units": 16, "second_units": 8},
    "lstm": {"units": 6},
    "best": {"units": 6, "attention_units": 5, "character_filters": 7},
    "word_counts": {},
}


def whole(tokens, label):
    """Return a sentence without inner phrases."""
    return Tree(tuple(tokens), (Phrase(0, len(tokens), label),))


class Untrained:
    """What analysis needs of a `Reviewer`, with random weights."""

    def __init__(self, preset):
        from engine.sentiment import data
        from engine.sentiment.model import build
        from engine.sentiment.train import encoder_of

        changes = dict(SMALL[preset])
        if hasattr(PRESETS[preset], "min_count"):
            changes["min_count"] = 1
        self.config = replace(PRESETS[preset], **changes)
        trees = [whole(s, i) for i, s in enumerate(SENTENCES)]
        self.encoder = encoder_of(self.config, data.examples(trees))
        self.model = build(self.config, self.encoder)
        random = np.random.default_rng(3)
        for variable in self.model.trainable_variables:
            variable.assign(random.normal(0, 0.3, tuple(variable.shape)))

    def logits(self, texts):
        from engine.sentiment.evaluate import logits

        encoded = self.encoder.encode(texts)
        return logits(self.model, self.encoder, encoded).astype(np.float64)

    def probabilities(self, texts):
        from engine.sampling import log_softmax

        return np.exp(log_softmax(self.logits(texts)))


@pytest.fixture(scope="session")
def untrained():
    """Return the network of a preset; each is built once."""
    return cache(Untrained)


@pytest.fixture(scope="session")
def vectors():
    """The shared word vectors."""
    return glove.load()
