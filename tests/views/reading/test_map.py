"""The character map as a figure: in the plane, and in space."""

from __future__ import annotations

import numpy as np
import pytest

from engine.reading.analysis.characters.character_map import OTHERS, CharacterMap
from engine.reading.analysis.characters.principal import principal
from ui.charts import theme
from views.reading.characters import map as character_map

CHARACTERS = (OTHERS, "a", "b", "<", "&", "1")


@pytest.fixture
def shown(monkeypatch) -> CharacterMap:
    monkeypatch.setattr(character_map, "ink", lambda: theme.INKS["light"])
    draw = np.random.default_rng(0).normal
    vectors, places = (draw(size=(6, n)).astype(np.float32) for n in (5, 2))
    return CharacterMap(CHARACTERS, vectors, places, 1, 6, 6)


def test_every_character_is_drawn_once_and_reads_as_no_markup_in_the_plane(shown):
    drawn = character_map.spec(shown, shown.places.tolist(), "a", ["b"])["data"]
    assert {trace["type"] for trace in drawn} == {"scatter"}
    signs = [sign for trace in drawn[1:] for sign in trace["text"]]
    assert sorted(signs) == sorted(["…", "a", "b", "&lt;", "&amp;", "1"])
    assert len(drawn[0]["x"]) == 3  # one line to a neighbour, and a gap


def test_space_has_a_third_axis_and_plain_signs(shown):
    places, _ = principal(shown.vectors)
    drawn = character_map.spec(shown, places.tolist(), "a", ["b", "1"])["data"]
    assert {trace["type"] for trace in drawn} == {"scatter3d"}
    assert all(len(trace["z"]) == len(trace["x"]) for trace in drawn)
    assert "&" in [sign for trace in drawn[1:] for sign in trace["text"]]
