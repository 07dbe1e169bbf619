"""Counts SQuAD and writes the file that `statistics` reads.

`python -m engine.reading.analysis.counting` takes about a minute.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from engine.data.sources import data_folder, digest, locate
from engine.reading import data
from engine.reading.analysis.dev_questions import distinct_answers
from engine.reading.analysis.question_types import kind
from engine.reading.analysis.statistics import (
    ANSWER,
    ASSET,
    DEV,
    LAST,
    PARAGRAPH,
    PARAGRAPH_CHARACTERS,
    PARTS,
    PLACE,
    QUESTION,
    QUESTION_CHARACTERS,
    TRAIN,
    Characters,
    Counts,
    Part,
    Statistics,
    to_text,
)
from engine.reading.data import Paragraph
from engine.reading.encoding import Example, to_examples
from engine.reading.tokens import tokenise_published
from engine.reading.training.training_set import character_vocabulary


def part_of(paragraphs: Sequence[Paragraph]) -> Part:
    """Count one file; only the first answer to a question counts."""
    counts: dict[str, Counter[int]] = {}
    kinds: Counter[str] = Counter()

    def add(name: str, numbers: Sequence[int]) -> None:
        counts.setdefault(name, Counter()).update(numbers)

    for paragraph in paragraphs:
        examples = to_examples([paragraph])
        if examples:
            context = examples[0].context
        else:
            context = tokenise_published(paragraph.text)
        add(PARAGRAPH, [len(context)])
        add(PARAGRAPH_CHARACTERS, [len(word) for word in context.words])
        for example in examples:
            kinds[kind(example.question.text)] += 1
            add(QUESTION, [len(example.question)])
            add(QUESTION_CHARACTERS, [len(word) for word in example.question.words])
            start, end = example.span
            if end:
                add(ANSWER, [end - start])
                add(LAST, [end])
                add(PLACE, [PARTS * start // len(context)])
    return Part(
        len({paragraph.article for paragraph in paragraphs}),
        len(paragraphs),
        data.count(paragraphs),
        {
            name: Counts(tuple(sorted(counter.items())))
            for name, counter in counts.items()
        },
        dict(kinds),
    )


def characters_of(paragraphs: Sequence[Paragraph]) -> Characters:
    """Count the characters of a file."""
    texts: Counter[str] = Counter()
    answers: Counter[str] = Counter()
    references = []
    for paragraph in paragraphs:
        texts.update(paragraph.text)
        for question in paragraph.questions:
            texts.update(question.text)
            references += [answer.text for answer in question.answers[:1]]
    answers.update("".join(references))
    empty = tokenise_published("")
    vocabulary = character_vocabulary(
        [Example("", empty, empty, (0, 0), tuple(references))]
    )
    return Characters(dict(texts), dict(answers), vocabulary.characters)


def count(root: Path) -> Statistics:
    """Count SQuAD; it takes about a minute.

    Raises:
        DataMissingError, DataDamagedError: It is missing or damaged.
    """
    train, dev = data.read_published(root)
    marked = tuple(
        tuple((each.start, each.end) for each in distinct_answers(question.answers))
        for paragraph in dev
        for question in paragraph.questions
    )
    paths = zip((TRAIN, DEV), locate(data.SOURCE, root, "reading"), strict=True)
    return Statistics(
        {TRAIN: part_of(train), DEV: part_of(dev)},
        characters_of(train),
        marked,
        {name: digest(path) for name, path in paths},
    )


if __name__ == "__main__":
    ASSET.write_text(to_text(count(data_folder())), encoding="utf-8")
