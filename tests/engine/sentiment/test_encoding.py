"""Encoding: unknown words, padding and truncation."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data import glove
from engine.data.spelling import FIRST as FIRST_CHARACTER
from engine.data.spelling import REPLACEMENT
from engine.sentiment.batching import PADDING
from engine.sentiment.encoding import (
    FIRST,
    UNKNOWN,
    UNTUNED,
    WORD_CHARACTERS,
    CharacterEncoder,
    WordEncoder,
    from_text,
)

SENTENCES = [("A", "good", "film"), ("a", "bad", "film"), ("a", "qzxqzx", "Film")]


@pytest.fixture(scope="module")
def encoder():
    return WordEncoder.of(SENTENCES, 2, glove.load())


def test_words_of_several_sentences_are_fine_tuned(encoder):
    assert encoder.words == ("a", "film")
    assert encoder.rows == FIRST + 2
    one_sentence = WordEncoder.of([("film", "film")], 2, None)
    assert one_sentence.words == ()


def test_fine_tuned_untuned_and_unknown_words_differ(encoder):
    encoded = encoder.encode([("FILM", "good", "qzxqzx")])
    inputs = encoded.inputs(np.array([0]), 5)
    ids = [FIRST + 1, UNTUNED, UNKNOWN, PADDING, PADDING]
    assert inputs["ids"].tolist() == [ids]
    has_vector = np.abs(inputs["vectors"]).sum(axis=-1)[0] > 0
    assert has_vector.tolist() == [True, True, False, False, False]
    inside = [encoder.in_vocabulary(word) for word in ("Film", "good", "qzxqzx")]
    assert inside == [True, True, False]


def test_compound_is_the_mean_of_its_parts(encoder):
    word = "goblin-warmhearted"
    assert encoder.vectors.vector(word) is None
    vector = encoder.encode([(word,)]).inputs(np.array([0]), 1)["vectors"][0, 0]
    parts = [encoder.vectors.vector(part) for part in word.split("-")]
    expected = np.mean([part for part in parts if part is not None], axis=0)
    np.testing.assert_allclose(vector, expected, atol=1e-6)
    assert not encoder.in_vocabulary("qzx-xzq")


def test_words_are_spelled_where_the_network_reads_their_characters(encoder):
    spelled = WordEncoder.of(SENTENCES, 2, glove.load(), spelled=True)
    assert encoder.alphabet is None
    assert "spelling" not in encoder.encode([("film",)]).inputs(np.array([0]), 1)
    (letters,) = spelled.encode([("FILM", "fi漢")]).inputs(np.array([0]), 3)["spelling"]
    film = [FIRST_CHARACTER + spelled.alphabet.characters.index(c) for c in "film"]
    assert letters[0].tolist() == [*film, *[0] * (WORD_CHARACTERS - 4)]
    assert letters[1, :4].tolist() == [*film[:2], REPLACEMENT, 0]
    assert not letters[2].any()  # padding
    long = spelled.encode([("film" * 9,)]).inputs(np.array([0]), 1)["spelling"]
    assert long[0, 0].tolist() == film * 4
    assert not spelled.encode([()]).inputs(np.arange(1), 2)["spelling"].any()


def test_no_texts_and_empty_texts_are_padding(encoder):
    assert len(encoder.encode([])) == 0
    inputs = encoder.encode([(), ()]).inputs(np.arange(2), 3)
    assert not inputs["ids"].any()
    assert not inputs["vectors"].any()


def test_texts_are_padded_to_few_lengths(encoder):
    padded = {encoder.padded(length) for length in range(1000)}
    assert len(padded) < 25
    assert all(encoder.padded(length) >= length for length in range(1000))


def test_characters_are_cut_off_and_unknown_ones_replaced():
    encoder = CharacterEncoder.of([("a", "good", "film"), ("café",)])
    assert encoder.max_characters == len("a good film")
    encoded = encoder.encode([("a", "good", "film", "indeed"), ("漢",)])
    assert encoded.lengths.tolist() == [11, 1]
    assert encoder.encode([("cafè",)]).indices[3] == encoder.encode([("e",)]).indices[0]
    assert encoder.in_vocabulary("café")
    assert not encoder.in_vocabulary("漢")
    for length in range(1, 12):
        assert length <= encoder.padded(length) <= encoder.max_characters


@pytest.mark.parametrize("preset", ["words", "spelled", "characters"])
def test_encoder_is_restored_from_its_text(preset, encoder):
    original = {
        "words": encoder,
        "spelled": WordEncoder.of(SENTENCES, 2, glove.load(), spelled=True),
        "characters": CharacterEncoder.of(SENTENCES),
    }[preset]
    restored = from_text(original.to_text(), getattr(original, "vectors", None))
    assert restored == original
    texts = [("good", "film"), ("qzxqzx",)]
    np.testing.assert_array_equal(
        restored.encode(texts).indices, original.encode(texts).indices
    )


@pytest.mark.parametrize("text", ["{}", "[]", "3", "", '{"words": 3}'])
def test_other_text_is_not_an_encoder(text):
    with pytest.raises(ValueError):  # noqa: PT011
        from_text(text, None)
