"""Sentences and their negations: what counts as understood."""

from __future__ import annotations

import numpy as np

from engine.sentiment.analysis import negation
from engine.sentiment.answers import Reading

BAD, GOOD = np.eye(5)[0], np.eye(5)[4]


def answers(plain_praise, negated_praise, plain_criticism, negated_criticism):
    found = [plain_praise, negated_praise] * len(negation.PRAISE)
    found += [plain_criticism, negated_criticism] * len(negation.CRITICISM)
    return [Reading("", (), (), 0, probabilities) for probabilities in found]


def test_every_sentence_is_on_its_side():
    right = negation.understood(answers(GOOD, BAD, BAD, GOOD))
    assert right == negation.Understood(10, 5, 5)


def test_a_network_that_counts_negative_words_fails_on_negated_criticism():
    right = negation.understood(answers(GOOD, BAD, BAD, BAD))
    assert right == negation.Understood(10, 5, 0)
    unsure = np.full(5, 0.2)  # three stars are neither side
    right = negation.understood(answers(GOOD, unsure, BAD, unsure))
    assert right == negation.Understood(10, 0, 0)
