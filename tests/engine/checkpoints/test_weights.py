"""Arrays into the variables of a model: each by its name, and only what fits."""

from __future__ import annotations

import numpy as np
import pytest

from engine.checkpoints import weights
from engine.errors import CheckpointError


class Variable:
    """As much of a Keras variable as `assign` asks for."""

    def __init__(self, shape):
        self.shape, self.value = shape, None

    def assign(self, value):
        self.value = value


def test_assign_sets_each_variable_by_name():
    variables = {"a": Variable((2,)), "b": Variable((1, 3))}
    arrays = {"b": np.ones((1, 3)), "a": np.zeros(2), "more": np.ones(1)}
    weights.assign(variables, arrays)
    assert variables["a"].value is arrays["a"]
    assert variables["b"].value is arrays["b"]


@pytest.mark.parametrize(
    ("arrays", "message"),
    [({}, "has no variable “a”"), ({"a": np.zeros(3)}, r"shape \(3,\).*needs \(2,\)")],
)
def test_assign_refuses_what_does_not_fit(arrays, message):
    with pytest.raises(CheckpointError, match=message):
        weights.assign({"a": Variable((2,))}, arrays)
