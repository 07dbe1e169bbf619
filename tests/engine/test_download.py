"""Fetching goes on where it broke off, and trusts nothing but the digest."""

from __future__ import annotations

import errno
import hashlib
import io
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from engine.download import fetch
from engine.errors import DataDamagedError, DataMissingError, DiskFullError
from engine.sources import RemoteFile, Source

CONTENT = bytes(range(256)) * 1000
FILE = RemoteFile(
    "text/tale.txt",
    "https://example.org/tale.txt",
    hashlib.sha256(CONTENT).hexdigest(),
    len(CONTENT),
)
SOURCE = Source("tale", "A tale", (FILE,), "our own", "", {})


class Answer(io.BytesIO):
    """Bytes with a status."""

    status = 0


class Server:
    """Answers `urlopen` from memory."""

    def __init__(self, content=CONTENT, *, ranges=True, breaks_after=None, error=None):
        self.content, self.ranges = content, ranges
        self.breaks_after, self.error = breaks_after, error
        self.asked: list[str | None] = []

    def __call__(self, request, timeout):
        assert timeout
        self.asked.append(request.get_header("Range"))
        if self.error:
            raise self.error
        start = 0
        if self.ranges:
            start = int(self.asked[-1].removeprefix("bytes=").removesuffix("-"))
        end = None if self.breaks_after is None else start + self.breaks_after
        answer = Answer(self.content[start:end])
        answer.status = 206 if self.ranges else 200
        return answer


def bring(monkeypatch, root: Path, server: Server) -> tuple[list[str], list[int]]:
    monkeypatch.setattr(urllib.request, "urlopen", server)
    seen: list[int] = []
    lines = fetch(SOURCE, root, lambda name, have, size: seen.append(have))
    return lines, seen


def test_file_is_brought_verified_and_not_brought_again(tmp_path, monkeypatch):
    server = Server()
    lines, seen = bring(monkeypatch, tmp_path, server)
    assert lines == ["text/tale.txt: fetched, digest right"]
    assert seen == sorted(seen)
    assert seen[-1] == len(CONTENT)
    assert (tmp_path / FILE.path).read_bytes() == CONTENT
    lines, seen = bring(monkeypatch, tmp_path, server)
    assert "already here" in lines[0]
    assert not seen
    assert len(server.asked) == 1


@pytest.mark.parametrize("ranges", [True, False])
def test_broken_download_goes_on(tmp_path, monkeypatch, ranges):
    with pytest.raises(DataMissingError, match=r"broke off after 100,000 bytes.*go on"):
        bring(monkeypatch, tmp_path, Server(breaks_after=100_000))
    part = tmp_path / (FILE.path + ".part")
    assert part.stat().st_size == 100_000
    assert not (tmp_path / FILE.path).exists()
    server = Server(ranges=ranges)
    bring(monkeypatch, tmp_path, server)
    assert server.asked == ["bytes=100000-"]
    assert (tmp_path / FILE.path).read_bytes() == CONTENT
    assert not part.exists()


def test_wrong_file_is_removed(tmp_path, monkeypatch):
    with pytest.raises(DataDamagedError, match="is not the published file"):
        bring(monkeypatch, tmp_path, Server(b"x" * len(CONTENT)))
    assert not list((tmp_path / "text").iterdir())


@pytest.mark.parametrize(
    "error",
    [
        urllib.error.URLError("no route"),
        urllib.error.HTTPError(FILE.url, 404, "Not Found", None, None),
        TimeoutError("timed out"),
        ConnectionResetError("reset"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_unreachable_address_is_named(tmp_path, monkeypatch, error):
    with pytest.raises(DataMissingError, match=r"Cannot reach https://example\.org"):
        bring(monkeypatch, tmp_path, Server(error=error))


def test_full_disk_is_named(tmp_path, monkeypatch):
    opened = Path.open

    def full(path, mode="r", *rest, **options):
        if "b" in mode and path.suffix == ".part":
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(path, mode, *rest, **options)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DiskFullError, match="No space left"):
        bring(monkeypatch, tmp_path, Server())


def test_file_that_nobody_publishes_is_asked_of_the_person(tmp_path):
    file = RemoteFile("text/own.txt", "", "0" * 64, 1)
    source = Source("own", "Own", (file,), "", "", {}, note="Write it.")
    lines = fetch(source, tmp_path, lambda *_: None)
    assert lines == ["text/own.txt: put it there yourself. Write it."]
