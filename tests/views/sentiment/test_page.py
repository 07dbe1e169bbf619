"""The Try tab, the method and the overview of sentiment."""

from __future__ import annotations

import pytest

from tests.views import visiting
from tests.views.reviewing import classify, visit, words_of

TABS = ("Try", "Look inside", "Many reviews", "Train", "Results", "How it works")


@pytest.mark.parametrize("tab", TABS)
def test_page_without_networks_says_how_to_get_one(home, tab) -> None:
    assert "./loupe" in words_of(visit(sentiment_tab=tab)) + "".join(
        code.value for code in visit(sentiment_tab=tab).code
    )


@pytest.mark.usefixtures("networks")
class TestTry:
    def test_first_visit_shows_all_networks_side_by_side(self) -> None:
        shown = words_of(visit())
        assert "Bag of word vectors" in shown
        assert "Character CNN" in shown
        assert "of 5 stars" in shown
        assert any(word in shown for word in ("agreed", "Agreed", "Split", "Undecided"))

    def test_example_of_a_link_is_the_review(self) -> None:
        test = visit(sentiment_example="not-bad")
        assert test.text_area(key="sentiment_text").value == "Not bad at all."

    def test_another_example_becomes_the_review(self) -> None:
        test = visit()
        test.selectbox(key="sentiment_example").set_value("sarcasm").run()
        assert test.text_area(key="sentiment_text").value.startswith("Oh great")

    def test_own_review_comes_back_after_an_example(self) -> None:
        test = visit()
        classify(test, "A dull film about bread.")
        example = test.selectbox(key="sentiment_example")
        assert example.value == "own"
        example.set_value("sarcasm").run()
        assert test.text_area(key="sentiment_text").value.startswith("Oh great")
        test.selectbox(key="sentiment_example").set_value("own").run()
        assert test.text_area(key="sentiment_text").value == "A dull film about bread."

    def test_words_outside_the_vocabulary_are_named(self) -> None:
        assert "Not in its vocabulary: “zzxxqqy”" in classify(
            visit(), "A zzxxqqy film."
        )

    @pytest.mark.parametrize("text", ["", "  \n ", "\0\x07"])
    def test_empty_review_gets_a_message(self, text) -> None:
        assert "nothing to read" in classify(visit(), text)

    def test_very_long_review_is_cut_off_with_a_message(self) -> None:
        test = visit(sentiment_change="negate")
        assert "It read only the first 9,999 characters" in classify(
            test, "very " * 20000
        )

    def test_review_in_a_link_takes_precedence_over_the_example(self) -> None:
        test = visit(sentiment_text="A dull film.", sentiment_example="sarcasm")
        assert test.text_area(key="sentiment_text").value == "A dull film."
        test.selectbox(key="sentiment_example").set_value("delight").run()
        assert test.text_area(key="sentiment_text").value.startswith("A warm")
        assert "sentiment_text" not in test.query_params

    def test_short_own_review_is_in_the_url(self) -> None:
        test = visit()
        classify(test, "A dull film about bread.")
        assert "A dull film about bread." in test.query_params["sentiment_text"]
        classify(test, "dull " * 1000)
        assert "sentiment_text" not in test.query_params

    def test_time_machine_takes_all_networks_back(self) -> None:
        test = visit()
        before = words_of(test)
        test.select_slider(key="sentiment_epoch").set_value("1").run()
        assert not test.exception
        assert "with their weights after epoch 1." in words_of(test)
        assert words_of(test) != before

    def test_markup_is_text(self) -> None:
        shown = classify(visit(), "A <script>alert(1)</script> film")
        assert "<script>alert" not in shown

    def test_emoji_are_classified_as_unknown(self) -> None:
        assert "Not in its vocabulary" in classify(visit(), "😀 😀")

    def test_only_chosen_networks_are_shown(self) -> None:
        test = visit()
        test.multiselect(key="sentiment_networks").set_value(["Character CNN"]).run()
        assert not test.exception
        titles = "".join(element.value for element in test.get("html"))
        assert "Bag of word vectors" not in titles

    def test_no_chosen_network_gets_a_message(self) -> None:
        test = visit()
        test.multiselect(key="sentiment_networks").set_value([]).run()
        assert "at least one" in words_of(test)

    def test_bag_ignores_word_order(self) -> None:
        test = visit(sentiment_change="shuffle words")
        assert "Bag of word vectors: unchanged" in words_of(test)

    def test_randomising_again_makes_other_typos(self) -> None:
        test = visit(sentiment_change="add typos")
        before = [m.value for m in test.markdown if m.value.startswith(">")]
        test.button(key="sentiment_change_again").click().run()
        after = [m.value for m in test.markdown if m.value.startswith(">")]
        assert before != after

    def test_one_word_cannot_be_shuffled(self) -> None:
        test = visit(sentiment_change="shuffle words")
        assert "does not apply" in classify(test, "Superb")


@pytest.mark.usefixtures("networks")
def test_how_it_works_has_the_command_for_the_review() -> None:
    test = visit()
    classify(test, "It's -- fine.")
    test.query_params["sentiment_tab"] = "How it works"
    test.run()
    from views.sentiment import how_it_works

    assert how_it_works.command("best", "final", "Fine.")[3] == "Fine."
    compile(how_it_works.snippet("best", "2", "It's 'fine'"), "snippet", "exec")


@pytest.mark.usefixtures("networks")
def test_command_is_for_the_chosen_network_also_after_a_reload() -> None:
    chosen = {"sentiment_networks": ["Character CNN"], "sentiment_epoch": "1"}
    test = visiting.open_page("sentiment", sentiment_tab="How it works", **chosen)
    assert "char" in test.code[0].value
    again = visiting.reloaded("sentiment", test, "How it works")
    assert again.code[0].value == test.code[0].value
    linked = visit(sentiment_tab="How it works", sentiment_networks=["Character CNN"])
    assert "char" in linked.code[0].value
    odd = '{"networks": [{"a": 1}, 2], "epoch": [3]}'
    assert visit(sentiment_tab="How it works", sentiment_try=odd).code


@pytest.mark.usefixtures("networks")
def test_overview_shows_the_worked_example() -> None:
    test = visiting.visit()
    assert not test.exception
    shown = words_of(test)
    assert "It is not bad, it is good." in shown
    # A bag ignores word order.
    assert "It is not good, it is bad." in shown
    assert "Bag of word vectors: unchanged" in shown


@pytest.mark.usefixtures("networks")
class TestOddTexts:
    @pytest.mark.parametrize("tab", ["Try", "Look inside"])
    @pytest.mark.parametrize("text", ["Очень хороший фильм!", "素晴らしい映画"])
    def test_other_language_is_said_without_stars(self, text, tab) -> None:
        test = visit(sentiment_text=text, sentiment_tab=tab)
        shown = words_of(test)
        assert any("English only" in warning.value for warning in test.warning)
        assert "of 5 stars" not in shown

    @pytest.mark.parametrize("tab", ["Try", "Look inside"])
    def test_link_that_lost_its_review_says_so(self, tab) -> None:
        test = visit(sentiment_example="own", sentiment_tab=tab)
        assert any("could not carry its review" in error.value for error in test.error)
        assert test.text_area(key="sentiment_text").value == ""
        classify(test, "A warm film.")
        assert not any(
            "could not carry its review" in error.value for error in test.error
        )
