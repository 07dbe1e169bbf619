from itertools import pairwise

import numpy as np
import pytest

from engine.errors import LoupeError
from engine.language.analysis import own_traits


def test_pattern_reads_line_by_line() -> None:
    text = "A:\nb B:\nC:"
    assert own_traits.matched("^[A-Z]:", text).tolist() == [1, 1, *[0] * 6, 1, 1]


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(", "not a regular expression"),
        ("z", "matches nothing"),
        ("(?s).", "matches every character"),
        (r"(a|aa)+$(?<=b)", "takes too long"),
    ],
)
def test_pattern_that_leads_nowhere_is_a_sentence(monkeypatch, pattern, words) -> None:
    monkeypatch.setattr(own_traits, "_MATCH_SECONDS", 0.02)
    with pytest.raises(LoupeError, match=words):
        own_traits.matched(pattern, "a" * 60)


def test_unit_that_lights_within_a_span_comes_first() -> None:
    traces = np.zeros((2, 10, 3), np.float32)
    traces[1, 4:6, 2] = -0.8
    traces[0, :, 1] = 0.9  # large everywhere
    first, *_ = own_traits.contrasts(traces, own_traits.spanned(4, 6, 10), 2)
    assert (first.layer, first.unit) == (1, 2)
    assert first.within == pytest.approx(-0.8, abs=1e-6)
    assert first.outside == 0


def test_passages_are_the_largest_and_do_not_overlap() -> None:
    values = np.zeros(200, np.float32)
    values[[50, 52, 150]] = (0.9, 0.8, 0.7)
    first, second, *_ = own_traits.passages(values, 3, around=10)
    assert (first.at, first.start, first.end) == (50, 40, 61)
    assert second.at == 150
    everywhere = own_traits.passages(values, 50, around=10)
    spans = sorted((p.start, p.end) for p in everywhere)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
