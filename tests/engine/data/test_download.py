"""Fetching goes on where it broke off, and trusts nothing but the digest."""

from __future__ import annotations

import errno
import hashlib
import io
import re
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from engine.data.download import fetch
from engine.data.sources import RemoteFile, Source
from engine.errors import DataDamagedError, DataMissingError, DiskFullError

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
    assert lines == ["text/tale.txt: downloaded, SHA-256 verified"]
    assert seen == sorted(seen)
    assert seen[-1] == len(CONTENT)
    assert (tmp_path / FILE.path).read_bytes() == CONTENT
    lines, seen = bring(monkeypatch, tmp_path, server)
    assert "already here" in lines[0]
    assert not seen
    assert len(server.asked) == 1


@pytest.mark.parametrize("ranges", [True, False])
def test_broken_download_goes_on(tmp_path, monkeypatch, ranges):
    with pytest.raises(DataMissingError, match=r"broke after 100,000 bytes.*is kept"):
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
        urllib.error.URLError(OSError(-2, "Name not known")),
        urllib.error.HTTPError(FILE.url, 404, "Not Found", None, None),
        TimeoutError("timed out"),
        ConnectionResetError("reset"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_unreachable_address_is_named(tmp_path, monkeypatch, error):
    with pytest.raises(
        DataMissingError, match=r"Cannot download https://example\.org"
    ) as e:
        bring(monkeypatch, tmp_path, Server(error=error))
    assert not re.search("urlopen|Errno", str(e.value))


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
    assert lines == ["text/own.txt: not published as one file. Write it."]


MEMBERS = {"box/one.bin": b"first" * 500, "box/two.bin": b"second" * 500}


def packed(members=MEMBERS, link=""):
    """Return a tar.gz of some files, and of a link where one is named."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            if name == link:
                entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
                tar.addfile(entry)
            else:
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def boxed(content):
    """Return a source whose files lie in an archive of that content."""
    digest = hashlib.sha256(content).hexdigest()
    archive = RemoteFile(
        "box.tar.gz", "https://example.org/box.tar.gz", digest, len(content)
    )
    files = tuple(
        RemoteFile(
            f"data/{Path(name).name}",
            "",
            hashlib.sha256(whole).hexdigest(),
            len(whole),
            archive=archive,
            member=name,
        )
        for name, whole in MEMBERS.items()
    )
    return Source("box", "A box", files, "our own", "", {})


def test_files_are_taken_out_of_an_archive_that_is_fetched_once(tmp_path, monkeypatch):
    content = packed({**MEMBERS, "../outside.txt": b"nobody asked for it"})
    server = Server(content)
    monkeypatch.setattr(urllib.request, "urlopen", server)
    lines = fetch(boxed(content), tmp_path / "root", lambda *_: None)
    assert lines == [
        "data/one.bin: downloaded, SHA-256 verified",
        "data/two.bin: downloaded, SHA-256 verified",
    ]
    assert len(server.asked) == 1
    found = (path.name for path in tmp_path.rglob("*") if path.is_file())
    there = sorted(name for name in found if not name.endswith(".lock"))
    assert there == ["one.bin", "two.bin"]
    assert (tmp_path / "root/data/two.bin").read_bytes() == MEMBERS["box/two.bin"]
    lines = fetch(boxed(content), tmp_path / "root", lambda *_: None)
    assert all("already here" in line for line in lines)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (packed({"box/one.bin": MEMBERS["box/one.bin"]}), "Cannot extract"),
        (packed({**MEMBERS, "box/two.bin": b"other"}), "SHA-256 differs"),
        (packed({**MEMBERS, "box/two.bin": bytes(10_000_000)}), "SHA-256 differs"),
        (packed(link="box/two.bin"), "Cannot extract|SHA-256 differs"),
        (packed()[:-40], "Cannot extract"),
        (b"no archive at all", "Cannot extract"),
    ],
    ids=["missing", "another", "far too long", "a link", "torn", "no archive"],
)
def test_archive_that_does_not_hold_them_is_refused(
    tmp_path, monkeypatch, content, said
):
    monkeypatch.setattr(urllib.request, "urlopen", Server(content))
    with pytest.raises(DataDamagedError, match=said):
        fetch(boxed(content), tmp_path, lambda *_: None)
    left = [path.name for path in (tmp_path / "data").iterdir()]
    assert left in ([], ["one.bin"])
