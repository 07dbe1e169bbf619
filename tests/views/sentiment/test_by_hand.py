"""By hand, and Two classes: worked numbers on the sentiment page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contract import tiny
from tests.views.reviewing import classify, visit, words_of, write_networks

PRESETS = ("glove_dnn", "char_cnn", "best", "lstm", "word_counts")


@pytest.fixture
def networks(home, learned) -> Path:
    """The folder with a tiny network of every kind."""
    folder = write_networks(learned)
    for preset in PRESETS[2:]:
        tiny.ship("sentiment", learned("sentiment", preset).checkpoint, preset)
    return folder


def look(preset: str, view: str, **query: str):
    kind = "characters" if preset == "char_cnn" else "words"
    return visit(
        sentiment_tab="Look inside",
        sentiment_network=preset,
        **{f"sentiment_view_{kind}": view},
        **query,
    )


@pytest.mark.usefixtures("networks")
class TestByHand:
    @pytest.mark.parametrize(
        ("preset", "shown"),
        [
            ("glove_dnn", "The network keeps their mean only"),
            ("char_cnn", "Three characters under the filter"),
            ("best", "The mean goes to the logits"),
            ("lstm", "Softmax with the calibration temperature"),
            ("word_counts", "word by word"),
        ],
    )
    def test_every_network_shows_what_it_computes(self, preset, shown) -> None:
        test = look(preset, "By hand")
        assert not test.error
        assert shown in words_of(test)

    def test_hidden_layer_and_its_unit_can_be_chosen(self) -> None:
        test = look("glove_dnn", "By hand", sentiment_layer="dense_2")
        assert ">ReLU</th>" in words_of(test)
        test.number_input(key="sentiment_unit").set_value(2).run()
        assert "Unit 2, term by term" in words_of(test)

    def test_second_convolution_shows_patch_filter_and_products(self) -> None:
        test = look("char_cnn", "By hand", sentiment_convolution="2")
        shown = words_of(test)
        for name in ("patch", "filter", "products"):
            assert f"<caption>{name}</caption>" in shown

    def test_shorter_review_keeps_every_choice_in_bounds(self) -> None:
        test = look("char_cnn", "By hand", sentiment_place="40")
        assert "Three places of this filter" in classify(test, "<b>")

    def test_words_of_a_review_are_text_and_not_markup(self) -> None:
        test = look("best", "By hand")
        shown = classify(test, "A <blink>dull</blink> film.")
        assert "blink" in shown
        assert "<blink>" not in shown


@pytest.mark.usefixtures("networks")
class TestTwoClasses:
    @pytest.mark.parametrize("preset", PRESETS)
    def test_words_and_rest_are_the_difference_that_is_shown(self, preset) -> None:
        shown = words_of(look(preset, "Two classes")).replace("−", "-")
        line = next(line for line in shown.splitlines() if line.startswith("All words"))
        *parts, whole = (float(n) for n in re.findall(r"[+-][0-9.]+[0-9]", line))
        assert sum(parts) == pytest.approx(whole, abs=0.002)
        assert "times as probable" in shown

    def test_a_class_is_never_compared_with_itself(self) -> None:
        test = look("glove_dnn", "Two classes")
        (why,) = (b for b in test.selectbox if b.label == "Why")
        why.set_value("neutral").run()
        assert not test.exception
        (other,) = (b for b in test.selectbox if b.label == "and not")
        assert "Neutral" not in other.options
        assert other.value == "positive"
