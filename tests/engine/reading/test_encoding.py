"""Words to numbers: the same word the same numbers, padding nothing."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data import glove
from engine.data.spelling import FIRST, REPLACEMENT
from engine.data.squad import Paragraph, Question
from engine.data.vocabulary import Vocabulary
from engine.reading import data
from engine.reading.encoding import (
    WordTable,
    collate,
    encode,
    to_examples,
)
from engine.reading.training import char2vec
from engine.reading.training.batching import Batches
from tests.contract import contexts


@pytest.fixture(scope="module")
def words():
    return WordTable(glove.load(), Vocabulary("abcdefghijklmnopqrstuvwxyz"), 6)


@pytest.fixture(scope="module")
def items(words):
    examples = to_examples(data.read(contexts.squad(), "ours.json").paragraphs)
    return [encode(example, words) for example in examples]


def test_word_has_its_vector_and_its_characters(words):
    ids = words.ids(["lamp", "Lamp", "lamp", "zqxjk", "lighthouse"])
    assert ids[0] == ids[2] != ids[1]
    table = words.table(ids)
    vector = glove.load().vector("lamp")
    np.testing.assert_array_equal(table["vectors"][0], vector)
    np.testing.assert_array_equal(table["vectors"][1], vector)
    assert not table["vectors"][3].any()
    assert table["characters"][0].tolist() == [
        *(FIRST + ord(c) - ord("a") for c in "lamp"), 0, 0,
    ]  # fmt: skip
    assert table["characters"][1][0] == REPLACEMENT  # “L” is not in the vocabulary
    assert len(table["characters"][4]) == 6
    assert words.lower_ids(ids)[0] == words.lower_ids(ids)[1]
    assert words.has_vector(["lamp", "zqxjk"]).tolist() == [True, False]


def test_characters_of_a_large_vocabulary_have_ids_of_their_own():
    hangul = [chr(0xAC00 + place) for place in range(600)]
    words = WordTable(glove.load(), Vocabulary("".join(hangul)), 6)
    letters = words.table(words.ids(hangul))["characters"][:, 0]
    assert len(set(letters)) == 600
    assert min(letters) == FIRST


def test_batch_holds_each_word_once_and_gives_every_text_back(items, words):
    inputs, targets = collate(items[:3], words)
    characters, vectors = inputs["characters"], inputs["vectors"]
    assert len(characters) == len(vectors) == 512
    assert not vectors[0].any()
    assert not characters[0].any()
    for row, item in zip(inputs["context"], items[:3], strict=True):
        size = len(item.context)
        np.testing.assert_array_equal(
            vectors[row[:size]], words.table(item.context)["vectors"]
        )
        assert not row[size:].any()
    for target, item in zip(targets, items[:3], strict=True):
        assert tuple(target.argmax(axis=1)) == (item.span[0], item.span[1] - 1)
        assert target.sum() == 2


def test_words_of_the_question_are_marked_in_the_context(words):
    paragraph = data.Paragraph(
        "a", "The gull saw a Gull", (data.Question("1", "A gull?", ()),)
    )
    (example,) = to_examples([paragraph])
    inputs, _ = collate([encode(example, words)], words)
    assert inputs["word_overlap"][0, :5].tolist() == [
        [0, 0],
        [1, 1],
        [0, 0],
        [0, 1],
        [0, 1],
    ]
    assert not inputs["word_overlap"][0, 5:].any()


def test_batches_have_every_example_once_an_epoch_and_depend_on_number_only(
    items, words
):
    batches = Batches(items, words, 4, seed=1)
    assert batches.steps_per_epoch == len(items) // 4
    indices = batches._shuffled(0)
    assert len(set(indices.ravel())) == indices.size
    assert not np.array_equal(indices, batches._shuffled(1))
    again = Batches(items, words, 4, seed=1)
    again.batch(7)
    np.testing.assert_array_equal(
        batches.batch(2)[0]["context"], again.batch(2)[0]["context"]
    )


def test_few_examples_make_one_small_batch(items, words):
    batches = Batches(items[:3], words, 60, seed=0)
    assert (batches.batch_size, batches.steps_per_epoch) == (3, 1)


def test_char2vec_learns_which_characters_stand_together():
    random = np.random.default_rng(0)
    # 0 and 1 stand among 2 and 3 only, 4 and 5 among themselves.
    one = random.choice([0, 1, 2, 3], 4000).astype(np.int32)
    other = random.choice([4, 5], 4000).astype(np.int32)
    counts = char2vec.pairs([one, other], 6)
    np.testing.assert_array_equal(counts, counts.T)
    assert counts[0, 4] == 0
    vectors, losses = char2vec.learn(counts, 8, seed=0)
    assert vectors.shape == (6, 8)
    assert losses[-1] < losses[0]
    # The entropy of the true distribution is the lowest possible loss.
    share = counts / counts.sum()
    conditional = share / share.sum(axis=1, keepdims=True)
    entropy = -(share[share > 0] * np.log(conditional[share > 0])).sum()
    assert entropy <= losses[-1] < entropy + 0.02
    assert {place for place, _ in char2vec.neighbours(vectors, 0, 3)} == {1, 2, 3}


def test_published_words_stay_as_they_were_measured():
    """An apostrophe is one however it is typed; in SQuAD it is what was published."""
    text = "He didn\u2019t li\u00adsten."
    (typed,), (published,) = (
        to_examples([Paragraph("T", text, (Question("q", "Who?", ()),), of_squad)])
        for of_squad in (False, True)
    )
    assert typed.context.words == ("He", "did", "n't", "listen", ".")
    assert typed.context.cut(3, 4) == "li\u00adsten"
    parted = ("He", "didn", "\u2019", "t", "li\u00adsten", ".")
    assert published.context.words == parted
