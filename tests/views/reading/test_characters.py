from __future__ import annotations

import shutil
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from engine.reading.analysis.characters import character_map
from engine.runs import about
from engine.runs.about import About
from tests.contract import tiny
from tests.views import visiting

visit = partial(visiting.visit, "reading", reading_tab="Characters")


def words_of(test: AppTest) -> str:
    """Return all that the page says."""
    kinds = (test.markdown, test.caption, test.info, test.error)
    said = [element.value for kind in kinds for element in kind]
    return "\n".join([*said, *(element.value for element in test.get("html"))])


@pytest.fixture
def spelling(home, learned) -> None:
    """A tiny network that sees characters, with its map."""
    trained = learned("reading", "best").checkpoint
    text = character_map.to_text(character_map.make(trained, home))
    tiny.ship("reading", trained, "spelling", {character_map.FILE: text.encode()})


@pytest.fixture
def both(home, learned, spelling) -> None:
    """The same, and one that reads whole words, without a map."""
    tiny.ship("reading", learned("reading", "quick").checkpoint, "wordy")


def neighbours(test: AppTest) -> list[str]:
    return list(test.dataframe[0].value["Character"])


@pytest.mark.usefixtures("spelling")
class TestMap:
    def test_chosen_character_is_not_among_its_neighbours(self) -> None:
        test = visit(reading_character="t")
        assert "t" not in neighbours(test)
        test.selectbox(key="reading_character").set_value("space").run()
        assert not test.exception
        assert "space" not in neighbours(test)
        assert "t" in test.selectbox(key="reading_character").options

    def test_counts_stand_beside_the_posts(self) -> None:
        table = visit().table[0].value
        assert "1,258" in table.to_string()

    def test_vectors_after_training_are_others(self) -> None:
        test = visit()
        test.button_group(key="reading_vectors").set_value("after training").run()
        assert not test.exception
        assert not test.error
        assert neighbours(test)


@pytest.mark.usefixtures("both")
def test_network_without_a_map_shows_that_of_another() -> None:
    said = words_of(visit(reading_network="wordy"))
    assert "this is the map of spelling" in said
    assert "reads whole words only" in said


def test_missing_map_is_said_and_the_rest_is_drawn(home, learned) -> None:
    tiny.ship("reading", learned("reading", "quick").checkpoint, "wordy")
    test = visit()
    assert "cannot be computed now" in words_of(test)
    assert test.slider(key="reading_typos")
    assert "There is no other network with a character CNN here" in words_of(test)


def test_page_without_any_network_says_what_to_do(home) -> None:
    assert "./loupe train" in words_of(visit())


@pytest.mark.usefixtures("both")
class TestTypos:
    def test_networks_with_and_without_characters_answer(self) -> None:
        said = words_of(visit())
        assert "words and characters" in said
        assert "words only" in said
        assert "is not trained yet" in said

    def test_slider_misspells_one_word_more_and_nothing_at_nought(self) -> None:
        test = visit()
        slider = test.slider(key="reading_typos")
        slider.set_value(0).run()
        assert question(test).count("<mark") == 0
        slider.set_value(int(slider.max)).run()
        assert not test.exception
        assert question(test).count("<mark") == slider.max

    def test_other_question_has_other_words_to_misspell(self) -> None:
        test = visit()
        slider = test.slider(key="reading_typos")
        slider.set_value(int(slider.max)).run()
        test.session_state["reading_question"] = "Who is it?"
        test.run()
        assert not test.exception
        assert test.slider(key="reading_typos").max == 1

    def test_other_typos_make_another_question(self) -> None:
        test = visit()
        before = question(test)
        test.button(key="reading_mis").click().run()
        assert question(test) != before

    def test_question_without_words_gets_a_sentence(self) -> None:
        test = visit()
        test.session_state["reading_question"] = "12?"
        test.run()
        assert not test.exception
        assert "no word of three letters" in words_of(test)


def test_own_run_has_its_name_beside_the_others(home, learned) -> None:
    made = learned("reading", "quick")
    shutil.copytree(made.folder, made.run.folder)
    about.write(made.run, About("Night shift"))
    said = words_of(visit(reading_network=made.run.id))
    assert "quick (own run Night shift), words only" in said


def question(test: AppTest) -> str:
    """Return the question as it is asked, as HTML."""
    found = [element.value for element in test.get("html")]
    return next(text for text in found if "The question as asked" in text)
