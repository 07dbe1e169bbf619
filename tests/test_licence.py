"""The licence is there, and the data’s own terms are named as the sources state."""

from __future__ import annotations

import tomllib

import pytest

from engine import registry
from engine.data import glove
from engine.settings import PROJECT


def test_licence_is_mit_of_the_authors_and_the_project_says_so():
    text = (PROJECT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("MIT License\n\nCopyright (c) 2026 the Loupe authors\n")
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["license"] == "MIT"
    assert project["project"]["license-files"] == ["LICENSE", "NOTICE"]


@pytest.mark.parametrize("file", ["README.md", "NOTICE"])
def test_terms_of_data_and_word_vectors_are_named(file):
    text = (PROJECT / file).read_text(encoding="utf-8")
    terms = " ".join(text.rpartition("## Licence")[2].split())
    (squad,) = registry.get("reading").sources
    assert squad.licence in terms
    assert glove.SOURCE.licence.partition(" (")[0] in terms
    for restricted in ("Paul Graham’s essays", "Stanford Sentiment Treebank"):
        assert restricted in terms


def test_container_has_licence_and_notice():
    steps = (PROJECT / "Containerfile").read_text(encoding="utf-8")
    assert "COPY LICENSE NOTICE " in steps
