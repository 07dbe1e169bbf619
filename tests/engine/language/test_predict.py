"""A loaded writer: writing, reading, memory, and use from several threads."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import hdf5, registry
from engine.checkpoints import checkpoint
from engine.errors import CheckpointError
from engine.language.piece import EMPTY, Piece
from engine.language.predict import Memory
from engine.sampling import SamplingSettings

SETTINGS = SamplingSettings(temperature=0.8, top_n=10, seed=3)


def all_of(pieces) -> Piece:
    piece = EMPTY
    for part in pieces:
        piece = piece + part
    return piece


def test_written_piece_lists_the_alternatives_of_each_character(tiny_writer):
    piece = all_of(tiny_writer.write("Lamp", 60, SETTINGS))
    assert len(piece.text) == len(piece.probability) == len(piece.choices) == 60
    listed = 0
    for character, share, row in zip(
        piece.text, piece.probability, piece.choices, strict=True
    ):
        before = [choice.before for choice in row]
        assert before == sorted(before, reverse=True)
        # The settings keep the character that was drawn.
        for choice in row:
            if choice.character == character:
                assert choice.before == pytest.approx(share)
                assert choice.after > 0
                listed += 1
    assert listed > 40  # only the most likely are listed
    assert piece.nats_per_character == pytest.approx(-np.log(piece.probability).mean())


def test_text_comes_in_small_pieces_and_nothing_for_no_length(tiny_writer):
    pieces = list(tiny_writer.write("Lamp", 200, SETTINGS))
    assert len(pieces) > 2
    assert list(tiny_writer.write("Lamp", 0, SETTINGS)) == []


def test_empty_prompt_stands_for_a_new_line(tiny_writer):
    empty, line = (all_of(tiny_writer.write(p, 40, SETTINGS)) for p in ("", "\n"))
    assert empty.text == line.text


def test_same_seed_gives_the_same_text_to_several_at_once(tiny_writer):
    alone = [
        all_of(tiny_writer.write("The", 150, replace(SETTINGS, seed=seed))).text
        for seed in range(4)
    ]
    assert len(set(alone)) == 4

    def write(seed: int) -> str:
        tiny_writer.read(
            "in between"
        )  # the model's state, not that of the text being written
        return all_of(tiny_writer.write("The", 150, replace(SETTINGS, seed=seed))).text

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(write, range(4))) == alone


def test_visitor_who_reads_keeps_nobody_from_writing(tiny_writer):
    with tiny_writer._lock, ThreadPoolExecutor(1) as pool:  # as while a text is read
        pieces = pool.submit(list, tiny_writer.write("The", 100, SETTINGS))
        assert len(all_of(pieces.result(timeout=60)).text) == 100


def test_reading_gives_what_writing_gave(tiny_writer):
    prompt = "\nLamp lit. "
    piece = all_of(tiny_writer.write(prompt, 80, SETTINGS))
    memory = _memory(before=prompt[:-1])
    read = tiny_writer.read(prompt[-1] + piece.text, memory).piece
    # `read` puts a new line before the text: read it as part of what was before.
    plain = tiny_writer.read(prompt[1:] + piece.text).piece
    np.testing.assert_allclose(
        plain.probability[len(prompt) - 1 :], piece.probability, atol=1e-4
    )
    assert read.text == prompt[-1] + piece.text


def _memory(**values):
    from engine.language.predict import Memory

    return Memory(**values)


def test_empty_text_is_read_as_nothing(tiny_writer):
    for memory in (_memory(), _memory(reset_every=3), _memory(before="Lamp")):
        piece = tiny_writer.read("", memory).piece
        assert piece.text == ""
        assert piece.choices == ()
        assert piece.probability.shape == (0,)
        assert piece.nats_per_character == 0
    assert tiny_writer.unit_traces("").shape == (1, 0, 8)


def test_unknown_characters_are_replaced_and_named(tiny_writer):
    reading = tiny_writer.read("Lämp — 漢")
    assert reading.piece.text.startswith("Lamp ")
    assert len(reading.piece.text) == 8
    assert set(reading.replaced) == {"ä", "—", "漢"}


def test_text_read_first_matters_until_the_state_is_reset(tiny_writer):
    text = "Wind from the west. Nobody passed."
    cold = tiny_writer.read(text).piece.probability
    warm = tiny_writer.read(text, _memory(before="Lamp lit. ")).piece.probability
    assert not np.allclose(cold, warm)
    both = _memory(before="Lamp lit. ", reset_every=10)
    forgets = tiny_writer.read(text, both).piece.probability
    np.testing.assert_allclose(forgets[:10], warm[:10], atol=1e-5)
    assert not np.allclose(forgets[10:], warm[10:])
    # After the reset only the characters since matter.
    alone = tiny_writer.read(text, _memory(reset_every=10)).piece.probability
    np.testing.assert_allclose(forgets[10:], alone[10:], atol=1e-5)


def test_state_of_another_text_changes_what_is_written(tiny_writer):
    plain, swapped = (
        all_of(tiny_writer.write("The", 1, SETTINGS, _memory(before=before)))
        for before in ("", "12 on the first step, 9 on the second, 7 on the third")
    )
    assert not np.allclose(plain.probability, swapped.probability)


def test_units_are_traced_over_a_text(tiny_writer):
    traces = tiny_writer.unit_traces("Lamp lit.")
    assert traces.shape == (1, 9, 8)
    assert np.abs(traces).max() <= 1


def test_weights_of_an_earlier_epoch_differ(tiny_checkpoint, tiny_writer):
    from engine.language.predict import Writer

    early = Writer(tiny_checkpoint, epoch=1)
    stored, _ = hdf5.read(tiny_checkpoint / early.card.snapshots[0].file)
    for variable in early.model.weights:
        np.testing.assert_array_equal(np.asarray(variable), stored[variable.path])
    ours = tiny_writer.read("Lamp lit.").piece.probability
    assert not np.allclose(early.read("Lamp lit.").piece.probability, ours)
    with pytest.raises(CheckpointError, match=r"no snapshot of epoch 9\. Available: 1"):
        Writer(tiny_checkpoint, epoch=9)


@pytest.fixture
def copy(tiny_checkpoint, tmp_path) -> Path:
    return Path(shutil.copytree(tiny_checkpoint, tmp_path / "copy"))


@pytest.mark.parametrize("name", ["model.weights.h5", "vocabulary.json", "card.json"])
@pytest.mark.parametrize("how", ["missing", "cut", "changed"])
def test_damaged_checkpoint_is_named(copy, name, how):
    path = copy / name
    content = path.read_bytes()
    if how == "missing":
        path.unlink()
    elif how == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        path.write_bytes(b"\xff" + content[1:])
    with pytest.raises(CheckpointError, match="checkpoint"):
        registry.get("language").load(copy)


def test_weights_of_another_network_are_refused(copy):
    card = json.loads((copy / "card.json").read_text())
    card["config"]["units"] = 16
    (copy / "card.json").write_text(json.dumps(card))
    with pytest.raises(CheckpointError, match="has shape"):
        registry.get("language").load(copy)


def test_card_of_another_experiment_is_refused(copy):
    card = checkpoint.read_card(copy, "language")
    (copy / "card.json").write_text(replace(card, experiment="images").to_text())
    with pytest.raises(CheckpointError, match="a “images” checkpoint"):
        registry.get("language").load(copy)


def test_accents_in_one_or_two_characters_are_read_alike(tiny_writer):
    plain = tiny_writer.read("Zoë lit the café", Memory("Début. "))
    odd = tiny_writer.read(
        "Zoe\u0308 lit the ca\u00adfe\u0301", Memory("De\u0301but. ")
    )
    np.testing.assert_array_equal(plain.piece.nats, odd.piece.nats)
    assert plain.replaced == odd.replaced
