"""Files in SQuAD's format, whole and damaged: read, or refused with a sentence."""

from __future__ import annotations

import json
import random

import pytest

from engine.data import squad
from engine.errors import LoupeError, TextError
from engine.reading import data
from tests.contract import contexts

ODD = (
    None, True, 0, -1, 10**400, 1.5, float("nan"), float("inf"), "", " ", "\u200b",
    "\ud800", [], {}, [None], {"text": 3}, "e\u0301", "\0",
)  # fmt: skip


def file(**changes):
    """Return a file of one question, with some fields changed or (…) left out."""
    asked = {"id": "q1", "question": "Who?", "answers": [_answer("Anna", 0)]}
    paragraph = {"context": "Anna Berg built it.", "qas": [asked]}
    article = {"title": "T", "paragraphs": [paragraph]}
    for item in (asked, paragraph, article):
        item |= {name: value for name, value in changes.items() if name in item}
        for name in [name for name, value in item.items() if value is ...]:
            del item[name]
    return json.dumps({"data": [article]}).encode()


def _answer(text, start):
    return {"text": text, "answer_start": start}


@pytest.mark.parametrize("changes", [{"title": ...}, {"answers": ...}, {"id": 7}])
def test_what_may_be_missing_is_no_mistake(changes):
    own = data.read(file(**changes), "mine.json")
    assert data.count(own.paragraphs) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": ...}, "question 1 of paragraph 1 of article 1 has no “id”"),
        ({"question": ...}, "question 1 of paragraph 1 of article 1 has no “question”"),
        ({"context": ...}, "paragraph 1 of article 1 has no “context”"),
        ({"context": 3}, "“context” of paragraph 1 of article 1 is not a text"),
        ({"qas": "none"}, "“qas” of paragraph 1 of article 1 is not a list"),
        ({"question": "\u200b "}, "mine.json contains no questions; 1 are empty"),
        (
            {"context": "", "answers": []},
            "mine.json contains no questions; 1 are empty",
        ),
        ({"answers": [_answer("Anna", 1)]}, r"\(id q1\) is not at character 1"),
        ({"answers": [_answer("Anna", True)]}, "“answer_start” of an answer to quest"),
    ],
)
def test_mistake_is_said_with_its_place(changes, sentence):
    with pytest.raises(TextError, match=sentence):
        data.read(file(**changes), "mine.json")


def test_repeated_id_is_refused_with_both_places():
    asked = [{"id": "q1", "question": "Who?"}, {"id": "q1", "question": "Where?"}]
    said = "question 2 of .* has the id “q1”, which question 1 of paragraph 1"
    with pytest.raises(TextError, match=said):
        data.read(file(qas=asked), "mine.json")


def test_empty_questions_and_paragraphs_are_skipped_and_counted():
    whole = json.loads(contexts.squad(1, 3))
    (paragraph,) = whole["data"][0]["paragraphs"]
    paragraph["qas"].append({"id": "e", "question": " "})
    empty = {"context": "\ufeff", "qas": [{"id": "f", "question": "Who?"}]}
    answer = [_answer("", 0)]
    paragraph["qas"].append({"id": "g", "question": "Why?", "answers": answer})
    whole["data"].append({"paragraphs": [empty]})
    own = data.read(json.dumps(whole).encode(), "mine.json")
    assert own.skipped == 2
    assert str(own) == "1 paragraphs, 4 questions; 2 empty ones skipped"
    assert own.paragraphs[0].questions[-1].answers == ()


def test_titleless_articles_are_different_articles():
    articles = [json.loads(file(title=..., id=f"q{i}"))["data"][0] for i in range(3)]
    paragraphs = squad.read(json.dumps({"data": articles}).encode(), "mine.json")
    assert len({paragraph.article for paragraph in paragraphs}) == 3


def test_1500_damaged_files_are_read_or_refused_with_a_sentence():
    """Fields become odd values, vanish or are doubled; bytes are changed."""
    source, whole = random.Random(1), contexts.squad(2, 3)
    read, refused = 0, []
    for number in range(1500):
        if number % 3:
            content = json.dumps(_damaged(json.loads(whole), source)).encode()
        else:
            content = _torn(whole, source)
        try:
            own = data.read(content, "mine.json")
        except LoupeError as error:
            refused.append(str(error))
            continue
        read += 1
        for paragraph in own.paragraphs:
            for question in paragraph.questions:
                assert question.text.strip()
                for answer in question.answers:
                    assert paragraph.text[answer.start :].startswith(answer.text)
    assert read > 50
    assert all(sentence.endswith(".") for sentence in refused)


def _damaged(value, source):
    """Return a JSON value with one place in it changed."""
    kind = type(value)
    if kind not in (dict, list) or not value or source.random() < 0.15:
        return source.choice(ODD)
    key = source.choice(list(value) if kind is dict else range(len(value)))
    if source.random() < 0.1:
        if kind is dict:
            return {name: item for name, item in value.items() if name != key}
        return [*value, value[key]]
    value[key] = _damaged(value[key], source)
    return value


def _torn(content, source):
    """Return bytes with a few of them changed, or cut off."""
    torn = bytearray(content)
    for _ in range(source.randint(1, 4)):
        torn[source.randrange(len(torn))] = source.randrange(256)
    return bytes(
        torn[: source.randint(1, len(torn))] if source.random() < 0.3 else torn
    )
