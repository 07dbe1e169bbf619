"""An example that was typed is the visitor's own: its link opens the same page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from engine.reading.analysis.samples import SAMPLES
from engine.sentiment.samples import SAMPLES as REVIEWS
from tests.views.reviewing import write_networks
from tests.views.visiting import visit

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("ready")]


def typed(page: str, **texts: str) -> AppTest:
    """Return a page after something else, and then exactly these texts were typed."""
    test = visit(page)
    for key, text in texts.items():
        field(test, key).set_value("The lamp was lit by Ada.").run()
        field(test, key).set_value(text).run()
    assert not test.exception
    return test


def field(test: AppTest, key: str):
    """Return a field for text, of one line or several."""
    return next(
        widget for widget in (*test.text_area, *test.text_input) if widget.key == key
    )


@pytest.mark.usefixtures("tiny_reader")
def test_paragraph_and_question():
    sample = SAMPLES[1]
    texts = {
        "reading_context": sample.context,
        "reading_question": sample.questions[0][0],
    }
    test = typed("reading", **texts)
    link = dict(test.query_params)
    again = visit("reading", **link)
    for key, text in texts.items():
        assert link[key] == text
        assert field(again, key).value == text
    assert again.selectbox(key="reading_sample").value == "own"


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("page", ["language", "ngrams"])
def test_prompt(page):
    key = f"{page}_prompt"
    prompt = field(visit(page), key).value
    test = typed(page, **{key: prompt})
    assert field(test, key).value == prompt
    assert field(visit(page, **test.query_params), key).value == prompt


def test_review(home, learned):
    write_networks(learned)
    test = typed("sentiment", sentiment_text=REVIEWS[1].text)
    link = dict(test.query_params)
    again = visit("sentiment", **link)
    assert link["sentiment_text"] == REVIEWS[1].text
    assert field(again, "sentiment_text").value == REVIEWS[1].text
    assert again.selectbox(key="sentiment_example").value == "own"
