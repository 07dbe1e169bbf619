"""Reading made small: the paragraphs that we wrote, as a file in SQuAD's format."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.reading.analysis.samples import SAMPLES

INPUTS = (
    "The lamp was lit by Tomas.",
    "",
    " \n",
    "Gull",
    "Ünknown: 漢字 \U0001f600 \ud800 \0",
    "<script>alert(1)</script>",
    "word " * 1500,
)


def squad(paragraphs: int = len(SAMPLES), questions: int = 10) -> bytes:
    """Return our paragraphs in SQuAD's format, each an article of its own."""
    articles = []
    for sample in SAMPLES[:paragraphs]:
        asked = [
            {
                "id": f"{sample.title}-{number}",
                "question": question,
                "answers": [
                    {"text": answer, "answer_start": sample.context.index(answer)}
                ],
            }
            for number, (question, answer) in enumerate(sample.questions[:questions])
        ]
        paragraph = {"context": sample.context, "qas": asked}
        articles.append({"title": sample.title, "paragraphs": [paragraph]})
    return json.dumps({"version": "1.1", "data": articles}).encode()


def even() -> bytes:
    """Return those of them that fill batches of one shape, each question twice.

    A network is compiled for each shape, which takes longer than to train it.
    """
    file = json.loads(squad())
    for article in file["data"]:
        (paragraph,) = article["paragraphs"]
        paragraph["qas"] = [
            asked | {"id": f"{asked['id']}-{time}"}
            for asked in paragraph["qas"]
            if _words(asked["question"]) <= 8 and _words(paragraph["context"]) <= 96
            for time in ("once", "twice")
        ]
    file["data"] = [one for one in file["data"] if one["paragraphs"][0]["qas"]]
    return json.dumps(file).encode()


def _words(text: str) -> int:
    from engine.reading.tokens import tokenise

    return len(tokenise(text))


def answer(reader: Any, context: str) -> NDArray[Any]:
    """Return what a reader makes of a context, as numbers."""
    read = reader.read(context, "Who lit the lamp?")
    assert len(read.start_probabilities) == len(read.context)
    assert read.context_to_query.shape == (len(read.context), len(read.question))
    np.testing.assert_allclose(read.start_probabilities.sum(), 1)
    np.testing.assert_allclose(read.context_to_query.sum(axis=1), 1, rtol=1e-4)
    return np.concatenate(
        [read.start_probabilities, read.end_probabilities, [read.confidence or 0.0]]
    )


def together(reader: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the logits of two questions asked one by one, and in one batch."""
    items, words = _items(reader)
    alone = [_logits(reader, [item], words)[0] for item in items]
    both = _logits(reader, items, words)
    return np.concatenate(alone), np.concatenate(both)


def uneven(reader: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the logits of a short context alone, and padded beside a long one."""
    items, words = _items(reader, "Lamp lit. Gull Point.", SAMPLES[0].context * 2)
    plain = _logits(reader, items[:1], words)[0]
    return plain, _logits(reader, items, words)[0]


def _items(reader: Any, *contexts: str) -> tuple[list[Any], Any]:
    from engine.reading.encoding import Encoded
    from engine.reading.tokens import tokenise

    words = reader.word_table()
    texts = contexts or tuple(sample.context for sample in SAMPLES[:2])
    questions = ("Who lit it?", "When and where was the long final match played, then?")
    items = [
        Encoded(words.ids(tokenise(p).words), words.ids(tokenise(q).words), (0, 1))
        for p, q in zip(texts, questions, strict=True)
    ]
    return items, words


def _logits(reader: Any, items: list[Any], words: Any) -> list[NDArray[Any]]:
    """Return the log-probabilities of each item's own words, as one row each."""
    from engine.reading.evaluate import item_logits
    from engine.sampling import log_softmax

    found = dict(item_logits(reader.model, items, words))
    return [np.exp(log_softmax(found[place])).ravel() for place in range(len(items))]
