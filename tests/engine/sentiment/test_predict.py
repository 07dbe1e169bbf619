"""A loaded network, any input, and what checkpoints store of its answers."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from engine import hdf5, registry
from engine.checkpoints import checkpoint
from engine.errors import CheckpointError, TextError
from engine.sentiment import tokens
from engine.sentiment.analysis import example, filters, shipping
from engine.sentiment.predict import Reviewer
from engine.sentiment.samples import SAMPLES


@pytest.fixture(scope="module")
def folder(learned):
    return learned("sentiment", "quick").checkpoint


@pytest.fixture(scope="module")
def reviewer(folder):
    return Reviewer(folder)


def test_reading_has_all_that_is_drawn(reviewer):
    reading = reviewer.read("A qzxqzx film, isn't it?")
    assert reading.probabilities.shape == (5,)
    assert reading.probabilities.sum() == pytest.approx(1)
    assert 1 <= reading.stars <= 5
    assert 0 <= reading.spread <= 2
    assert reading.label == reading.probabilities.argmax()
    assert reading.unknown_words == ("qzxqzx",)
    assert len(reading.in_vocabulary) == len(reading.tokens) == 8
    assert reading.characters_read == len(reading.text)
    assert json.loads(json.dumps(reading.to_mapping()))["unknown_words"] == ["qzxqzx"]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00\x07\x1b", "\u200b\u200d"])
def test_empty_review_is_refused(text, reviewer):
    with pytest.raises(TextError, match="nothing to read"):
        reviewer.read(text)
    with pytest.raises(TextError, match="nothing to read"):
        reviewer.read_many(["good", text])


def test_very_long_review_is_cut_off(reviewer):
    reading = reviewer.read("good " * 20_000)
    assert np.isfinite(reading.probabilities).all()
    assert len(reading.text) == 100_000
    assert len(reading.tokens) == tokens.MOST_WORDS
    assert reading.characters_read == 5 * tokens.MOST_WORDS - 1
    assert reviewer.read("x" * 100_000).characters_read < 100_000
    # Spaces at the end count as read.
    assert reviewer.read("good" + " " * 90_000).characters_read == 90_004


@pytest.mark.parametrize(
    "text",
    [
        *("👍", "👎👎👎", "Это хороший фильм", "これは良い映画です", "فيلم جميل"),
        *("<script>alert(1)</script>", "<b>good</b>", "&lt;", "good\x00bad\x1b[31m"),
        *("\ud800", "a\u0301" * 50, "!" * 500, "x" * 10_000),
    ],
)
def test_any_other_text_gets_an_answer_and_is_kept(text, reviewer):
    reading = reviewer.read(text)
    assert np.isfinite(reading.probabilities).all()
    assert reading.probabilities.sum() == pytest.approx(1)
    assert reading.text == text
    assert reading.tokens
    for token in reading.tokens:
        assert 0 <= token.start < token.end <= len(text)


def test_other_alphabets_are_unknown_words(reviewer):
    assert reviewer.read("これは良い映画です").unknown_words == ("これは良い映画です",)
    assert reviewer.read("\U0001f9ff film").unknown_words == ("\U0001f9ff",)


def test_several_threads_get_the_same_answers(reviewer):
    texts = [sample.text for sample in SAMPLES]
    alone = [reviewer.read(text).probabilities for text in texts]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: reviewer.read(text).probabilities, texts))
    np.testing.assert_allclose(found, alone, rtol=0, atol=2e-5)
    together = [reading.probabilities for reading in reviewer.read_many(texts)]
    np.testing.assert_allclose(together, alone, rtol=0, atol=2e-5)


def test_earlier_epoch_has_the_weights_of_its_snapshot(folder, reviewer):
    early = Reviewer(folder, epoch=1)
    stored, _ = hdf5.read(folder / early.card.snapshots[0].file)
    for variable in early.model.weights:
        np.testing.assert_array_equal(np.asarray(variable), stored[variable.path])
    with pytest.raises(CheckpointError, match=r"no snapshot of epoch 9\. Available: 1"):
        Reviewer(folder, epoch=9)


@pytest.mark.parametrize(
    "name", ["model.weights.h5", "encoder.json", "temperature.json", "card.json"]
)
@pytest.mark.parametrize("how", ["missing", "cut", "changed"])
def test_damaged_checkpoint_is_refused(name, how, folder, tmp_path):
    path = shutil.copytree(folder, tmp_path / "copy") / name
    content = path.read_bytes()
    if how == "missing":
        path.unlink()
    elif how == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        path.write_bytes(b"\xff" + content[1:])
    with pytest.raises(CheckpointError, match="checkpoint"):
        registry.get("sentiment").load(tmp_path / "copy")


def test_other_word_vectors_are_refused(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy")
    card = json.loads((copy / "card.json").read_text(encoding="utf-8"))
    card["facts"]["word_vectors_sha256"] = "0" * 64
    (copy / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(CheckpointError, match="other word vectors"):
        Reviewer(copy)


def test_worked_example_is_restored_and_reproduced(reviewer, tmp_path):
    examples = example.make(reviewer)
    (tmp_path / example.FILE).write_text(example.to_text(examples), encoding="utf-8")
    stored_examples = example.read(tmp_path)
    assert [e.sample for e in stored_examples] == list(SAMPLES)
    for original, restored in zip(examples, stored_examples, strict=True):
        assert original.reading.tokens == restored.reading.tokens
        assert original.reading.in_vocabulary == restored.reading.in_vocabulary
        for name in ("word_effects", "prefix_probabilities"):
            np.testing.assert_allclose(
                getattr(original, name), getattr(restored, name), atol=1e-4
            )
        probabilities = reviewer.read(restored.sample.text).probabilities
        np.testing.assert_allclose(
            restored.reading.probabilities, probabilities, atol=2e-3
        )


@pytest.mark.parametrize("text", [None, "", "[", "3", '{"delight": 3}'])
def test_missing_or_damaged_example_is_refused(text, tmp_path):
    if text is not None:
        (tmp_path / example.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CheckpointError, match="no readable example"):
        example.read(tmp_path)


def test_rewritten_example_is_left_out(reviewer, tmp_path):
    stored = json.loads(example.to_text(example.make(reviewer)))
    stored["waste"]["text"] += "!"
    stored["delight"]["in_vocabulary"] = [True]  # as if tokenised differently
    (tmp_path / example.FILE).write_text(json.dumps(stored), encoding="utf-8")
    names = {e.sample.name for e in example.read(tmp_path)}
    assert names == {sample.name for sample in SAMPLES} - {"waste", "delight"}


def test_own_data_ships_no_answers_on_the_treebank(folder, tmp_path):
    assert set(shipping.assets(folder, tmp_path)) == {example.FILE}


def test_spans_of_filters_are_restored(untrained, tmp_path):
    texts = [("not", "bad", "at", "all"), ("a", "warm", "little", "film")]
    found = filters.top_spans(untrained("char_cnn"), texts, count=3)
    (tmp_path / filters.FILE).write_bytes(filters.to_bytes(found))
    restored = filters.read(tmp_path)
    longest = {1: 3, 2: 11}
    for layer in filters.LAYERS:
        assert any(found[layer])
        for spans, restored_spans in zip(found[layer], restored[layer], strict=True):
            assert [(s.text, s.start, s.end) for s in spans] == [
                (s.text, s.start, s.end) for s in restored_spans
            ]
            for span in spans:
                assert 0 <= span.start < span.end <= len(" ".join(texts[span.text]))
                assert span.end - span.start <= longest[layer]
            strengths = [span.strength for span in spans]
            assert strengths == sorted(strengths, reverse=True)
    for torn in (b"", b"PK\x03\x04", b"words"):
        (tmp_path / filters.FILE).write_bytes(torn)
        with pytest.raises(CheckpointError, match=r"filters\.npz is damaged"):
            filters.read(tmp_path)


@pytest.mark.slow
def test_character_cnn_says_where_it_stopped(learned):
    folder = learned("sentiment", "char_cnn").checkpoint
    longest = checkpoint.read_card(folder, "sentiment").facts["max_characters"]
    text = "good " * longest
    reading = Reviewer(folder).read(text)
    assert 0 < reading.characters_read < longest + 1
    assert Reviewer(folder).read("good").characters_read == 4


@pytest.mark.parametrize("sign", "\u2019\u00b4`\u2018\u02bc\uff07\u2032\u05f3")
def test_every_apostrophe_is_read_alike(reviewer, sign):
    text = "I don't like this film at all, it isn't good."
    plain, odd = reviewer.read(text), reviewer.read(text.replace("'", sign))
    np.testing.assert_array_equal(plain.probabilities, odd.probabilities)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("A cafe\u0301 of gre\u00adat films", "A café of great films"),
        ("Great.<br /><br />I don&#39;t sleep", "Great.\n\nI don't sleep"),
        ("\ufeffA warm\u200d film\u200b", "A warm film"),
    ],
)
def test_pasted_reviews_are_read_as_they_look(reviewer, text, same):
    odd, plain = reviewer.read_many([text, same])
    np.testing.assert_array_equal(odd.probabilities, plain.probabilities)
    assert odd.text == text
    assert odd.characters_read == len(text)
    last = odd.tokens[-1]
    assert text[last.start : last.end] in same


def test_other_languages_are_said_and_get_no_figures(reviewer):
    given = reviewer.read("Очень хороший фильм!").to_mapping()
    assert "English only" in given["note"]
    assert not {"stars", "probabilities", "label"} & set(given)
    assert reviewer.read("Briliant, hilarius and tuching.").english


@pytest.mark.parametrize("nothing", ["\u200b", "\u3164\ufeff", "\0\x07"])
def test_what_shows_nothing_is_empty(reviewer, nothing):
    with pytest.raises(TextError, match="nothing to read"):
        reviewer.read(nothing)
