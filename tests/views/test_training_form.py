"""The Train tab's form: from a choice of data and settings to a run that is started."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine import registry
from engine.experiment import OwnData
from tests.views import visiting
from tests.views.training import train_command, visit, words_of
from ui.training import form

IS_HERE = form._is_here
PLAIN = "It was a dark night, and the lamp went round and round. " * 20


@pytest.fixture(autouse=True)
def unpublished(monkeypatch) -> None:
    """No published data is on this machine, not even what Loupe ships."""
    monkeypatch.setattr(form, "_is_here", lambda *_: False)


@pytest.fixture
def published(home, monkeypatch) -> None:
    """The published data of every experiment is on this machine."""
    monkeypatch.setattr(form, "_is_here", lambda *_: True)


def preset_of(test: AppTest, experiment: str = "language") -> str:
    return str(test.segmented_control(key=f"{experiment}_preset").value)


def test_quick_preset_comes_first(published) -> None:
    test = visit()
    assert preset_of(test) == "quick"
    assert "./loupe train language --preset quick" in train_command(test)


@pytest.mark.parametrize(
    ("experiment", "preset"),
    [
        ("language", "fine_tune"),
        ("images", "transfer"),
        ("reading", "quick"),
        ("sentiment", "quick"),
    ],
)
def test_own_data_gets_the_preset_that_suits_it(published, experiment, preset) -> None:
    test = visiting.visit(experiment, **{f"{experiment}_tab": "Train"})
    data = test.selectbox(key=f"{experiment}_data")
    data.set_value(form.OWN_DATA).run()
    assert preset_of(test, experiment) == preset
    assert f"{experiment}_preset" not in test.query_params
    data.set_value(data.options[0]).run()
    assert preset_of(test, experiment) == "quick"


def test_preset_that_was_chosen_stays_with_other_data(published) -> None:
    test = visit()
    for preset in ("best", "quick"):
        test.segmented_control(key="language_preset").set_value(preset).run()
    test.selectbox(key="language_data").set_value(form.OWN_DATA).run()
    assert preset_of(test) == "quick"
    assert test.query_params["language_preset"] == "quick"


@pytest.mark.parametrize("preset", ["quick", "best"])
def test_preset_of_a_link_stays_with_own_data(published, preset) -> None:
    test = visit(language_data=form.OWN_DATA, language_preset=preset)
    test.text_area(key="language_own_text").set_value(PLAIN).run()
    assert preset_of(test) == preset
    test = visit(language_data=form.OWN_DATA, language_preset="none")
    assert preset_of(test) == "fine_tune"
    assert "“none”, which is not available here" in test.warning[0].value


def test_only_own_text_is_offered_where_no_data_is(home) -> None:
    data = visit().selectbox(key="language_data")
    assert data.options == ["My own data"]


def test_text_that_loupe_ships_can_be_trained_on_at_once(home, monkeypatch) -> None:
    monkeypatch.setattr(form, "_is_here", IS_HERE)
    test = visit()
    data = test.selectbox(key="language_data")
    assert data.options == ["Aesop’s fables", "My own data"]
    assert train_command(test).endswith("--source aesop")
    assert not test.button(key="language_start").disabled


def test_nothing_starts_without_a_text(home) -> None:
    test = visit()
    assert test.button(key="language_start").disabled
    assert not test.warning  # no link meant somebody's data


def test_changed_setting_is_in_the_command(home) -> None:
    test = visit(language_preset="quick")
    test.number_input(key="language_quick_units").set_value(77).run()
    assert train_command(test).endswith("--units 77")
    assert test.query_params["language_settings"] == "units=77"


def test_settings_of_a_link_are_set_and_impossible_ones_are_said(home) -> None:
    link = ["units=77", "dropout=0.5", "layers=many", "epochs=0", "colour=red"]
    test = visit(language_settings=link)
    assert train_command(test).endswith("--units 77 --dropout 0.5")
    assert "“layers=many”, “epochs=0”, “colour=red”" in test.warning[0].value
    assert test.query_params["language_settings"] == ["units=77", "dropout=0.5"]


def test_pasted_text_starts_a_run_and_shows_it(started) -> None:
    test = visit(language_data="My own data")
    assert "its sender’s own data, which is not part" in test.warning[0].value
    test.text_area(key="language_own_text").set_value(PLAIN).run()
    epochs = next(n for n in test.number_input if "fine_tune_epochs" in n.key)
    assert epochs.value > 8  # as many as this short text needs
    assert not test.warning
    epochs.set_value(8).run()  # the preset's, which no command may fit to the text
    test.button(key="language_start").click().run()
    assert not test.exception
    (run,) = started
    assert (run.folder / run.own_data).read_text(encoding="utf-8") == PLAIN
    assert run.config["epochs"] == 8
    assert run.command.endswith("--own-data pasted.txt --epochs 8")
    test.run()
    assert test.selectbox(key="language_run").value == run.id


def test_second_click_shows_the_run_and_makes_no_twin(started) -> None:
    test = visit()
    test.text_area(key="language_own_text").set_value(PLAIN).run()
    test.button(key="language_start").click().run()
    test.button(key="language_start").click().run()
    assert not test.exception
    assert len(started) == 1
    assert "already under way" in test.toast[0].value


def test_uploaded_file_goes_before_pasted_words(started) -> None:
    test = visit()
    test.text_area(key="language_own_text").set_value("too short").run()
    test.file_uploader(key="language_own_file").upload(
        "night.txt", PLAIN.encode()
    ).run()
    test.button(key="language_start").click().run()
    assert started[0].title == "night.txt"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x00\x01\x02" * 300, "zero bytes"),
        (b"short", "at least"),
        (b"  \n ", "is empty"),
    ],
)
def test_bad_file_gives_a_sentence_and_no_run(
    started, content: bytes, sentence: str
) -> None:
    test = visit()
    test.file_uploader(key="language_own_file").upload("x.txt", content).run()
    assert not test.exception
    assert sentence in test.error[0].value
    assert test.button(key="language_start").disabled


def test_text_says_how_it_was_decoded_how_long_it_takes_and_what_to_beat(home) -> None:
    test = visit()
    content = ("süß und bitter, lang und kurz. ".encode("latin-1")) * 90
    test.file_uploader(key="language_own_file").upload("x.txt", content).run()
    assert not test.exception
    said = words_of(test)
    assert "is not UTF-8" in said
    assert "on this machine" in said
    assert "-grams of this text" in said
    assert not test.button(key="language_start").disabled


def test_binary_data_is_handed_on_and_nothing_is_pasted(started, monkeypatch) -> None:
    language = type(registry.get("language"))
    takes = OwnData("A ZIP of pictures", ("zip",))
    monkeypatch.setattr(language, "own_data", takes)
    monkeypatch.setattr(
        language, "check_own_data", lambda *_: "3 pictures in 2 classes"
    )
    monkeypatch.setattr(language, "forecast", lambda *_: "")
    test = visit()
    assert not [area for area in test.text_area if area.key == "language_own_text"]
    assert "my-data.zip" in train_command(test)
    content = b"PK\x03\x04\x00\xff"
    test.file_uploader(key="language_own_file").upload("cats.zip", content).run()
    assert "3 pictures in 2 classes" in words_of(test)
    test.button(key="language_start").click().run()
    assert not test.exception
    (run,) = started
    assert (run.folder / run.own_data).read_bytes() == content


def test_without_own_data_and_published_ones_it_says_how_to_get_them(
    home, monkeypatch
) -> None:
    language = type(registry.get("language"))
    monkeypatch.setattr(language, "own_data", OwnData("", ()))
    test = visit()
    assert "./loupe fetch language" in [code.value for code in test.code]
    assert test.button(key="language_start").disabled


def test_full_disk_gives_a_sentence(home, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    test = visit()
    test.text_area(key="language_own_text").set_value(PLAIN).run()
    monkeypatch.setattr(Path, "mkdir", full)
    test.button(key="language_start").click().run()
    assert not test.exception
    assert "No space left" in test.error[0].value


def test_public_server_hides_the_form_and_the_buttons(home, monkeypatch) -> None:
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    test = visit()
    assert "Training is disabled" in words_of(test)
    assert not [b for b in test.button if b.key == "language_start"]
