"""Characters and their numbers, known and unknown."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from engine.data.vocabulary import Vocabulary

PLAIN = Vocabulary.of("Hello, world! e'")


def test_ids_are_places_in_code_point_order():
    vocabulary = Vocabulary.of("cab bac")
    assert vocabulary.characters == " abc"
    assert vocabulary.encode("cab").ids.tolist() == [3, 1, 2]
    assert vocabulary.encode("cab").ids.dtype == np.int32


def test_text_reads_back_from_its_ids(sample_text):
    vocabulary = Vocabulary.of(sample_text)
    encoded = vocabulary.encode(sample_text)
    assert vocabulary.decode(encoded.ids) == sample_text
    assert encoded.text == sample_text
    assert encoded.replaced == {}


@pytest.mark.parametrize(
    ("unknown", "stand_in"),
    [
        ("é", "e"),
        ("É", "e"),  # there is no E: the small letter stands in
        ("’", "'"),
        ("漢", " "),
        ("\U0001f600", " "),
        ("\ud800", " "),  # half a character, as a browser may send it
        ("\0", " "),
        ("½", " "),
    ],
)
def test_unknown_character_gets_one_named_stand_in(unknown, stand_in):
    encoded = PLAIN.encode(f"Hell{unknown}o")
    assert encoded.text == f"Hell{stand_in}o"
    assert encoded.replaced == {unknown: stand_in}
    assert len(encoded.ids) == 6


def test_first_character_stands_in_where_there_is_no_space():
    encoded = Vocabulary.of("xyz").encode("a b")
    assert encoded.text == "xxx"
    assert set(encoded.replaced) == {"a", "b", " "}


def test_empty_text_has_no_ids():
    encoded = PLAIN.encode("")
    assert encoded.ids.shape == (0,)
    assert encoded.replaced == {}


def test_vocabulary_reads_back_from_text():
    vocabulary = Vocabulary.of('"quotes" \\ \n\t\u2028 é 漢 \U0001f600')
    text = vocabulary.to_text()
    assert Vocabulary.from_text(text) == vocabulary
    assert text.count("\n") == 1


@pytest.mark.parametrize("text", ["", "{}", "[]", "3", '""', '"open'])
def test_damaged_vocabulary_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - of JSON, or our own
        Vocabulary.from_text(text)


def test_long_text_needs_little_more_than_its_ids(sample_text):
    text = (sample_text + "漢é\U0001f600") * 700  # blocks of several widths
    vocabulary = Vocabulary.of(text)
    tracemalloc.start()
    ids = vocabulary.encode(text).ids
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(ids) == len(text)
    assert ids.nbytes == 4 * len(text)
    assert peak < 2 * ids.nbytes + 20 * 2**20
    places = np.random.default_rng(0).integers(0, len(text), 1000)
    assert all(vocabulary.characters[ids[p]] == text[p] for p in places)
