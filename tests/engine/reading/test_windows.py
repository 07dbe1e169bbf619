"""Long contexts: windows that cover them, and one answer for page and evaluation."""

from __future__ import annotations

import numpy as np
import pytest

from engine.reading import windows
from engine.reading.analysis.samples import SAMPLES
from engine.reading.data import Paragraph, Question
from engine.reading.encoding import to_examples
from engine.reading.measure import answer
from engine.reading.predict import Reader


@pytest.mark.parametrize("size", [1, 300, 301, 500, 501, 20_000])
def test_windows_cover_every_word(size):
    covered = np.zeros(size, bool)
    starts = windows.starts(size)
    for start in starts:
        covered[start : start + 300] = True
    assert covered.all()
    assert starts == sorted(set(starts))


def test_word_of_two_windows_keeps_its_highest_logit():
    merged = windows.merge(3, [(0, np.array([[1, 5], [0, 0]])), (1, np.ones((2, 2)))])
    assert merged.tolist() == [[1, 5, 1], [0, 1, 1]]


@pytest.mark.parametrize("times", [1, 9])
def test_evaluation_gives_the_answer_of_the_page(learned, times):
    reader = Reader(learned("reading", "quick").checkpoint)
    context = " ".join(sample.context for sample in SAMPLES[:2] * times)
    asked = [question for question, _ in SAMPLES[0].questions[:3]]
    questions = tuple(Question(text, text, ()) for text in asked)
    scored = answer(reader, to_examples([Paragraph("", context, questions)]))
    for text, found in zip(asked, scored, strict=True):
        reading = reader.read(context, text)
        assert (reading.windows > 1) == (times > 1)
        assert reading.candidates[0].words == (found.span.start, found.span.end)
        assert reading.answer == found.answer
        assert reading.candidates[0].probability == pytest.approx(
            found.span.probability, rel=1e-3
        )
