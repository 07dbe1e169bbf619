"""The network as one picture: its stages are the network's own, in their order."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from engine import registry
from engine.images.analysis import network_map
from engine.images.analysis.inside import feature_maps

PIXELS = np.random.default_rng(3).integers(0, 256, (32, 32, 3)).astype(np.uint8)


@pytest.fixture(params=["post", "quick"])
def classifier(learned, request):
    return registry.get("images").load(learned("images", request.param).checkpoint)


def test_every_weight_belongs_to_one_stage(classifier):
    stages = network_map.stages(classifier, PIXELS)
    assert stages[0].layer == "pixels"
    assert stages[-1].layer == "logits"
    kernels = [
        layer.name
        for layer in classifier.model.layers
        if getattr(layer, "kernel", None) is not None
    ]
    assert [stage.layer for stage in stages[1:]] == kernels
    before_the_first = classifier.model.get_layer("standardise").count_params()
    counted = sum(stage.parameters for stage in stages)
    assert counted + before_the_first == classifier.model.count_params()


def test_last_stage_has_the_logits_of_the_classes(classifier):
    last = network_map.stages(classifier, PIXELS)[-1]
    logits = np.asarray(classifier.model(PIXELS[None].astype(np.float32)))[0]
    assert [c.name for c in last.channels] == [
        classifier.classes[i] for i in np.argsort(-logits, kind="stable")[:10]
    ]
    for channel in last.channels:
        assert channel.value == pytest.approx(logits[channel.number], abs=1e-5)


def test_channels_are_the_strongest_and_lines_the_norms_of_their_weights(classifier):
    stages = network_map.stages(classifier, PIXELS, count=3)
    for before, stage in pairwise(stages[1:]):
        kernel = np.asarray(classifier.model.get_layer(stage.layer).kernel)
        if len(kernel.shape) != 4:
            continue
        rows = [c.number for c in before.channels]
        columns = [c.number for c in stage.channels]
        norms = np.linalg.norm(kernel, axis=(0, 1))[np.ix_(rows, columns)]
        np.testing.assert_allclose(
            np.asarray(stage.strengths), norms / norms.max(), atol=1e-5
        )
        assert stage.shape[-1] == kernel.shape[-1]


def test_dense_layer_after_maps_adds_up_over_their_places(learned):
    classifier = registry.get("images").load(learned("images", "post").checkpoint)
    stages = network_map.stages(classifier, PIXELS)
    place = [stage.layer for stage in stages].index("dense_1")
    before, stage = stages[place - 1], stages[place]
    rows, columns, channels = feature_maps(classifier, PIXELS, "norm_2").shape
    assert before.shape == (rows, columns, channels)
    kernel = np.asarray(classifier.model.get_layer("dense_1").kernel)
    assert len(kernel) == rows * columns * channels
    one = kernel.reshape(rows, columns, channels, -1)
    norms = np.linalg.norm(one, axis=(0, 1))
    shown = norms[np.ix_(*([c.number for c in s.channels] for s in (before, stage)))]
    np.testing.assert_allclose(stage.strengths, shown / shown.max(), atol=1e-5)
