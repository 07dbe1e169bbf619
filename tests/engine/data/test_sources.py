"""Data is looked for on this machine only, and recognised."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from engine.data import sources
from engine.data.sources import RemoteFile, Source
from engine.errors import DataDamagedError, DataMissingError

CONTENT = b"forty steps\n"
SOURCE = Source(
    name="steps",
    title="Steps",
    files=(RemoteFile("text/steps.txt", "", hashlib.sha256(CONTENT).hexdigest(), 12),),
    licence="our own",
    citation="",
    counts={},
)


def test_file_is_located_under_the_data_folder(tmp_path):
    path = tmp_path / "text" / "steps.txt"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    assert sources.locate(SOURCE, tmp_path, "language") == (path,)
    assert sources.digest(path) == SOURCE.files[0].sha256


def test_missing_file_is_an_error_that_says_how_to_get_it(tmp_path):
    by_hand = replace(SOURCE, note="Take it from the author.")
    with pytest.raises(DataMissingError, match=r"Steps.*Take it from the author\."):
        sources.locate(by_hand, tmp_path, "language")
    (file,) = SOURCE.files
    published = replace(SOURCE, files=(replace(file, url="https://example.org/steps"),))
    with pytest.raises(DataMissingError, match=r"Steps.*\./loupe fetch language"):
        sources.locate(published, tmp_path, "language")


def test_file_of_another_size_is_not_taken(tmp_path):
    path = tmp_path / "text" / "steps.txt"
    path.parent.mkdir()
    path.write_bytes(CONTENT * 2)
    with pytest.raises(DataDamagedError, match="has 24 bytes, not the published 12"):
        sources.locate(SOURCE, tmp_path, "language")


def test_data_folder_is_chosen_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("LOUPE_DATA", str(tmp_path))
    assert sources.data_folder() == tmp_path
    monkeypatch.delenv("LOUPE_DATA")
    assert sources.data_folder() == Path(sources.__file__).parents[2] / "data"
