"""Look inside and Results of the sentiment page."""

from __future__ import annotations

import pytest

from tests.contract import tiny
from tests.views.reviewing import classify, visit, words_of


@pytest.mark.usefixtures("networks")
class TestLookInside:
    def test_bag_has_exact_contributions(self) -> None:
        test = visit(sentiment_tab="Look inside", sentiment_network="glove_dnn")
        assert "exactly the network’s output" in words_of(test)

    def test_bag_has_occlusion(self) -> None:
        test = visit(sentiment_tab="Look inside", sentiment_network="glove_dnn")
        test.radio(key="sentiment_words_bag").set_value("Occlusion").run()
        assert not test.exception
        assert "its effect in stars" in words_of(test)

    @pytest.mark.parametrize("view", ["Characters", "After each word", "Filters"])
    def test_character_network_has_every_view(self, view) -> None:
        test = visit(
            sentiment_tab="Look inside",
            sentiment_network="char_cnn",
            sentiment_view_characters=view,
        )
        assert not test.error

    def test_too_long_review_gets_a_message(self) -> None:
        test = visit(
            sentiment_tab="Look inside",
            sentiment_network="char_cnn",
            sentiment_view_characters="Characters",
        )
        assert "can be analysed" in classify(test, "fine " * 200)

    def test_best_has_its_attention(self, networks, learned) -> None:
        tiny.ship("sentiment", learned("sentiment", "best").checkpoint, "best")
        test = visit(
            sentiment_tab="Look inside",
            sentiment_network="best",
            sentiment_words_attention="Attention",
        )
        assert not test.exception
        assert "The weights sum to 1." in words_of(test)

    def test_lstm_has_integrated_gradients(self, networks, learned) -> None:
        tiny.ship("sentiment", learned("sentiment", "lstm").checkpoint, "lstm")
        test = visit(sentiment_tab="Look inside", sentiment_network="lstm")
        test.radio(key="sentiment_words_order").set_value("Integrated gradients").run()
        assert not test.exception
        assert "Sum over all words" in words_of(test)


@pytest.mark.usefixtures("networks")
class TestResults:
    def test_table_has_our_networks_and_the_original_post(self) -> None:
        test = visit(sentiment_tab="Results")
        models = list(test.dataframe[0].value["Model"])
        assert "Bag of word vectors" in models
        assert any(model.startswith("Original post") for model in models)
