"""How a batch lies on several devices; JAX itself is tried by `benchmarks.devices`."""

from __future__ import annotations

import pytest

from engine.backend.devices import SplitBatches, share_batches


@pytest.mark.parametrize(
    ("shape", "axes"),
    [((8, 3), ("batch", None)), ((7, 3), (None, None)), ((2,), ("batch",)), ((), ())],
)
def test_only_what_has_equal_parts_is_split(shape, axes):
    shared = SplitBatches(devices=["cpu:0", "cpu:1"], auto_shard_dataset=False)
    assert tuple(shared.get_data_layout(shape).axes) == axes


def test_other_backends_train_on_one_device():
    assert share_batches() == 1
