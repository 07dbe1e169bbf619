"""SQuAD's format: read whole, split by article, refused with a sentence."""

from __future__ import annotations

import json

import pytest

from engine.data.sources import data_folder
from engine.errors import TextError
from engine.reading import data
from engine.reading.encoding import to_examples, trainable
from engine.reading.training.training_set import character_vocabulary, sample_articles
from tests.contract import contexts


@pytest.fixture
def paragraphs():
    return data.read(contexts.squad(), "ours.json").paragraphs


def changed(**answer):
    """Return our file with the first answer changed."""
    file = json.loads(contexts.squad(1, 1))
    file["data"][0]["paragraphs"][0]["qas"][0]["answers"][0].update(answer)
    return json.dumps(file).encode()


def test_paragraphs_and_questions_are_read(paragraphs):
    assert len(paragraphs) == 5
    assert data.count(paragraphs) == 26
    first = paragraphs[0].questions[0]
    (answer,) = first.answers
    assert paragraphs[0].text[answer.start :].startswith("Marta Lind")


def test_answers_are_found_as_words(paragraphs):
    examples = to_examples(paragraphs)
    assert len(examples) == data.count(paragraphs)
    for example in examples:
        assert example.context.cut(*example.span) == example.answers[0]


def test_validation_has_other_articles(paragraphs):
    split = data.split(paragraphs, 0.1, seed=3)
    assert {p.article for p in split.train} & {
        p.article for p in split.validation
    } == set()
    assert len(split.train) + len(split.validation) == len(paragraphs)
    assert data.split(paragraphs, 0.1, seed=3) == split
    assert split.validation
    assert split.name == "10% of the training articles"


def test_one_article_is_split_by_paragraph(paragraphs):
    same = tuple(data.Paragraph("one", p.text, p.questions) for p in paragraphs)
    split = data.split(same, 0.1, seed=0)
    assert {p.text for p in split.train} & {p.text for p in split.validation} == set()
    assert split.name == "10% of the paragraphs"


def test_validation_on_what_was_trained_on_is_called_so(paragraphs):
    one = paragraphs[:1]
    itself = data.Split(one, one, "the training questions themselves")
    assert data.split(one, 0.1, seed=0) == itself


@pytest.mark.parametrize("seed", range(6))
def test_validation_has_a_question_with_an_answer(paragraphs, seed):
    articles = tuple(
        data.Paragraph(f"article {number}", p.text, p.questions)
        for number, p in enumerate(paragraphs[:3])
    )
    unanswered = data.Paragraph(
        "article 3", "Nobody answers.", (data.Question("1", "Who does?", ()),)
    )
    split = data.split((*articles, unanswered), 0.1, seed)
    assert unanswered in split.train
    assert any(q.answers for p in split.validation for q in p.questions)


def test_sampling_takes_whole_articles(paragraphs):
    kept = sample_articles(paragraphs, 0.4, seed=0)
    assert len({p.article for p in kept}) == 2
    assert sample_articles(paragraphs, 1.0, seed=0) == paragraphs
    assert len(sample_articles(paragraphs, 0.01, seed=0)) == 1


def test_answers_beyond_the_first_words_are_not_trained_on(paragraphs):
    examples = to_examples(paragraphs)
    short = trainable(examples, max_context_words=20, max_question_words=4)
    assert 0 < len(short) < len(examples)
    assert all(e.span[1] <= 20 and len(e.context) <= 20 for e in short)
    assert max(len(e.question) for e in short) == 4


def test_rare_characters_are_not_in_the_vocabulary(paragraphs):
    examples = to_examples(paragraphs) * 30
    vocabulary = character_vocabulary(examples)
    assert "a" in vocabulary.characters
    assert "漢" not in vocabulary.characters


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "is not valid JSON"),
        (b"\xff{}", "is not UTF-8"),
        (b"[]", "not in SQuAD’s format"),
        (b"{}", "not in SQuAD’s format"),
        (b'{"data": [{"title": "t"}]}', "not in SQuAD’s format"),
        (b'{"data": []}', "contains no questions"),
        (b'{"data": 3}', "not in SQuAD’s format"),
        (changed(answer_start="five"), "not in SQuAD’s format"),
        (changed(answer_start=float("nan")), "not in SQuAD’s format"),
        (changed(answer_start=float("inf")), "not in SQuAD’s format"),
        (b"[" * 100_000, "not in SQuAD’s format"),
        (changed(answer_start=3), "is not at character 3"),
        (changed(answer_start=-1), "is not at character"),
        (changed(text="Tomas"), "is not at character"),
    ],
)
def test_bad_file_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(TextError, match=sentence):
        data.read(content, "mine.json")


def test_published_data_has_the_published_counts():
    if not (data_folder() / "squad" / "dev-v1.1.json").is_file():
        pytest.skip("SQuAD is not on this machine")
    train, dev = data.read_published(data_folder())
    assert (len(train), len(dev)) == (18_896, 2_067)
    split = data.split(train, 0.1, seed=0)
    validation = {p.article for p in split.validation}
    assert len(validation) == 44
    fewer = data.split(train, 0.02, seed=0)
    assert {p.article for p in fewer.validation} < validation
    assert {p.article for p in split.train} & validation == set()
