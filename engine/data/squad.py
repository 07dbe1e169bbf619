"""SQuAD’s file format: articles of paragraphs with questions, each field checked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.data.text import decode_with_note
from engine.errors import TextError

_SHOWN = 60  # characters of an answer in a message


@dataclass(frozen=True, slots=True)
class Answer:
    """A reference answer: `text`, which starts at character `start`."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question; training questions have one answer, those of dev several."""

    id: str
    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an article with its questions.

    Args:
        article: Its title.
        text: The context.
        questions: On it.
        published: Whether it is SQuAD's own: its words are read as they were when
            the shipped networks were trained and measured.
    """

    article: str
    text: str
    questions: tuple[Question, ...]
    published: bool = False


class _FormatError(ValueError):
    """What is wrong, and where in the file."""


def read(content: bytes, name: str) -> tuple[Paragraph, ...]:
    """Return all paragraphs of a file in SQuAD's format.

    Titles may be missing, and so may answers.

    Raises:
        TextError: It is too large, not JSON, of another format, an answer is not
            where the file says, or two questions have one id.
    """
    decoded = decode_with_note(content, name)
    if decoded.note:
        raise TextError(decoded.note.partition(". It was read")[0] + ". JSON is UTF-8.")
    try:
        return tuple(_paragraphs(json.loads(decoded.text)))
    except json.JSONDecodeError as error:
        raise TextError(
            f"{name} is not valid JSON: {error.msg} in line {error.lineno}."
        ) from error
    except _FormatError as error:
        raise TextError(
            f"{name} is not in SQuAD’s format: {error}. It needs data → paragraphs → "
            "context and qas → id, question and answers."
        ) from error
    except (ValueError, RecursionError) as error:  # endless digits or brackets
        raise TextError(f"{name} is not in SQuAD’s format: {error}.") from error


def _paragraphs(file: Any) -> Iterator[Paragraph]:
    ids: dict[str, str] = {}  # id -> where its question is
    articles = _field(file, "data", list, "the file")
    for number, article in enumerate(articles, start=1):
        where = f"article {number}"
        title = str(article.get("title", where)) if type(article) is dict else ""
        paragraphs = _field(article, "paragraphs", list, where)
        for place, paragraph in enumerate(paragraphs, start=1):
            yield _paragraph(paragraph, title, f"paragraph {place} of {where}", ids)


def _paragraph(item: Any, title: str, where: str, ids: dict[str, str]) -> Paragraph:
    text = _field(item, "context", str, where)
    questions = []
    for number, entry in enumerate(_field(item, "qas", list, where), start=1):
        place = f"question {number} of {where}"
        question = _question(entry, text, place)
        if (first := ids.setdefault(question.id, place)) is not place:
            raise _FormatError(
                f"{place} has the id “{question.id[:_SHOWN]}”, which {first} has"
            )
        questions.append(question)
    return Paragraph(title, text, tuple(questions))


def _question(item: Any, context: str, where: str) -> Question:
    text = _field(item, "question", str, where)
    identity = _field(item, "id", (str, int), where)
    answers = []
    for answer in _field({"answers": [], **item}, "answers", list, where):
        said = _field(answer, "text", str, f"an answer to {where}")
        start = _field(answer, "answer_start", int, f"an answer to {where}")
        if start < 0 or context[start : start + len(said)] != said:
            raise _FormatError(
                f"the answer “{said[:_SHOWN]}” to {where} (id {identity}) is not at "
                f"character {start:,} of its paragraph"
            )
        answers.append(Answer(said, start))
    return Question(str(identity), text, tuple(answers))


_KINDS = {list: "a list", str: "a text", int: "a whole number"}


def _field(item: Any, name: str, kind: Any, where: str) -> Any:
    """Return a field of a JSON object, of the right kind."""
    if type(item) is not dict:
        raise _FormatError(f"{where} is not an object")
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if name not in item:
        raise _FormatError(f"{where} has no “{name}”")
    if type(item[name]) not in kinds:
        raise _FormatError(f"“{name}” of {where} is not {_KINDS[kinds[0]]}")
    return item[name]
