"""A cell of the confusion matrix and the phrases in it."""

from __future__ import annotations

import numpy as np
from streamlit.testing.v1 import AppTest

from engine.sentiment.analysis import phrases
from engine.sentiment.outcomes import Outcomes


def answered() -> Outcomes:
    """Return the answers on four phrases, the last a whole sentence."""
    probabilities = np.eye(5)[[0, 3, 3, 4]] * 0.6 + 0.08
    labels = np.array([0, 2, 2, 4], np.int8)
    sentences = np.array([3], np.int32)
    return Outcomes(
        labels,
        probabilities.argmax(axis=1).astype(np.int8),
        probabilities,
        np.array([1, 2, 3, 9], np.int16),
        np.array([False, True, False, False]),
        np.array([False] * 4),
        sentences,
        labels[sentences],
    )


def cell_page() -> None:
    from tests.views.sentiment.test_cell import answered
    from views.sentiment.outcomes import draw_cell

    draw_cell(answered(), (2, 3), "dev")


class TestCell:
    def test_phrases_are_listed(self, home, monkeypatch) -> None:
        texts = ("awful", "not it", "a film", "superb from its first minute")
        monkeypatch.setattr(phrases, "texts", lambda split, root: texts)
        test = AppTest.from_function(cell_page, default_timeout=60).run()
        assert not test.exception
        assert list(test.dataframe[0].value["Phrase"]) == ["not it", "a film"]

    def test_missing_treebank_names_the_command_that_fetches_it(self, home) -> None:
        test = AppTest.from_function(cell_page, default_timeout=60).run()
        assert not test.exception
        assert "./loupe fetch sentiment" in test.markdown[-1].value
