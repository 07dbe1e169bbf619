from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.checkpoints import checkpoint
from engine.sentiment.analysis import example
from tests.contract import tiny
from tests.pages import visiting

visit = partial(visiting.visit, "sentiment")


def words_of(test: AppTest) -> str:
    """Return all that the page says."""
    kinds = (test.markdown, test.caption, test.info, test.error, test.warning)
    said = [element.value for kind in kinds for element in kind]
    return "\n".join([*said, *(element.value for element in test.get("html"))])


@pytest.fixture(scope="module")
def worked(learned) -> bytes:
    """The worked example of the tiny bag, as a checkpoint holds it."""
    from engine import registry

    bag = registry.get("sentiment").load(learned("sentiment", "glove_dnn").checkpoint)
    return example.to_text(example.make(bag)).encode()


@pytest.fixture
def networks(home, learned, worked) -> Path:
    """A tiny bag, with a worked example, and a tiny network of characters."""
    root = Path(os.environ["LOUPE_CHECKPOINTS"]) / "sentiment"
    root.mkdir(parents=True)
    for preset in ("glove_dnn", "char_cnn"):
        folder = learned("sentiment", preset).checkpoint
        card = checkpoint.read_card(folder, "sentiment")
        files: dict[str, bytes | Path] = {name: folder / name for name in card.files}
        if preset == "glove_dnn":
            files[example.FILE] = worked
        checkpoint.write(root / preset, tiny.renamed(card, preset), files)
    return root


def judge(test: AppTest, text: str) -> str:
    """Type a review; return all that the page says then."""
    test.text_area(key="sentiment_text").set_value(text).run()
    assert not test.exception
    return words_of(test)


TABS = ("Try", "Look inside", "Many reviews", "Train", "Results", "How it works")


@pytest.mark.parametrize("tab", TABS)
def test_page_without_any_network_says_what_to_do(home, tab) -> None:
    assert "./loupe" in words_of(visit(sentiment_tab=tab)) + "".join(
        code.value for code in visit(sentiment_tab=tab).code
    )


@pytest.mark.usefixtures("networks")
class TestTry:
    def test_first_visit_shows_all_networks_side_by_side(self) -> None:
        said = words_of(visit())
        assert "Bag of word vectors" in said
        assert "Character CNN" in said
        assert "of 5 stars" in said
        assert any(word in said for word in ("agreed", "Agreed", "Split", "Undecided"))

    def test_example_of_a_link_is_the_review(self) -> None:
        test = visit(sentiment_example="not-bad")
        assert test.text_area(key="sentiment_text").value == "Not bad at all."

    def test_another_example_becomes_the_review(self) -> None:
        test = visit()
        test.selectbox(key="sentiment_example").set_value("sarcasm").run()
        assert test.text_area(key="sentiment_text").value.startswith("Oh great")

    def test_own_review_comes_back_after_an_example(self) -> None:
        test = visit()
        judge(test, "A dull film about bread.")
        example = test.selectbox(key="sentiment_example")
        assert example.value == "own"
        example.set_value("sarcasm").run()
        assert test.text_area(key="sentiment_text").value.startswith("Oh great")
        test.selectbox(key="sentiment_example").set_value("own").run()
        assert test.text_area(key="sentiment_text").value == "A dull film about bread."

    def test_unknown_words_are_told(self) -> None:
        assert "Not in its vocabulary: “zzxxqqy”" in judge(visit(), "A zzxxqqy film.")

    @pytest.mark.parametrize("text", ["", "  \n ", "\0\x07"])
    def test_nothing_to_read_gets_a_sentence(self, text) -> None:
        assert "nothing to read" in judge(visit(), text)

    def test_far_too_long_is_read_to_a_point_that_is_told(self) -> None:
        test = visit(sentiment_change="negate")
        assert "It read only the first 9,999 characters" in judge(test, "very " * 20000)

    def test_review_of_a_link_goes_before_the_example(self) -> None:
        test = visit(sentiment_text="A dull film.", sentiment_example="sarcasm")
        assert test.text_area(key="sentiment_text").value == "A dull film."
        test.selectbox(key="sentiment_example").set_value("delight").run()
        assert test.text_area(key="sentiment_text").value.startswith("A warm")
        assert "sentiment_text" not in test.query_params

    def test_own_review_stands_in_the_address_if_it_is_short(self) -> None:
        test = visit()
        judge(test, "A dull film about bread.")
        assert "A dull film about bread." in test.query_params["sentiment_text"]
        judge(test, "dull " * 1000)
        assert "sentiment_text" not in test.query_params

    def test_time_machine_takes_all_networks_back(self) -> None:
        test = visit()
        before = words_of(test)
        test.select_slider(key="sentiment_epoch").set_value("1").run()
        assert not test.exception
        assert "with their weights after epoch 1." in words_of(test)
        assert words_of(test) != before

    def test_markup_is_text(self) -> None:
        said = judge(visit(), "A <script>alert(1)</script> film")
        assert "<script>alert" not in said

    @pytest.mark.parametrize("text", ["😀 😀", "плохой фильм", "素晴らしい映画"])
    def test_other_alphabets_are_judged_and_said(self, text) -> None:
        assert "Not in its vocabulary" in judge(visit(), text)

    def test_only_chosen_networks_answer(self) -> None:
        test = visit()
        test.multiselect(key="sentiment_networks").set_value(["Character CNN"]).run()
        assert not test.exception
        titles = "".join(element.value for element in test.get("html"))
        assert "Bag of word vectors" not in titles

    def test_no_network_gets_a_sentence(self) -> None:
        test = visit()
        test.multiselect(key="sentiment_networks").set_value([]).run()
        assert "at least one" in words_of(test)

    def test_bag_does_not_feel_word_order(self) -> None:
        test = visit(sentiment_change="shuffle words")
        assert "Bag of word vectors: unchanged" in words_of(test)

    def test_typos_again_are_other_typos(self) -> None:
        test = visit(sentiment_change="add typos")
        before = [m.value for m in test.markdown if m.value.startswith(">")]
        test.button(key="sentiment_change_again").click().run()
        after = [m.value for m in test.markdown if m.value.startswith(">")]
        assert before != after

    def test_one_word_cannot_be_shuffled(self) -> None:
        test = visit(sentiment_change="shuffle words")
        assert "does not apply" in judge(test, "Superb")


