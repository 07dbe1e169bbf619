from __future__ import annotations

import json

import pytest

from engine import registry
from engine.checkpoints import checkpoint
from engine.errors import CheckpointError, UnknownNameError
from engine.language.analysis.figures import is_table
from tests.contract import tiny
from ui import loading


@pytest.fixture
def both(shipped, learned):
    """A tiny network and a counted table side by side."""
    tiny.ship("language", learned("language", "ngrams").checkpoint, "tiny-ngrams")


@pytest.mark.usefixtures("both")
def test_cards_are_the_ones_asked_for() -> None:
    assert set(loading.cards_of("language")) == {"tiny", "tiny-ngrams"}
    assert set(loading.cards_of("language", is_table)) == {"tiny-ngrams"}


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("first", ["tiny", "tiny-ngrams"])
def test_best_figure_comes_first_whatever_its_preset(first) -> None:
    presets = {"tiny": "post", "tiny-ngrams": "ngrams"}
    for name, preset in presets.items():
        _say(name, preset, 1.1 if name == first else 1.5)
    assert next(iter(loading.cards_of("language"))) == first


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("last", ["quick", "tiny"])
def test_quick_and_tiny_networks_come_last_however_good(last) -> None:
    for name, preset, loss in (("tiny", last, 1.1), ("tiny-ngrams", "ngrams", 1.5)):
        _say(name, preset, loss)
    assert list(loading.cards_of("language")) == ["tiny-ngrams", "tiny"]


@pytest.mark.usefixtures("both")
def test_network_that_commands_open_comes_first_however_good_another(monkeypatch):
    _say("tiny", "post", 1.5)
    _say("tiny-ngrams", "ngrams", 1.1)
    language = registry.get("language")
    monkeypatch.setattr(type(language), "default_checkpoint", "tiny")
    assert list(loading.cards_of("language")) == ["tiny", "tiny-ngrams"]


def _say(name: str, preset: str, loss: float) -> None:
    """Write another preset and loss on a card."""
    path = checkpoint.find("language", name) / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card |= {"preset": preset, "metrics": [card["metrics"][0] | {"value": loss}]}
    path.write_text(json.dumps(card), encoding="utf-8")


@pytest.mark.usefixtures("both")
def test_damaged_card_hides_no_other() -> None:
    folder = checkpoint.find("language", "tiny-ngrams")
    (folder / "card.json").write_text("{", encoding="utf-8")
    assert set(loading.cards_of("language")) == {"tiny"}
    assert loading.damaged("language") == ["tiny-ngrams"]


@pytest.mark.usefixtures("both")
def test_predictor_is_loaded_once_for_each_epoch() -> None:
    final = loading.predictor("language", "tiny")
    assert loading.predictor("language", "tiny") is final
    first = loading.predictor("language", "tiny", 1.0)
    assert first is not final
    assert first.read("Lamp").piece.text == "Lamp"
    assert loading.predictor("language", "tiny-ngrams").table


@pytest.mark.usefixtures("both")
def test_what_is_not_there_is_a_named_error() -> None:
    with pytest.raises(CheckpointError, match=r"no snapshot of epoch 77"):
        loading.predictor("language", "tiny", 77.0)
    with pytest.raises(UnknownNameError):
        loading.predictor("language", "../../etc")


@pytest.mark.usefixtures("both")
def test_counted_table_leaves_the_epoch_aside() -> None:
    folder = checkpoint.find("language", "tiny-ngrams")
    loaded = registry.get("language").load(folder, 3.0)
    loaded.warm()
    assert loaded.name == "tiny-ngrams"


@pytest.mark.usefixtures("both")
def test_table_is_called_by_its_best_order() -> None:
    from views.language.networks import label_of_table

    card = loading.find_card("language", "tiny-ngrams")
    assert ", order " in label_of_table(card)


@pytest.mark.usefixtures("shipped")
def test_page_that_was_drawn_takes_no_names_from_a_network_being_built() -> None:
    import keras
    from streamlit.runtime.scriptrunner import script_runner

    loading.predictor("language", "tiny")
    before = keras.layers.Concatenate().name
    script_runner._clean_problem_modules()  # as after each run of a page
    assert keras.layers.Concatenate().name != before


def test_file_of_a_page_is_used_only_as_its_card_knows_it(shipped):
    folder = shipped
    card = checkpoint.read_card(folder, "language")
    (name,) = list(card.files)[:1]
    assert loading.folder_with("language", "tiny", name) == folder
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")
    for changed in (name, "no such file"):
        with pytest.raises(CheckpointError, match="missing or was changed"):
            loading.folder_with("language", "tiny", changed)
