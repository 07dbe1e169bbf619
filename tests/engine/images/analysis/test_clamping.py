"""A channel held at a value: the network's own answer once its weights say the same."""

from __future__ import annotations

import numpy as np
import pytest

from engine import registry
from engine.images.analysis import channel_images, clamping, network_map
from engine.images.analysis.inside import feature_maps

RANDOM = np.random.default_rng(3)
PIXELS = RANDOM.integers(0, 256, (6, 32, 32, 3)).astype(np.uint8)
# Of each network a stage with maps, the layer that reads it, and the layer of its maps.
NEXT = {
    "post": ("conv_1", "conv_2", "norm_1"),
    "quick": ("conv_1a", "conv_1b", "gelu_1a"),
}


@pytest.fixture(scope="module", params=NEXT)
def network(learned, request):
    loaded = registry.get("images").load(learned("images", request.param).checkpoint)
    return loaded, *NEXT[request.param]


def test_channel_at_zero_is_one_that_the_next_layer_does_not_read(network):
    classifier, stage, reader, _ = network
    off = clamping.ablations(classifier, PIXELS[0], stage)
    found = clamping.clamp(classifier, PIXELS[0], stage, 1, 0.0)
    before = classifier.one_view(PIXELS[:1])[0]
    np.testing.assert_allclose(found.before.probabilities, before, atol=1e-5)

    kernel = classifier.model.get_layer(reader).kernel
    weights = np.array(kernel)
    read = weights[:, :, 1].copy()
    weights[:, :, 1] = 0
    kernel.assign(weights)
    after = classifier.one_view(PIXELS[:1])[0]
    weights[:, :, 1] = read
    kernel.assign(weights)
    np.testing.assert_allclose(found.after.probabilities, after, atol=1e-5)
    np.testing.assert_allclose(off.after[1].probabilities, after, atol=1e-5)
    assert np.abs(after - before).max() > 1e-4


def test_value_of_the_last_features_moves_the_logits_by_its_weights(network):
    classifier, *_ = network
    stage = list(clamping.stages(classifier))[-1]
    found = clamping.clamp(classifier, PIXELS[0], stage, 2, 3.0)
    logits = classifier.model.get_layer("logits")
    scale = getattr(classifier.model.layers[-1], "scale", 1.0)  # of the best network
    moved = (3.0 - found.values.max()) * np.asarray(logits.kernel)[2] * scale
    np.testing.assert_allclose(
        found.after.logits - found.before.logits, moved, atol=1e-5
    )


def test_largest_change_comes_first(network):
    classifier, stage, *_ = network
    off = clamping.ablations(classifier, PIXELS[0], stage)
    ranked, changes = off.ranked(1), off.changes(1)
    assert sorted(ranked) == list(range(clamping.stages(classifier)[stage]))
    assert abs(changes[ranked[0]]) == np.abs(changes).max()
    expected = off.after[ranked[0]].probabilities[1] - off.before.probabilities[1]
    assert changes[ranked[0]] == expected
    least = {"post": 0.0, "quick": -0.17}[classifier.card.preset]
    assert off.activation.least == pytest.approx(least, abs=1e-3)
    maps = feature_maps(
        classifier, PIXELS[0], network_map.outputs(classifier.model)[stage]
    )
    assert maps.min() >= off.activation.least - 1e-3


def test_images_of_a_channel_are_those_it_is_largest_on(network, tmp_path):
    classifier, stage, _, layer = network
    made = channel_images.make(classifier, PIXELS, count=3)
    assert list(made) == list(clamping.stages(classifier))
    (tmp_path / channel_images.FILE).write_bytes(channel_images.to_bytes(made))
    stored = channel_images.read(tmp_path)[stage]
    maps = np.stack([feature_maps(classifier, image, layer) for image in PIXELS])
    for channel in range(maps.shape[-1]):
        peaks = maps[..., channel].max(axis=(1, 2))
        responses = stored.of(channel)
        best = [response.value for response in responses]
        np.testing.assert_allclose(best, np.sort(peaks)[::-1][:3], rtol=1e-3, atol=1e-5)
        for response in responses:
            at = maps[response.index][response.place][channel]
            assert at == pytest.approx(response.value, rel=1e-3, abs=1e-5)
