"""What a training learns from: examples, words and characters of both parts."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data import glove
from engine.data.vocabulary import Vocabulary
from engine.errors import TextError
from engine.experiment import Job
from engine.reading import char2vec, data
from engine.reading.config import ReadingConfig
from engine.reading.encoding import (
    FIRST,
    PADDING,
    Encoded,
    Example,
    Words,
    encode,
    examples,
    trainable,
)

CHARACTER_DIMENSIONS = 50
# An answer's character counts as one of the vocabulary from so many on.
_OFTEN = 20
_CHAR2VEC_PARAGRAPHS = 4000


@dataclass(frozen=True)
class Material:
    """All that a training needs of its data.

    Args:
        words: Every word, encoded once.
        characters: Those that are told apart.
        vectors: char2vec, what they begin with, (V + 2, 50).
        train: Examples to learn from.
        validation: Held-out examples, in the order of the file.
        encoded: `train` as numbers.
    """

    words: Words
    characters: Vocabulary
    vectors: NDArray[np.float32]
    train: list[Example]
    validation: list[Example]
    encoded: list[Encoded]


def gather(job: Job[ReadingConfig], characters: Vocabulary | None = None) -> Material:
    """Read, split and encode the data of a job.

    Args:
        job: What is trained.
        characters: Those to tell apart, of a network whose weights are taken over;
            where None, the ones that answers have.

    Raises:
        TextError: A person's own file cannot be read, or holds no answer.
        DataMissingError, DataDamagedError: Published data is not here, or not right.
    """
    config = job.config
    if job.own_data is not None:
        paragraphs = data.read(job.own_data.read_bytes(), job.title)
    else:
        paragraphs = data.read_published(job.data)[0]
    train, validation = data.split(paragraphs, config.validation_fraction, config.seed)
    train = share(train, config.article_fraction, config.seed)
    learned = trainable(
        examples(train), config.max_context_words, config.max_question_words
    )
    if not learned:
        raise TextError(
            f"{job.title} contains no question whose answer is within the first "
            f"{config.max_context_words} words of its paragraph."
        )
    begun = characters is not None
    characters = characters or alphabet(learned)
    words = Words(glove.load(), characters, config.max_word_characters)
    if begun:  # what the other network has made of its characters takes their place
        vectors = np.zeros((len(characters) + FIRST, CHARACTER_DIMENSIONS), np.float32)
    else:
        vectors = char_vectors(train, words, config.seed)
    return Material(
        words,
        characters,
        vectors,
        learned,
        [example for example in examples(validation) if example.answers],
        [encode(example, words) for example in learned],
    )


def share(
    paragraphs: tuple[data.Paragraph, ...], part: float, seed: int
) -> tuple[data.Paragraph, ...]:
    """Return the paragraphs of a share of the articles, at least of one."""
    if part >= 1:
        return paragraphs
    articles = sorted({paragraph.article for paragraph in paragraphs})
    order = np.random.default_rng((seed, 1)).permutation(len(articles))
    size = max(1, round(part * len(articles)))
    kept = {articles[place] for place in order[:size]}
    return tuple(p for p in paragraphs if p.article in kept)


def alphabet(found: list[Example]) -> Vocabulary:
    """Return the characters that answers are written in.

    As the post does: special characters beyond them hardly bear on an answer, and
    get one replacement.
    """
    text = "".join(answer for example in found for answer in example.answers)
    names, counts = np.unique(list(text), return_counts=True)
    often = [str(c) for c, n in zip(names, counts, strict=True) if n >= _OFTEN]
    return Vocabulary("".join(sorted(often or set(text))))


def char_vectors(
    paragraphs: tuple[data.Paragraph, ...], words: Words, seed: int
) -> NDArray[np.float32]:
    """Return char2vec of the paragraphs' characters, (V + 2, 50)."""
    size = len(words.alphabet) + FIRST
    texts = [words.characters_of(p.text) for p in paragraphs[:_CHAR2VEC_PARAGRAPHS]]
    vectors, _ = char2vec.learn(char2vec.pairs(texts, size), CHARACTER_DIMENSIONS, seed)
    vectors[PADDING] = 0
    return vectors


def pick(found: list[Any], most: int, seed: int) -> list[Any]:
    """Return `most` of a list, always the same ones, in their order."""
    if len(found) <= most:
        return found
    places = np.random.default_rng((seed, 2)).permutation(len(found))[:most]
    return [found[place] for place in sorted(places)]
