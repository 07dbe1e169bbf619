"""Looking at a network changes nothing: the clock alone decides how often we look.

When a training validates, samples and saves depends on seconds, so on what else the
machine does. The same seed must give the same network, to the last bit, all the same.
"""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace

import numpy as np
import pytest

from engine import registry
from engine.checkpoints import weights
from engine.runs.events import Progress, Sample
from tests.contract.tiny import TINY, create, work

_SECONDS_PER_LOOK = 100.0  # at the clock, on a machine that is busy with something else
# With dropout, batch normalisation, an EMA or carried states wherever there are some.
NETWORKS = [
    *(("language", "best"), ("reading", "quick"), ("sentiment", "best")),
    ("images", "post"),
]


def looks(events) -> int:
    """Return how often a training looked at its network."""
    return sum(
        isinstance(event, Sample)
        or (isinstance(event, Progress) and event.split == "validation")
        for event in events
    )


@pytest.mark.parametrize(("name", "preset"), NETWORKS)
def test_same_seed_gives_the_same_network_however_often_it_is_looked_at(
    name, preset, learned, home, monkeypatch
):
    from engine.training import progress, schedule

    usual = learned(name, preset)  # by this machine's clock
    clock = count(0.0, _SECONDS_PER_LOOK)
    busy = SimpleNamespace(monotonic=lambda: next(clock))
    monkeypatch.setattr(schedule, "time", busy)
    monkeypatch.setattr(progress, "time", busy)
    run = create(name, preset)
    assert work(run) == "done", run.events[-1]

    assert looks(run.events) > looks(usual.said)
    # Weights, batch normalisation's statistics, the seeds of dropout, carried states,
    # and all of the optimiser's: what a training resumes from.
    expected, _ = weights.read(usual.folder / "state.h5")
    found, _ = weights.read(run.folder / "state.h5")
    assert found.keys() == expected.keys()
    assert {path.partition("/")[0] for path in found} >= {"model", "optimizer"}
    for path, array in found.items():
        np.testing.assert_array_equal(array, expected[path], err_msg=path)


def test_every_experiment_is_tried():
    assert {name for name, _ in NETWORKS} == set(registry.NAMES)
    assert all(preset in TINY[name].networks for name, preset in NETWORKS)
