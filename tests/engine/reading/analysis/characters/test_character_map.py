"""The map of characters: computed, written, read."""

from __future__ import annotations

import json

import numpy as np
import pytest

from engine.errors import CheckpointError, DataMissingError, TextError
from engine.experiment import Job
from engine.reading.analysis.characters import character_map
from engine.reading.analysis.characters.character_map import OTHERS, CharacterMap
from engine.reading.config import ReadingConfig
from engine.reading.training import training_set
from engine.runs import store


@pytest.fixture(scope="module")
def trained(learned):
    """A tiny network that sees characters."""
    return learned("reading", "best")


@pytest.fixture(scope="module")
def found(trained, tmp_path_factory) -> CharacterMap:
    return character_map.make(trained.checkpoint, tmp_path_factory.mktemp("no-data"))


def test_map_has_the_initial_character_vectors(trained, found):
    card = character_map.checkpoint.read_card(trained.checkpoint, "reading")
    job = Job(
        preset="best",
        config=ReadingConfig.from_mapping(card.config),
        run_id=trained.run.id,
        own_data=trained.folder / store.OWN_DATA,
        source="",
        title="sample.txt",
        command="",
        data=trained.folder,
        folder=trained.folder,
        emit=lambda event: None,
        stop=lambda: False,
    )
    loaded = training_set.load(job)
    assert found.characters == (OTHERS, *loaded.characters.characters)
    np.testing.assert_array_equal(found.vectors, loaded.character_vectors[1:])
    assert found.places.shape == (len(found.characters), 2)
    assert found.in_answers <= found.in_texts


def test_map_is_the_same_each_time_and_after_reading(trained, found, tmp_path):
    again = character_map.make(trained.checkpoint, tmp_path)
    np.testing.assert_array_equal(again.places, found.places)
    (tmp_path / character_map.FILE).write_text(
        character_map.to_text(found), encoding="utf-8"
    )
    kept = character_map.read(tmp_path)
    assert kept.characters == found.characters
    assert (kept.paragraphs, kept.in_texts) == (found.paragraphs, found.in_texts)
    np.testing.assert_allclose(kept.vectors, found.vectors, atol=6e-4)


def test_neighbours_are_others_and_the_nearest_come_first(found):
    near = found.neighbours("e", 5)
    assert "e" not in [character for character, _ in near]
    cosines = [cosine for _, cosine in near]
    assert cosines == sorted(cosines, reverse=True)
    assert -1 <= min(cosines) <= max(cosines) <= 1


def test_network_has_moved_its_characters(trained, found):
    moved = character_map.trained(trained.checkpoint, "model.weights.h5", found)
    assert moved.characters == found.characters
    assert moved.vectors.shape == found.vectors.shape
    assert np.abs(moved.vectors - found.vectors).max() > 1e-3


def test_network_without_characters_gets_a_sentence(learned, found):
    folder = learned("reading", "quick").checkpoint
    with pytest.raises(CheckpointError, match="has no character CNN"):
        character_map.trained(folder, "model.weights.h5", found)


def test_checkpoint_of_squad_without_the_data_gets_a_sentence(trained, tmp_path):
    card = json.loads((trained.checkpoint / "card.json").read_text("utf-8"))
    card["sources"] = {"squad": "0" * 64}
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    (tmp_path / "characters.json").write_text('"abc"', encoding="utf-8")
    with pytest.raises(DataMissingError, match=r"\./loupe fetch reading"):
        character_map.make(tmp_path, tmp_path)


@pytest.mark.parametrize("content", [None, "", "{}", '{"characters": 3}'])
def test_damaged_map_gets_a_sentence(content, tmp_path):
    if content is not None:
        (tmp_path / character_map.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(CheckpointError, match="no readable character map"):
        character_map.read(tmp_path)


def test_too_few_characters_get_a_sentence():
    with pytest.raises(TextError, match="too few"):
        character_map.flat(np.ones((3, 50), np.float32))


@pytest.mark.parametrize(
    ("characters", "kind"),
    [
        ("aéß", "lower case"),
        ("AÉ", "upper case"),
        ("07", "digits"),
        (" .–$%\n", "punctuation"),
        ("漢" + OTHERS, "others"),
    ],
)
def test_every_character_is_of_one_kind(characters, kind):
    assert {character_map.kind(character) for character in characters} == {kind}
