"""Downloads in the background: found again, stopped, continued, verified."""

from __future__ import annotations

import dataclasses
import hashlib
import urllib.request
from threading import Event

import pytest
from filelock import FileLock

from engine.data import fetching
from engine.data.download import fetch
from engine.data.sources import RemoteFile
from engine.errors import DataMissingError, TrainingOffError
from tests.engine.data.test_download import CONTENT, FILE, SOURCE, Answer, Server


@pytest.fixture(autouse=True)
def _nothing_fetched_yet(monkeypatch):
    monkeypatch.setattr(fetching, "_latest", {})


def test_file_arrives_with_its_digest_verified(tmp_path, monkeypatch):
    monkeypatch.setattr(urllib.request, "urlopen", Server())
    under_way = fetching.start(SOURCE, tmp_path)
    under_way.join()
    assert not under_way.error
    assert (under_way.received_bytes, under_way.size_bytes) == (FILE.size_bytes,) * 2
    assert (tmp_path / FILE.path).read_bytes() == CONTENT


def test_wrong_file_is_said_and_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(urllib.request, "urlopen", Server(b"x" * len(CONTENT)))
    under_way = fetching.start(SOURCE, tmp_path)
    under_way.join()
    assert "is not the published file" in under_way.error
    assert not (tmp_path / FILE.path).exists()


def test_second_click_finds_the_first_and_stop_keeps_what_arrived(
    tmp_path, monkeypatch
):
    reached, may_go_on = Event(), Event()

    class Slow(Answer):
        status = 206

        def read(self, count=-1):
            if self.tell():
                reached.set()
                assert may_go_on.wait(30)
            return super().read(count)

    monkeypatch.setattr(urllib.request, "urlopen", lambda *_, **__: Slow(CONTENT))
    under_way = fetching.start(SOURCE, tmp_path)
    assert reached.wait(30)
    assert fetching.start(SOURCE, tmp_path) is under_way
    assert fetching.latest(SOURCE, tmp_path) is under_way
    under_way.stop()
    may_go_on.set()
    under_way.join()
    assert under_way.error.startswith("Stopped.")
    part = tmp_path / (FILE.path + ".part")
    assert 0 < part.stat().st_size < len(CONTENT)
    server = Server()
    monkeypatch.setattr(urllib.request, "urlopen", server)
    fetching.start(SOURCE, tmp_path).join()
    assert server.asked != ["bytes=0-"]
    assert (tmp_path / FILE.path).read_bytes() == CONTENT


def test_server_that_only_shows_downloads_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("LOUPE_TRAINING", "off")
    with pytest.raises(TrainingOffError):
        fetching.start(SOURCE, tmp_path)


def test_two_processes_do_not_write_one_file(tmp_path):
    with (
        FileLock(tmp_path / ".tale.lock"),
        pytest.raises(DataMissingError, match="being downloaded already"),
    ):
        fetch(SOURCE, tmp_path, lambda *_: None)


def test_archive_of_several_files_counts_once():
    archive = RemoteFile("box.zip", "https://example.org/box.zip", "0" * 64, 500)
    parts = [
        RemoteFile(name, "", hashlib.sha256().hexdigest(), 900, archive, name)
        for name in ("one", "two")
    ]
    own = RemoteFile("own.txt", "", "0" * 64, 70)
    source = dataclasses.replace(SOURCE, files=(FILE, own, *parts))
    assert fetching.download_bytes(source) == FILE.size_bytes + 500
