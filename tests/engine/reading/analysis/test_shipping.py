"""What a shipped checkpoint has beyond a run's: a worked example, outcomes."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import CheckpointError
from engine.reading import data
from engine.reading.analysis import example, outcomes, tallies
from engine.reading.analysis.question_types import (
    as_words,
    contained,
    kind,
    length_group,
    shares,
)
from engine.reading.encoding import to_examples
from engine.reading.measure import answer
from engine.reading.predict import Reader
from tests.contract import contexts


@pytest.fixture(scope="module")
def reader(learned):
    return Reader(learned("reading", "quick").checkpoint)


def test_example_comes_back_as_it_was_written(reader, tmp_path):
    made = example.make(reader)
    (tmp_path / example.FILE).write_text(example.to_text(made), encoding="utf-8")
    kept = example.read(tmp_path)
    assert kept.answer == made.answer
    assert kept.context.words == made.context.words
    np.testing.assert_allclose(kept.context_to_query, made.context_to_query, atol=6e-5)


def test_missing_example_is_told(tmp_path):
    with pytest.raises(CheckpointError):
        example.read(tmp_path)


def test_outcomes_are_counted_by_type(reader, tmp_path):
    own = data.read(contexts.squad(), "ours.json")
    scored = answer(reader, to_examples(own.paragraphs))
    outcomes.write(tmp_path / outcomes.FILE, outcomes.of(scored, reader.calibration))
    found = outcomes.read(tmp_path)
    counted = tallies.by_type(found)
    assert sum(tally.count for tally in counted) == len(scored) == 26
    assert sum(tally.share for tally in counted) == pytest.approx(1)
    exact = sum(tally.exact * tally.count for tally in counted) / 26
    assert exact == pytest.approx(np.mean([j.score.exact for j in scored]))


def test_question_types():
    assert kind("In which year did it end?") == "which"
    assert kind("What is it?") == "what"
    assert kind("Does it rain?") == "do"
    assert kind("Tell me.") == "other"
    assert contained("WHICH of this history?") == ("which", "is")
    assert as_words("WHICH of this history?") == ("which",)
    assert shares(["who", "who", "how"]) == {"who": 2 / 3, "how": 1 / 3}
    assert [length_group(n) for n in (1, 3, 4, 9)] == ["1", "3", "4–5", "9 or more"]