@pytest.mark.usefixtures("networks")
class TestLookInside:
    def test_bag_is_shown_with_exact_parts(self) -> None:
        test = visit(sentiment_tab="Look inside", sentiment_network="glove_dnn")
        assert "exactly the network’s output" in words_of(test)

    def test_words_can_be_left_out(self) -> None:
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

    def test_too_long_to_be_taken_apart_gets_a_sentence(self) -> None:
        test = visit(
            sentiment_tab="Look inside",
            sentiment_network="char_cnn",
            sentiment_view_characters="Characters",
        )
        assert "can be analysed" in judge(test, "fine " * 200)

    def test_lstm_has_integrated_gradients(self, networks, learned) -> None:
        folder = learned("sentiment", "lstm").checkpoint
        card = checkpoint.read_card(folder, "sentiment")
        files = {name: folder / name for name in card.files}
        checkpoint.write(networks / "lstm", tiny.renamed(card, "lstm"), files)
        test = visit(sentiment_tab="Look inside", sentiment_network="lstm")
        test.radio(key="sentiment_words_order").set_value("Integrated gradients").run()
        assert not test.exception
        assert "Sum over all words" in words_of(test)


@pytest.mark.usefixtures("networks")
class TestManyReviews:
    def test_our_own_examples_are_there_at_first(self) -> None:
        test = visit(sentiment_tab="Many reviews", sentiment_network="glove_dnn")
        assert len(test.dataframe[0].value) == len(example.SAMPLES)

    def test_reviews_that_were_read_in_part_are_told(self) -> None:
        test = visit(sentiment_tab="Many reviews", sentiment_network="glove_dnn")
        content = b"A fine film.\n" + b"very " * 20_000
        test.file_uploader(key="sentiment_many_file").upload("r.txt", content).run()
        assert "1 of 2 reviews (line 2)" in words_of(test)

    def test_table_has_every_row_of_a_csv(self) -> None:
        test = visit(sentiment_tab="Many reviews")
        content = b'id,review\n1,A fine film.\n2,"Dull, long."\n'
        test.file_uploader(key="sentiment_many_file").upload("r.csv", content).run()
        assert not test.exception
        table = test.dataframe[0].value
        assert list(table["Review"]) == ["A fine film.", "Dull, long."]
        assert table["Stars"].between(1, 5).all()

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("r.csv", b'text\n"never closed\n', "quote"),
            ("r.csv", b"id,stars\n1,5\n", "no column"),
            ("r.txt", "süß\n".encode("latin-1"), "not UTF-8"),
            ("r.txt", b"\x00\x01", "zero bytes"),
            ("r.txt", b"", "is empty"),
        ],
    )
    def test_bad_file_gets_a_sentence(self, name, content, sentence) -> None:
        test = visit(sentiment_tab="Many reviews")
        test.file_uploader(key="sentiment_many_file").upload(name, content).run()
        assert not test.exception
        assert sentence in test.error[0].value.replace("\\", "")


@pytest.mark.usefixtures("networks")
class TestResults:
    def test_networks_stand_beside_the_post(self) -> None:
        test = visit(sentiment_tab="Results")
        models = list(test.dataframe[0].value["Model"])
        assert "Bag of word vectors" in models
        assert any(model.startswith("Original post") for model in models)


@pytest.mark.usefixtures("networks")
def test_method_has_the_command_for_the_review() -> None:
    test = visit()
    judge(test, "It's -- fine.")
    test.query_params["sentiment_tab"] = "How it works"
    test.run()
    from views.sentiment import how_it_works

    assert how_it_works.command("best", "Fine.")[3] == "Fine."
    compile(how_it_works.snippet("best", "It's 'fine'"), "snippet", "exec")


@pytest.mark.usefixtures("networks")
def test_overview_shows_the_worked_example() -> None:
    test = visiting.visit()
    assert not test.exception
    said = words_of(test)
    assert "It is not bad, it is good." in said
    # The tiny bag stands for the real one: it cannot feel the other order.
    assert "It is not good, it is bad." in said
    assert "Bag of word vectors: unchanged" in said
