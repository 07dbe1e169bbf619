"""A loaded classifier and the command line around it."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from engine import registry
from engine.cli.commands import main
from engine.errors import CheckpointError
from engine.images import calibration
from engine.images.analysis import drawings
from engine.images.evaluate import VIEW_WEIGHTS
from engine.images.out_of_distribution import OutOfDistributionRule
from engine.images.pictures import to_pixels
from engine.sampling import log_softmax
from tests.contract import tiny
from tests.contract.pictures import COLOURS, noisy, png


@pytest.fixture(scope="module")
def folder(learned):
    return learned("images", "quick").checkpoint


@pytest.fixture
def classifier(folder):
    return registry.get("images").load(folder)


def test_answer_has_all_that_a_page_draws(classifier):
    picture = drawings.load("ship")
    answer = classifier.classify(picture)
    assert answer.name == "ship"
    assert answer.classes == ("blue", "green", "red")
    np.testing.assert_array_equal(answer.pixels, to_pixels(picture))
    assert answer.probabilities.sum() == pytest.approx(1)
    assert len(answer.views) == 6
    np.testing.assert_array_equal(answer.views[0].pixels, answer.pixels)
    np.testing.assert_array_equal(answer.views[1].pixels, answer.pixels[:, ::-1])
    for view in answer.views:
        assert view.probabilities.sum() == pytest.approx(1)
    top = answer.top(2)
    assert len(top) == 2
    assert top[0] == (answer.best, answer.confidence)
    assert top[0][1] >= top[1][1]
    assert len(answer.top(99)) == 3
    assert 0 <= answer.agreeing <= 6
    padded = classifier.classify(picture, "pad")
    assert padded.name == "ship"


def test_answer_is_the_weighted_mean_of_its_views(classifier):
    answer = classifier.classify(drawings.load("frog"))
    # Three validation images are too few to fit a temperature, so it is 1.
    assert classifier.calibration.single == classifier.calibration.averaged == 1
    logs = np.stack([np.log(view.probabilities) for view in answer.views])
    expected = np.exp(log_softmax(VIEW_WEIGHTS @ logs))
    np.testing.assert_allclose(answer.probabilities, expected, rtol=1e-4)
    assert answer.percentile is None
    assert answer.out_of_distribution is None


def test_calibration_is_applied(classifier):
    plain = classifier.classify(drawings.load("cat"))
    quantiles = tuple(np.linspace(0, 1, 101))
    classifier.calibration = replace(
        classifier.calibration, averaged=0.25, quantiles=quantiles,
        out_of_distribution=OutOfDistributionRule("probability", 1.0, 0.05, {}),
    )  # fmt: skip
    scaled = classifier.classify(drawings.load("cat"))
    np.testing.assert_allclose(
        scaled.probabilities, calibration.probabilities(plain.logits, 0.25), rtol=1e-5
    )
    assert scaled.confidence > plain.confidence
    assert scaled.percentile == pytest.approx(scaled.confidence, abs=1e-6)
    assert scaled.out_of_distribution is True


def test_snapshots_answer_differently(folder, classifier):
    experiment = registry.get("images")
    early = experiment.load(folder, 1)
    assert not np.allclose(
        early.classify(drawings.load("bird")).logits,
        classifier.classify(drawings.load("bird")).logits,
    )
    # What was measured with the final weights does not apply to others.
    assert early.calibration.quantiles == ()
    assert early.calibration.out_of_distribution is None
    with pytest.raises(CheckpointError, match=r"no snapshot of epoch 77.*1, 2"):
        experiment.load(folder, 77)


def test_threads_may_share_it(classifier):
    classifier.warm()
    names = list(drawings.NAMES) * 3
    alone = [classifier.classify(drawings.load(name)).logits for name in names]
    with ThreadPoolExecutor(4) as threads:
        together = list(
            threads.map(lambda n: classifier.classify(drawings.load(n)).logits, names)
        )
    np.testing.assert_array_equal(together, alone)


@pytest.mark.parametrize("name", ["classes.json", "calibration.json"])
def test_changed_asset_is_noticed(folder, tmp_path, name):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / name).write_text("{}", encoding="utf-8")
    with pytest.raises(CheckpointError, match=name):
        registry.get("images").load(copy)


@pytest.fixture
def shelf(home, folder):
    """The tiny network as the shipped checkpoint “tiny”."""
    tiny.ship("images", folder, "tiny")
    return home


def test_command_lists_classes(shelf, capsys):
    good, bad = shelf / "red.png", shelf / "notes.txt"
    good.write_bytes(png(noisy(COLOURS["red"], 5)))
    bad.write_text("no picture", encoding="utf-8")
    words = ["predict", "images", str(good), str(bad), "--checkpoint", "tiny"]
    assert main([*words, "--top-n", "2"]) == 0
    output = capsys.readouterr().out
    assert output.startswith("red.png: ")
    assert output.count("%") == 2
    assert "notes.txt is not a picture" in output
    assert main([*words, "--top-n", "2", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["checkpoint"] == "tiny"
    (picture,) = answer["pictures"]
    assert picture["name"] == "red.png"
    assert len(picture["classes"]) == 2
    assert set(picture["classes"][0]) == {"class", "probability"}
    assert answer["refused"] == output.splitlines()[1:]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["missing.png"], "Cannot read"),
        (["notes.txt"], "not a picture"),
        (["red.png", "--top-n", "0"], "top n"),
        (["red.png", "--epoch", "9"], "no snapshot of epoch 9"),
        (["red.png", "--checkpoint", "nobody"], "nobody"),
    ],
)
def test_command_says_what_is_wrong_in_a_line(
    shelf, capsys, monkeypatch, words, message
):
    monkeypatch.chdir(shelf)
    (shelf / "red.png").write_bytes(png(noisy(COLOURS["red"], 5)))
    (shelf / "notes.txt").write_text("no picture", encoding="utf-8")
    words = words if "--checkpoint" in words else [*words, "--checkpoint", "tiny"]
    assert main(["predict", "images", *words]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
