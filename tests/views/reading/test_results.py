"""Results: splits, types by the post’s rule, calibration, pretrained apart."""

from __future__ import annotations

from functools import partial

import pytest

from tests.views import visiting

visit = partial(visiting.visit, "reading", reading_tab="Results")


@pytest.fixture(scope="module")
def shown():
    """The tab with the shipped networks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LOUPE_CHECKPOINTS", raising=False)
        test = visit()
    assert not test.exception
    assert not test.error
    return test


def table(shown, head):
    """Return the table that has this head."""
    every = [element.value for element in (*shown.table, *shown.dataframe)]
    return next(found for found in every if head in found.columns)


def test_posts_shares_of_question_types_are_reproduced_to_the_digit(shown):
    types = table(shown, "Contain the letters")
    assert len(types) == 15
    assert list(types["Share of dev"]) == list(types["Original"])
    words = " ".join(caption.value for caption in shown.caption)
    assert "“is” is in 4,109 questions, but in only 2,016 as a word" in words


def test_four_splits_stand_beside_the_posts(shown):
    found = table(shown, "F1 / EM").set_index("F1 / EM")
    assert list(found.index) == ["Train", "Validation", "Dev", "Test"]
    assert found.loc["Test", "bidaf"] == "–"
    for split in ("Train", "Validation", "Dev"):
        f1, exact = map(float, found.loc[split, "bidaf"].split("\u00a0/\u00a0"))
        assert 50 < exact < f1 < 100


def test_calibration_is_of_the_confidence_that_try_shows(shown):
    words = " ".join(caption.value for caption in shown.caption)
    assert "the confidence that the Try tab shows" in words
    assert "one annotator" in words
    flagged = table(shown, "“Probably no answer”")
    assert len(flagged) == 3


def test_pretrained_systems_are_apart_from_the_others(shown):
    figures = table(shown, "Model")
    pretrained = table(shown, "System")
    assert {"FusionNet", "SAN"} < set(pretrained["System"])
    assert not set(pretrained["System"]) & set(figures["Model"])
    assert {"QANet", "R-Net, second paper", "DocumentQA"} < set(figures["Model"])
