"""The duel: separate clocks, and the figures about the texts."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from engine.checkpoints import checkpoint
from engine.errors import CheckpointError
from engine.language import data, reference
from engine.language.analysis import duel, exhibit
from engine.language.piece import Piece
from engine.language.reference import Reference
from engine.sampling import SamplingSettings


class Clock:
    """A clock that the contenders themselves advance."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def writer(self, letter, seconds, pieces):
        for _ in range(pieces):
            self.now += seconds
            yield a_piece(letter)


def a_piece(text):
    return Piece(text, np.full(len(text), 0.5), ((),) * len(text))


def test_contender_with_the_least_elapsed_time_writes_next():
    clock = Clock()
    turns = list(
        duel.race(
            {"slow": clock.writer("s", 3, 2), "fast": clock.writer("f", 1, 4)}, clock
        )
    )
    order = "".join(turn.piece.text[-1] for turn in turns)
    assert order in ("sfffsf", "sffffs")
    last = {turn.name: turn for turn in turns}
    assert last["slow"].piece.text == "ss"
    assert last["fast"].piece.text == "ffff"
    assert last["fast"].seconds == 4


def test_race_without_contenders_ends_at_once():
    assert list(duel.race({})) == []


def test_contender_without_text_has_no_turn():
    assert list(duel.race({"mute": iter(())})) == []


def test_judgement_holds_words_and_copies():
    texts = Reference(frozenset({"the", "cat"}), "on the cat sat")
    judgement = duel.judge(a_piece("x the cat zat y"), 0.5, texts)
    assert judgement.real_words == pytest.approx(2 / 3)
    assert judgement.copied is not None
    assert judgement.copied.length == len(" the cat ")
    assert judgement.characters_per_second == 30
    assert judgement.nats_per_character == pytest.approx(np.log(2))
    assert judgement.withheld == 0


def test_judgement_without_words_and_text_is_empty():
    judgement = duel.judge(a_piece("the cat"), None, Reference())
    assert (
        judgement.real_words
        is judgement.copied
        is judgement.characters_per_second
        is None
    )


def test_judgement_is_redacted():
    text = "".join(chr(97 + i % 26) + str(i) for i in range(200))
    judgement = duel.judge(a_piece(text), None, Reference(None, text, shown_run=100))
    assert judgement.piece.text[:100] == text[:100]
    assert text[:101] not in judgement.piece.text
    assert judgement.withheld == len(text) - 100
    assert len(judgement.piece.text) == len(text)


@pytest.mark.parametrize(
    ("low", "high", "middle", "orders"),
    [(3, 7, False, (3, 7)), (3, 7, True, (3, 5, 7)), (4, 4, True, (4,))],
)
def test_competing_orders(low, high, middle, orders):
    assert duel.contending_orders(low, high, middle) == orders


def test_higher_orders_take_more_memory(table):
    _, card = table
    sizes = [duel.memory_bytes(card, order) for order in (1, 2, 3)]
    assert sizes == sorted(sizes)
    assert sizes[2] > sum(card.facts["bytes"][:3])


def test_own_text_is_the_reference_of_its_table(table, sample_text, tmp_path):
    folder, card = table
    texts = reference.find(card, folder, tmp_path)
    assert texts.training_text == sample_text[: int(len(sample_text) * 0.9)]
    assert texts.words
    assert texts.shown_run is None


def test_word_list_of_a_checkpoint_is_used_without_its_text(table, tmp_path):
    _, card = table
    (tmp_path / reference.WORDS_FILE).write_text("lamp\nO'er\n", encoding="utf-8")
    texts = reference.find(card, tmp_path, tmp_path)
    assert texts.words == {"lamp", "o'er"}
    assert texts.training_text is None


def test_reference_without_text_and_words_is_empty(table, tmp_path):
    assert reference.find(table[1], tmp_path / "nowhere", tmp_path) == Reference()


def test_changed_text_is_not_used_as_reference(table, tmp_path):
    (tmp_path / "own-data").write_text("another text", encoding="utf-8")
    assert reference.find(table[1], tmp_path / "c", tmp_path).training_text is None


def test_words_that_are_not_utf_8_are_named(table, tmp_path):
    (tmp_path / reference.WORDS_FILE).write_bytes("naïve\n".encode("latin-1"))
    with pytest.raises(CheckpointError, match=r"words\.txt cannot be read .*Restore"):
        reference.find(table[1], tmp_path, tmp_path)


def test_paul_grahams_limit_goes_with_the_card(table):
    card = replace(table[1], sources={"paulgraham": hashlib.sha256().hexdigest()})
    assert reference.shown_run(card) == data.source("paulgraham").shown_run == 100


def test_exhibit_is_written_and_read_again(tiny_checkpoint, tmp_path):
    card = checkpoint.read_card(tiny_checkpoint, "language")
    sheets = exhibit.make(tiny_checkpoint)
    assert [sheet.epoch for sheet in sheets] == list(exhibit.epochs(card))
    assert all(sheet.text.startswith("L") for sheet in sheets)
    assert len({sheet.text for sheet in sheets}) == len(sheets)
    (tmp_path / exhibit.FILE).write_text(exhibit.to_text(sheets), encoding="utf-8")
    assert exhibit.read(tmp_path) == sheets
    assert exhibit.make(tiny_checkpoint) == sheets


@pytest.mark.parametrize("content", [None, "", "[1]", '[{"epoch": 1}]', '{"a": 1}'])
def test_missing_or_damaged_exhibit_is_an_error(tmp_path, content):
    if content is not None:
        (tmp_path / exhibit.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(CheckpointError, match="exhibit"):
        exhibit.read(tmp_path)


def test_exhibit_has_the_posts_epochs_and_the_end(tiny_checkpoint):
    card = checkpoint.read_card(tiny_checkpoint, "language")
    saved = tuple(replace(card.snapshots[0], epoch=e) for e in (1, 2, 5, 10, 60))
    assert exhibit.epochs(replace(card, snapshots=saved, epochs=60.0)) == (1, 5, 60)
    assert exhibit.epochs(replace(card, snapshots=saved, epochs=22.0)) == (1, 5, 22)
    assert exhibit.snapshot_of(replace(card, epochs=60.0), 60) is None
    assert exhibit.snapshot_of(replace(card, epochs=60.0), 5) == 5


def test_ngrams_and_network_write_from_the_same_seed(table, tiny_writer):
    from engine.language.ngrams.writer import NGramWriter

    settings = SamplingSettings(seed=3)
    writer = NGramWriter(table[0])
    pieces = {
        "LSTM": tiny_writer.write("L", 40, settings),
        "2-gram": writer.write("L", 40, settings, 2),
    }
    last = {turn.name: turn for turn in duel.race(pieces)}
    assert {len(turn.piece.text) for turn in last.values()} == {40}
    assert all(turn.seconds > 0 for turn in last.values())
