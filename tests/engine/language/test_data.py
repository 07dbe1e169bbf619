"""Texts: read or refused, split, and cut into streams."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from engine.data.sources import data_folder, digest
from engine.errors import DataDamagedError, DataMissingError, TextError
from engine.experiment import MAXIMUM_OWN_BYTES
from engine.language import data


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("\ufeffbom".encode(), "bom"),
        ("é漢\U0001f600".encode(), "é漢\U0001f600"),
    ],
)
def test_text_is_read_with_plain_line_ends(content, text):
    assert data.decode(content, "tale.txt") == text


@pytest.mark.parametrize("content", [b"", b" \r\n\t \n", "\ufeff".encode()])
def test_empty_text_is_refused(content):
    with pytest.raises(TextError, match=r"tale\.txt is empty"):
        data.decode(content, "tale.txt")


@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0", b"w\0ide\0"])
def test_binary_file_is_refused(content):
    with pytest.raises(TextError, match=r"tale\.txt is not"):
        data.decode(content * 10, "tale.txt")


def test_text_larger_than_the_most_is_refused():
    content = b"a" * (MAXIMUM_OWN_BYTES + 1)
    with pytest.raises(TextError, match="the limit is 50 MB"):
        data.decode(content, "tale.txt")


def test_last_tenth_is_validation_and_adds_nothing_to_the_vocabulary(sample_text):
    cut = int(len(sample_text) * 0.9)
    parts = data.split(sample_text[:cut] + "ß" * (len(sample_text) - cut), 16)
    assert len(parts.train) == cut
    assert len(parts.validation) == len(sample_text) - cut
    assert "ß" not in parts.vocabulary.characters
    assert parts.vocabulary.decode(parts.train) == sample_text[:cut]


@pytest.mark.parametrize("sequence_length", [2, 16, 100, 1000])
def test_text_shorter_than_a_sequence_is_refused_with_the_length_needed(
    sequence_length,
):
    with pytest.raises(
        TextError, match="characters; training on sequences of"
    ) as refused:
        data.split("ab" * (sequence_length // 2), sequence_length)
    needed = int(str(refused.value).split("at least ")[1].strip(".").replace(",", ""))
    parts = data.split("a" * needed, sequence_length)
    streams = data.Streams.of(parts.train, 64, sequence_length, 0)
    assert streams.steps_per_epoch >= 1
    assert streams.batch(0)[0].shape == (streams.streams, sequence_length)
    assert len(parts.validation) >= 2


@pytest.mark.parametrize("streams", [1, 3, 8])
@pytest.mark.parametrize("sequence_length", [2, 7, 50])
def test_streams_continue_from_batch_to_batch(streams, sequence_length):
    ids = np.arange(1000, dtype=np.int32)  # each id is its own position
    cut = data.Streams.of(ids, streams, sequence_length, seed=1)
    steps = cut.steps_per_epoch
    for step in (*range(steps), steps, steps + 1):
        inputs, targets = cut.batch(step)
        assert inputs.shape == targets.shape == (streams, sequence_length)
        np.testing.assert_array_equal(targets, inputs + 1)
        assert (np.diff(inputs) == 1).all()
        if step % steps:
            before = cut.batch(step - 1)[1]
            np.testing.assert_array_equal(inputs[:, 0], before[:, -1])
    seen = np.concatenate([cut.batch(step)[0].ravel() for step in range(steps)])
    assert len(set(seen)) == steps * streams * sequence_length
    assert len(ids) - 1 - len(seen) < streams * sequence_length


def test_batches_depend_on_the_seed_and_on_nothing_else():
    ids = np.arange(1000, dtype=np.int32)
    one, same, other = (data.Streams.of(ids, 4, 30, seed) for seed in (1, 1, 2))
    epochs = [one.batch(epoch * one.steps_per_epoch)[0] for epoch in range(4)]
    repeated = [same.batch(epoch * same.steps_per_epoch)[0] for epoch in (3, 2, 1, 0)]
    np.testing.assert_array_equal(epochs, repeated[::-1])
    assert len({int(epoch[0, 0]) for epoch in epochs}) > 1
    others = [other.batch(epoch * other.steps_per_epoch)[0] for epoch in range(4)]
    assert not np.array_equal(epochs, others)


def test_missing_published_text_names_the_command_that_downloads_it(tmp_path):
    with pytest.raises(DataMissingError, match=r"\./loupe fetch language"):
        data.read("shakespeare", None, "", tmp_path)


def test_shipped_text_needs_no_download(tmp_path):
    text = data.read("aesop", None, "", tmp_path)
    assert len(text) == data.source("aesop").counts["characters"]


def test_published_text_with_wrong_content_is_refused(tmp_path, monkeypatch):
    published = data.source("aesop")
    path = tmp_path / published.files[0].path
    path.parent.mkdir()
    path.write_bytes(b"a" * published.files[0].size_bytes)
    with pytest.raises(
        DataDamagedError, match="has the right size but the wrong content"
    ):
        data.read("aesop", None, "", tmp_path)
    file = replace(published.files[0], sha256=digest(path))
    monkeypatch.setattr(data, "SOURCES", (replace(published, files=(file,)),))
    assert set(data.read("aesop", None, "", tmp_path)) == {"a"}


@pytest.mark.data
@pytest.mark.parametrize("published", data.SOURCES, ids=lambda source: source.name)
def test_downloaded_text_is_the_published_one(published):
    path = data_folder() / published.files[0].path
    if not path.is_file():
        pytest.skip(f"{published.title} is not on this machine")
    assert digest(path) == published.files[0].sha256
    assert (
        len(data.read_source(published.name, data_folder()))
        == published.counts["characters"]
    )


@pytest.mark.slow
def test_fifty_megabytes_are_taken_with_bounded_memory(sample_file):
    content = sample_file.read_bytes()
    content = content * (MAXIMUM_OWN_BYTES // len(content))
    tracemalloc.start()
    parts = data.split(data.decode(content, "long.txt"), 100)
    streams = data.Streams.of(parts.train, 64, 100, 0)
    inputs, targets = streams.batch(streams.steps_per_epoch - 1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    np.testing.assert_array_equal(inputs[:, 1:], targets[:, :-1])
    assert peak < 8 * len(content)  # the ids take four bytes a character


@pytest.mark.parametrize(
    ("last", "share"), [("ы", 1.0), ("the lamp ", 0.0), ("able ", 0.0)]
)
def test_share_of_replaced_characters_is_known(last, share):
    text = "the lamp and a bell. " * 90
    part = data.split(text + (last * 300)[:210], sequence_length=8)
    assert part.replaced_fraction == pytest.approx(share, abs=0.02)
    note = data.replaced_note(part.replaced_fraction)
    assert bool(note) == (part.replaced_fraction > 0)


def test_own_text_is_read_however_its_accents_are_written(tmp_path):
    path = tmp_path / "own.txt"
    path.write_text("cafe\u0301 \u00adbar", encoding="utf-8")
    assert data.read("", path, "own.txt", tmp_path) == "café bar"
