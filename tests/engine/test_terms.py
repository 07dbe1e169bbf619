"""A sum of products, whole and shortened."""

from __future__ import annotations

import pytest

from engine import terms
from engine.terms import Sum


@pytest.fixture
def made() -> Sum:
    weighed = terms.products("x{}".format, [1.0, -3.0, 0.5, 2.0], [0.1, 2.0, 1.0, 1.0])
    return Sum((*weighed, terms.bias(0.25)), "", -3.15)


def test_total_is_all_products_and_the_bias(made) -> None:
    assert [term.name for term in made.terms] == ["x1", "x2", "x3", "x4", "bias"]
    assert made.total == pytest.approx(0.1 - 6 + 0.5 + 2 + 0.25)


def test_shortened_sum_is_the_same_and_keeps_order_and_bias(made) -> None:
    shown, others = terms.shortened(made.terms, 2)
    assert [term.name for term in shown] == ["x2", "x4", "bias"]
    assert others == {"2 others": pytest.approx(0.6)}
    assert terms.shortened(made.terms, 9) == (made.terms, {})
