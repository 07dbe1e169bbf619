"""Opens the sentiment page with tiny networks, and classifies reviews on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from streamlit.testing.v1 import AppTest

from engine import registry
from engine.sentiment.analysis import example
from tests.contract import sharing, tiny
from tests.views import visiting

visit = partial(visiting.visit, "sentiment")


def words_of(test: AppTest) -> str:
    """Return all visible text of the page."""
    kinds = (test.markdown, test.caption, test.info, test.error, test.warning)
    texts = [element.value for kind in kinds for element in kind]
    return "\n".join([*texts, *(element.value for element in test.get("html"))])


def classify(test: AppTest, text: str) -> str:
    """Type a review; return all visible text of the page after it."""
    test.text_area(key="sentiment_text").set_value(text).run()
    assert not test.exception
    return words_of(test)


def write_networks(learned: Callable[[str, str], sharing.Learned]) -> Path:
    """Write a tiny bag of word vectors, with its worked example, and a character CNN.

    Returns:
        The folder of their checkpoints.
    """
    bag = learned("sentiment", "glove_dnn").checkpoint
    tiny.ship("sentiment", bag, "glove_dnn", {example.FILE: _worked_example(bag)})
    characters = learned("sentiment", "char_cnn").checkpoint
    return tiny.ship("sentiment", characters, "char_cnn").parent


@cache
def _worked_example(folder: Path) -> bytes:
    """Return the worked example of a checkpoint; made once for all tests."""
    examples = example.make(registry.get("sentiment").load(folder))
    return example.to_text(examples).encode()
