"""Networks that answer together: means of their probabilities, under one name."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine import ensembles, registry
from engine.cli.commands import main
from engine.errors import ConfigError, UnknownNameError
from engine.reading import measure
from engine.reading.analysis.samples import SAMPLES
from engine.reading.encoding import Encoded
from engine.reading.ensemble import Ensemble
from engine.reading.predict import Reader
from tests.contract import tiny

CONTEXT, QUESTION = SAMPLES[0].context, SAMPLES[0].questions[0][0]


@pytest.fixture(scope="module")
def members(learned, tmp_path_factory):
    """Two networks that differ: the last weights, and those after one epoch."""
    folder = learned("reading", "quick").checkpoint
    return [Reader(folder), Reader(folder, 1)]


@pytest.fixture(scope="module")
def both(members):
    return Ensemble(members)


def test_probabilities_are_the_mean_of_the_members(members, both):
    alone = [member.read(CONTEXT, QUESTION) for member in members]
    together = both.read(CONTEXT, QUESTION)
    for name in ("start_probabilities", "end_probabilities", "context_to_query"):
        mean = np.mean([getattr(reading, name) for reading in alone], axis=0)
        assert not np.allclose(getattr(alone[0], name), mean, atol=1e-7)
        np.testing.assert_allclose(getattr(together, name), mean, atol=1e-6)
    # Both were fitted for single networks.
    assert together.confidence is None
    assert together.has_answer


def test_evaluation_and_occlusion_average_as_the_page_does(both):
    reading = both.read(CONTEXT, QUESTION)
    words = both.word_table()
    ids = [words.ids(text.words) for text in (reading.context, reading.question)]
    items = [Encoded(*ids, candidate.words) for candidate in reading.candidates]
    wanted = [candidate.probability for candidate in reading.candidates]
    np.testing.assert_allclose(both.span_probabilities(items, words), wanted, rtol=1e-3)


def test_one_network_twice_is_that_network(members):
    twice = Ensemble([members[0]] * 2).read(CONTEXT, QUESTION)
    once = members[0].read(CONTEXT, QUESTION)
    assert twice.answer == once.answer
    np.testing.assert_allclose(
        twice.start_probabilities, once.start_probabilities, atol=1e-6
    )


def test_command_measures_an_ensemble_by_the_names_of_its_members(
    home, learned, capsys
):
    trained = learned("reading", "quick").checkpoint
    for name in ("one", "two"):
        tiny.ship("reading", trained, name)
    folders = ensembles.folders("reading", "one+two")
    assert [folder.name for folder in folders] == ["one", "two"]
    loaded = measure.ensemble.load(folders)
    assert loaded.name == "one+two"
    assert loaded.card.parameters == 2 * loaded.members[0].card.parameters
    with pytest.raises(ConfigError, match="twice"):
        ensembles.folders("reading", "one+one")
    with pytest.raises(UnknownNameError, match="three"):
        ensembles.folders("reading", "one+three")

    path = home / "paragraph.txt"
    path.write_text(CONTEXT, encoding="utf-8")
    words = ["predict", "reading", "--checkpoint", "one+two", "--context", str(path)]
    assert main([*words, "--question", QUESTION, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert answer["checkpoint"] == "one+two"
    assert answer["confidence"] is None


def test_other_networks_say_what_they_cannot(
    home, tiny_checkpoint, capsys, monkeypatch
):
    for name in ("one", "two"):
        tiny.ship("language", tiny_checkpoint, name)
    assert main(["evaluate", "language", "one+two"]) == 2
    assert "one network and the n-grams of its text" in capsys.readouterr().err
    monkeypatch.setattr(ensembles, "folders", lambda *_: [home, home])
    with pytest.raises(ConfigError, match="images cannot be averaged"):
        ensembles.evaluate(registry.get("images"), "one+two", home, None, "")
