"""A person's file as text, or a sentence that says why not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from engine import experiment
from engine.data.text import (
    decode,
    decode_with_note,
    read_file,
    shell_word,
    shown_name,
)
from engine.errors import TextError


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("\ufeffcaf\u00e9".encode(), "caf\u00e9"),
        (b"tab\there\x07", "tab\there\x07"),
    ],
)
def test_line_ends_are_plain_and_all_else_stays(content, text):
    assert decode(content, "own.txt") == text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "own.txt is empty"),
        (b" \n\t\r\n", "own.txt is empty"),
        (b"\xff\xfeo\0n", "starts like UTF-16, but byte"),
        (b"PK\x03\x04\0", "contains zero bytes"),
    ],
)
def test_what_is_not_a_text_is_refused(content, said):
    with pytest.raises(TextError, match=said):
        decode(content, "own.txt")


def test_too_large_file_is_refused(monkeypatch):
    monkeypatch.setattr("engine.data.text.MAXIMUM_OWN_BYTES", 5)
    with pytest.raises(TextError, match="MB"):
        decode(b"longer", "own.txt")
    assert experiment.MAXIMUM_OWN_BYTES > 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_without_its_byte_order_mark(encoding):
    decoded = decode_with_note("café\r\n漢字".encode(encoding), "own.txt")
    assert decoded.text == "café\n漢字"
    assert not decoded.note


def test_other_encodings_are_guessed_and_said():
    decoded = decode_with_note(b"one\ncaf\xe9 \x93fine\x94", "own.txt")
    assert decoded.text == "one\ncafé “fine”"
    assert "not UTF-8: byte 8 (line 2) is 0xE9" in decoded.note
    assert "read as Windows-1252" in decoded.note
    assert "Latin-1" in decode_with_note(b"caf\xe9 \x81", "own.txt").note
    for encoding in ("utf-16-le", "utf-16-be"):
        decoded = decode_with_note("Zoë said: a café".encode(encoding), "own.txt")
        assert decoded.text == "Zoë said: a café"
        assert "read as UTF-16" in decoded.note


def test_devices_pipes_and_folders_are_not_read(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (Path("/dev/zero"), pipe):
        with pytest.raises(TextError, match="is not a regular file"):
            read_file(path)
    with pytest.raises(TextError, match="Is a directory"):
        read_file(tmp_path)


def test_size_is_checked_before_reading(tmp_path):
    path = tmp_path / "sparse.txt"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(TextError, match=r"is 1,048,576\.0 MB; the limit is 50 MB"):
        read_file(path)


@pytest.mark.parametrize("name", [b"caf\xe9.txt", b"a\n$(x) <b>.txt", b"'\xff.txt"])
def test_any_name_can_be_shown_and_given_to_a_shell(name):
    path = os.fsdecode(name)
    shown = shown_name(path)
    assert shown.isprintable()
    assert shown.encode()
    word = shell_word(path)
    printed = subprocess.run(
        ["bash", "-c", f"printf %s {word}"], capture_output=True, check=True
    )
    assert printed.stdout == name


def test_long_name_keeps_its_ending():
    shown = shown_name("texts/" + "ä" * 300 + ".csv")
    assert len(shown) == 80
    assert shown.endswith("ä.csv")
