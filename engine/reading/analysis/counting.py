"""Counts SQuAD, where it is: makes the file that `statistics` reads.

`python -m engine.reading.analysis.counting` makes it anew in about a minute.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from engine.data.sources import data_folder, digest, locate
from engine.reading import data
from engine.reading.analysis.dev_questions import gather
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
from engine.reading.encoding import Example, examples
from engine.reading.material import alphabet
from engine.reading.tokens import tokenise


def part_of(paragraphs: Sequence[Paragraph]) -> Part:
    """Count one file; of several answers to a question the first counts."""
    counts: dict[str, Counter[int]] = {}
    kinds: Counter[str] = Counter()

    def add(name: str, numbers: Sequence[int]) -> None:
        counts.setdefault(name, Counter()).update(numbers)

    for paragraph in paragraphs:
        asked = examples([paragraph])
        context = asked[0].context if asked else tokenise(paragraph.text)
        add(PARAGRAPH, [len(context)])
        add(PARAGRAPH_CHARACTERS, [len(word) for word in context.words])
        for example in asked:
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
        {name: Counts(tuple(sorted(found.items()))) for name, found in counts.items()},
        dict(kinds),
    )


def characters_of(paragraphs: Sequence[Paragraph]) -> Characters:
    """Count the characters of a file."""
    texts: Counter[str] = Counter()
    answers: Counter[str] = Counter()
    given = []
    for paragraph in paragraphs:
        texts.update(paragraph.text)
        for question in paragraph.questions:
            texts.update(question.text)
            given += [answer.text for answer in question.answers[:1]]
    answers.update("".join(given))
    nothing = tokenise("")
    learned = alphabet([Example("", nothing, nothing, (0, 0), tuple(given))])
    return Characters(dict(texts), dict(answers), learned.characters)


def count(root: Path) -> Statistics:
    """Count SQuAD; it takes about a minute.

    Raises:
        DataMissingError, DataDamagedError: It is not here, or not right.
    """
    train, dev = data.read_published(root)
    marked = tuple(
        tuple((one.start, one.end) for one in gather(question.answers))
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
