"""The treebank comes as a zip archive: only its three named files are taken out."""

from __future__ import annotations

import hashlib
import shutil
import zipfile

import pytest

from engine.data import download
from engine.data.sources import RemoteFile, Source
from engine.errors import DataDamagedError
from engine.sentiment.data import TREEBANK

TREE = b"(3 (2 a) (4 gem))\n"


def source(member: str, content: bytes = TREE) -> Source:
    archive = RemoteFile("sst/trees.zip", "https://example.org/trees.zip", "", 0)
    digest = hashlib.sha256(content).hexdigest()
    file = RemoteFile(
        "sst/trees/dev.txt", "", digest, len(content), archive=archive, member=member
    )
    return Source("sst", "Trees", (file,), "ours", "us", {"dev": 1})


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """An archive with a good path and one outside its folder, fetched locally."""
    path = tmp_path / "published.zip"
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr("trees/dev.txt", TREE)
        opened.writestr("../../outside.txt", TREE)
    monkeypatch.setattr(
        download, "_download", lambda file, packed, notify: _copy(path, packed)
    )
    return tmp_path / "data"


def _copy(path, packed):
    packed.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, packed)


def test_member_is_extracted_under_our_name_and_the_archive_removed(archive):
    download.fetch(source("trees/dev.txt"), archive, lambda *_: None)
    assert (archive / "sst" / "trees" / "dev.txt").read_bytes() == TREE
    left = [p.name for p in archive.rglob("*") if p.is_file()]
    assert sorted(left) == [".sst.lock", "dev.txt"]  # the lock is of any download


def test_path_outside_the_folder_writes_nothing_there(archive):
    download.fetch(source("../../outside.txt"), archive, lambda *_: None)
    assert not list(archive.parent.rglob("outside.txt"))


@pytest.mark.parametrize(
    ("member", "content"), [("trees/none.txt", TREE), ("trees/dev.txt", b"other")]
)
def test_wrong_member_is_refused(archive, member, content):
    with pytest.raises(DataDamagedError, match=r"of https|from https"):
        download.fetch(source(member, content), archive, lambda *_: None)
    assert not (archive / "sst" / "trees" / "dev.txt").exists()


def test_every_published_file_comes_out_of_the_official_archive():
    for file in TREEBANK.files:
        assert file.archive is not None
        assert file.archive.url.startswith("https://nlp.stanford.edu/sentiment/")
        assert file.member == file.path.removeprefix("sst/")
