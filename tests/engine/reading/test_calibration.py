"""Calibration: confidence, and the threshold of “no answer”."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.reading import calibration, data, foreign
from engine.reading.calibration import Calibration, fit, platt
from engine.reading.encoding import to_examples
from engine.reading.evaluate import ScoredAnswer
from engine.reading.metrics import Score
from engine.reading.spans import Span
from tests.contract import contexts


@pytest.fixture(scope="module")
def paragraphs():
    return data.read(contexts.squad(), "ours.json").paragraphs


def made_up(logits, examples):
    """Return answers with these logits; every second one is right."""
    return [
        ScoredAnswer(
            example, Span(0, 1, 0.5), "", Score(1.0, 1.0), Score(i % 2, i % 2), 0, logit
        )
        for i, (logit, example) in enumerate(zip(logits, examples, strict=True))
    ]


def test_confidence_is_how_often_it_was_right():
    random = np.random.default_rng(0)
    probability = random.uniform(0.05, 0.95, 4000)
    right = (random.uniform(size=4000) < probability**2).astype(float)
    slope, offset = platt(probability, right)
    found = Calibration(slope, offset, questions=4000)
    for wanted in (0.3, 0.6, 0.9):
        near = np.abs(probability - wanted) < 0.05
        assert found.confidence(wanted) == pytest.approx(right[near].mean(), abs=0.06)
    assert Calibration.from_text(found.to_text()) == found


@pytest.mark.parametrize("right", [0.0, 1.0])
def test_confidence_stays_finite_where_all_or_none_are_right(right):
    slope, offset = platt(np.full(50, 0.5), np.full(50, right))
    found = Calibration(slope, offset, questions=50).confidence(0.5)
    assert found == pytest.approx((50 * right + 1) / 52)


def test_threshold_flags_its_budget_and_counts_what_is_caught(paragraphs):
    (example, *_) = to_examples(paragraphs)
    logits = np.random.default_rng(1).normal(10.0, 3.0, 1000)
    own = made_up(logits, [example] * 1000)
    asked = []

    def answer(examples):
        """Look less likely on foreign contexts, all below the threshold or above."""
        asked.append(examples)
        return made_up([[-5.0, 50.0][len(asked) - 1]] * len(examples), examples)

    articles = tuple(replace(p, article=f"{i // 2}") for i, p in enumerate(paragraphs))
    fitted = fit(own, articles, answer)
    assert fitted.questions == 1000
    assert 0.03 <= fitted.share_flagged(own) <= calibration.FALSE_ALARMS
    assert (fitted.foreign_caught, fitted.same_article_caught) == (1, 0)
    assert fitted.has_answer(60)
    assert not fitted.has_answer(-60)
    # Half are right, and all have one confidence.
    assert fitted.error(own) == pytest.approx(0, abs=0.01)


def test_too_few_questions_give_no_confidence_and_no_threshold(paragraphs):
    own = made_up([1.0] * 26, to_examples(paragraphs))
    unfitted = fit(own, paragraphs, lambda examples: [])
    assert unfitted.confidence(0.9) is None
    assert unfitted.has_answer(-100)


def test_foreign_questions_are_asked_of_other_paragraphs(paragraphs):
    pairs = tuple(replace(p, article=f"{i // 2}") for i, p in enumerate(paragraphs))
    own = {q.id: p for p in pairs for q in p.questions}
    article = {p.text: p.article for p in pairs}
    other = foreign.of_other_articles(pairs, 100)
    assert {e.id for e in other} == set(own)
    for example in other:
        assert article[example.context.text] != own[example.id].article
        assert not example.answers
    same = foreign.of_same_article(pairs, 100)
    for example in same:
        assert article[example.context.text] == own[example.id].article
        assert example.context.text != own[example.id].text
    # The last of five paragraphs is alone in its article.
    assert len(same) == len(own) - len(pairs[-1].questions)
    assert len(foreign.of_other_articles(pairs, 3)) == 3
    assert foreign.of_other_articles(pairs[:1], 3) == []
