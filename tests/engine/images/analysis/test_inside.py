"""Looking inside, on networks whose answer can be computed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.images.analysis import alterations, inside, nearest
from engine.images.analysis.alterations import Alteration
from engine.images.analysis.nearest import Index
from engine.images.pixels import Pictures

RANDOM = np.random.default_rng(0)


class RedDetector:
    """A classifier with hand-set weights: is there red in the upper left?"""

    def __init__(self):
        import keras

        pixels = keras.Input((32, 32, 3), name="pixels")
        take = keras.layers.Conv2D(2, 1, use_bias=False, name="conv_1")
        x = take(pixels)  # red, and green
        weighted = keras.layers.Dense(2, use_bias=False, name="logits")(
            keras.layers.Flatten()(x)
        )
        self.model = keras.Model(pixels, weighted)
        kernel = np.zeros((1, 1, 3, 2), np.float32)
        # Grey activates neither, so the occluding square adds no evidence.
        kernel[0, 0, :, 0] = np.asarray([1, -1, 0]) / 255
        kernel[0, 0, :, 1] = np.asarray([0, 1, -1]) / 255
        take.set_weights([kernel])
        weights = np.zeros((32, 32, 2, 2), np.float32)
        weights[:16, :16, 0, 0] = 0.05  # red there is evidence for class 0
        weights[:, :, 1, 1] = 0.05  # green anywhere is evidence for class 1
        self.model.get_layer("logits").set_weights([weights.reshape(-1, 2)])

    def part(self, layer):
        import keras

        return keras.Model(self.model.input, self.model.get_layer(layer).output)

    def rest(self, layer):
        import keras

        return keras.Model(self.model.get_layer(layer).output, self.model.output)

    def one_view(self, pixels):
        logits = self.model.predict_on_batch(pixels.astype(np.float32))
        shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
        return shifted / shifted.sum(axis=1, keepdims=True)


@pytest.fixture(scope="module")
def detector():
    return RedDetector()


def spot(row, column):
    pixels = np.zeros((32, 32, 3), np.uint8)
    pixels[row : row + 6, column : column + 6, 0] = 255
    return pixels


def test_grad_cam_shows_the_evidence_for_the_class(detector):
    heat = inside.grad_cam(detector, spot(4, 5), "conv_1", 0)
    assert heat.shape == (32, 32)
    assert heat.max() == pytest.approx(1)
    assert heat[4:10, 5:11].min() == pytest.approx(1)
    assert heat.sum() == pytest.approx(36)
    # Red is no evidence for the other class.
    assert inside.grad_cam(detector, spot(4, 5), "conv_1", 1).max() == 0


def test_occlusion_shows_what_the_class_needs(detector):
    lost = inside.occlusion(detector, spot(4, 5), 0)
    assert lost.shape == (32, 32)
    row, column = np.unravel_index(lost.argmax(), lost.shape)
    assert 2 <= row <= 11
    assert 3 <= column <= 12
    assert lost.max() > 0.1
    assert lost[28, 28] == pytest.approx(0, abs=1e-6)


def test_map_is_enlarged_smoothly():
    heat = np.asarray([[0.0, 1.0], [0.0, 1.0]], np.float32)
    large = inside.enlarged(heat)
    assert large.shape == (32, 32)
    assert (np.diff(large, axis=1) >= 0).all()


def test_gradient_of_a_simple_function():
    from keras import ops

    from engine.backend.compiled import gradient

    at = RANDOM.normal(size=(2, 3)).astype(np.float32)
    found = gradient(lambda x: ops.sum(ops.square(x)), at)
    np.testing.assert_allclose(found, 2 * at, rtol=1e-5)


@pytest.mark.parametrize("preset", ["quick", "post"])
def test_every_layer_and_filter_of_a_network_can_be_seen(preset, learned):
    from engine import registry

    classifier = registry.get("images").load(learned("images", preset).checkpoint)
    pixels = RANDOM.integers(0, 256, (32, 32, 3), np.uint8)
    names = inside.layers(classifier)
    assert len(names) > 5
    for name in names:
        maps = inside.feature_maps(classifier, pixels, name)
        assert maps.ndim == 3
        assert np.isfinite(maps).all()
    assert inside.convolutions(classifier)
    assert set(inside.convolutions(classifier)) < set(names)
    for name in inside.convolutions(classifier):
        heat = inside.grad_cam(classifier, pixels, name, 0)
        assert 0 <= heat.min() <= heat.max() <= 1.00001
    assert inside.filters(classifier)
    for bank in inside.filters(classifier).values():
        assert bank.shape[-1] == 3
        # Each filter goes as far from grey as can be drawn, one way or the other.
        farthest = np.abs(bank - 0.5).max(axis=(1, 2, 3))
        np.testing.assert_allclose(farthest, 0.5, rtol=1e-5)


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        ("standardise", "pixels, standardised"),
        ("whitening", "2 × 2 patches, uncorrelated"),
        ("gelu_whitening", "whitening, activated"),
        ("conv_2a", "block 2, first convolution"),
        ("pool_2", "block 2, pooled"),
        ("gelu_3b", "block 3, second convolution, activated"),
        ("conv_1", "block 1, convolution"),
        ("norm_1", "block 1, normalised"),
    ],
)
def test_layer_is_described_in_words(layer, said):
    assert inside.described(layer) == said


def test_composed_filters_equal_both_layers(learned):
    from engine import registry

    classifier = registry.get("images").load(learned("images", "quick").checkpoint)
    model = classifier.model
    whitening = np.asarray(model.get_layer("whitening").kernel)
    kernel = np.asarray(model.get_layer("conv_1a").kernel)
    patch = RANDOM.normal(size=(1, 4, 4, 3)).astype(np.float32)
    from keras import ops

    through = ops.conv(ops.conv(patch, whitening, padding="valid"), kernel)
    seen = inside.composed(whitening, kernel)
    direct = np.tensordot(patch[0], seen, axes=3)
    np.testing.assert_allclose(
        direct, 0.5 * np.asarray(through)[0, 0, 0], rtol=1e-3, atol=1e-4
    )


def test_nearest_images_are_the_most_similar():
    features = RANDOM.normal(size=(50, 8)).astype(np.float32)
    found = nearest.directions(features)
    rounded = np.rint(found / np.abs(found).max(1, keepdims=True) * 127)
    index = Index(np.arange(50) * 7, np.arange(50) % 10, rounded.astype(np.int8))
    best = index.nearest(features[13] * 3.5, 4)
    assert (best[0].index, best[0].label) == (91, 3)
    assert best[0].similarity == pytest.approx(1, abs=1e-3)
    similarity = [neighbour.similarity for neighbour in best]
    assert similarity == sorted(similarity, reverse=True)
    exact = np.sort(found @ found[13])[::-1][:4]
    np.testing.assert_allclose(similarity, exact, atol=0.02)


def test_index_is_stored_and_read_again(tmp_path, learned):
    from engine import registry
    from engine.errors import CheckpointError

    classifier = registry.get("images").load(learned("images", "quick").checkpoint)
    pixels = RANDOM.integers(0, 256, (6, 32, 32, 3), np.uint8)
    made = nearest.make(
        classifier, Pictures(pixels, np.arange(6)), np.asarray([4, 8, 15, 16, 23, 42])
    )
    with pytest.raises(CheckpointError, match=r"nearest\.npz"):
        nearest.read(tmp_path)
    (tmp_path / nearest.FILE).write_bytes(nearest.to_bytes(made))
    index = nearest.read(tmp_path)
    best = index.nearest(nearest.features(classifier, pixels[2:3])[0], 1)[0]
    assert (best.index, best.label) == (15, 2)


def test_alterations_do_what_their_sliders_say():
    pixels = RANDOM.integers(60, 190, (32, 32, 3), np.uint8)
    alter = alterations.alter
    np.testing.assert_array_equal(alter(pixels, Alteration()), pixels)
    np.testing.assert_array_equal(
        alter(pixels, Alteration(mirrored=True)), pixels[:, ::-1]
    )
    moved = alter(pixels, Alteration(right=3, down=-2))
    np.testing.assert_array_equal(moved[:-2, 3:], pixels[2:, :-3])
    lighter = alter(pixels, Alteration(brightness=20))
    np.testing.assert_array_equal(lighter, pixels + 20)
    flat = alter(pixels, Alteration(contrast=0))
    assert np.ptp(flat, axis=(0, 1)).max() == 0


def test_both_ways_differ_by_mirroring_alone():
    picture = RANDOM.integers(0, 256, (32, 32, 3), np.uint8)
    both = alterations.both_ways(picture, Alteration(True, brightness=10))
    np.testing.assert_array_equal(both[False], both[True][:, ::-1])
    assert both[False].astype(int).mean() > picture.mean()


def test_curve_varies_one_slider_and_fixes_the_others(detector):
    fixed = Alteration(right=2)
    curve = alterations.curve(detector, spot(4, 5), fixed, "brightness")
    assert curve.values == alterations.STEPS["brightness"]
    assert curve.probabilities.shape == (25, 2)
    shifted = alterations.alter(spot(4, 5), fixed)
    zero = curve.values.index(0)
    np.testing.assert_allclose(
        curve.probabilities[zero], detector.one_view(shifted[None])[0], rtol=1e-5
    )
    # Red is clipped at 255 while green grows: the difference shrinks.
    assert curve.probabilities[-1, 0] < curve.probabilities[zero, 0] - 0.05
    with pytest.raises(KeyError):
        alterations.curve(detector, spot(4, 5), fixed, "seed")
