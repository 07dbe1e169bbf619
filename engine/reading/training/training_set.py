"""The training and validation set: tokenised, encoded, with its vocabulary."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.data import glove
from engine.data.spelling import FIRST, PADDING
from engine.data.vocabulary import Vocabulary
from engine.errors import TextError
from engine.experiment import Job
from engine.reading import data
from engine.reading.config import ReadingConfig
from engine.reading.encoding import (
    Encoded,
    Example,
    WordTable,
    encode,
    to_examples,
    trainable,
)
from engine.reading.training import char2vec

T = TypeVar("T")
CHARACTER_DIMENSIONS = 50
_MIN_COUNT = 20  # of a character in the answers, to be in the vocabulary
_CHAR2VEC_PARAGRAPHS = 4000


@dataclass(frozen=True)
class TrainingSet:
    """All data of a training.

    Args:
        words: Every word, encoded once.
        characters: The character vocabulary, V.
        character_vectors: Initial character embedding: char2vec, (V + 2, 50).
        train: Training examples.
        validation: Validation examples, in the order of the file.
        split: The paragraphs that both were made from.
        encoded: `train` as numbers.
    """

    words: WordTable
    characters: Vocabulary
    character_vectors: NDArray[np.float32]
    train: list[Example]
    validation: list[Example]
    split: data.Split
    encoded: list[Encoded]


def load(job: Job[ReadingConfig], characters: Vocabulary | None = None) -> TrainingSet:
    """Read, split and encode the data of a job.

    Args:
        job: The training.
        characters: The vocabulary of the network that gives the initial weights;
            None to build one from the answers.

    Raises:
        TextError: The user's own file cannot be read, or has no answer to train on.
        DataMissingError, DataDamagedError: Published data is missing or damaged.
    """
    config = job.config
    if job.own_data is not None:
        paragraphs = data.read(job.own_data.read_bytes(), job.title).paragraphs
    else:
        paragraphs = data.read_published(job.data)[0]
    split = data.split(paragraphs, config.validation_fraction, config.seed)
    train = sample_articles(split.train, config.article_fraction, config.seed)
    examples = trainable(
        to_examples(train),
        config.max_context_words,
        config.max_question_words,
    )
    if not examples:
        raise TextError(
            f"{job.title} contains no question whose answer is within the first "
            f"{config.max_context_words} words of its paragraph."
        )
    vocabulary = characters or character_vocabulary(examples)
    words = WordTable(glove.load(), vocabulary, config.max_word_characters)
    if characters is None:
        vectors = char2vec_embedding(train, words, config.seed)
    else:  # the initial weights replace them
        vectors = np.zeros((len(characters) + FIRST, CHARACTER_DIMENSIONS), np.float32)
    return TrainingSet(
        words,
        vocabulary,
        vectors,
        examples,
        [example for example in to_examples(split.validation) if example.answers],
        split,
        [encode(example, words) for example in examples],
    )


def sample_articles(
    paragraphs: tuple[data.Paragraph, ...], fraction: float, seed: int
) -> tuple[data.Paragraph, ...]:
    """Return the paragraphs of a random fraction of the articles, at least of one."""
    if fraction >= 1:
        return paragraphs
    articles = sorted({paragraph.article for paragraph in paragraphs})
    order = np.random.default_rng((seed, 1)).permutation(len(articles))
    size = max(1, round(fraction * len(articles)))
    sampled = {articles[i] for i in order[:size]}
    return tuple(p for p in paragraphs if p.article in sampled)


def character_vocabulary(examples: list[Example]) -> Vocabulary:
    """Return the characters that occur often in answers.

    As in the original post: other characters hardly bear on an answer, and share
    one unknown token.
    """
    text = "".join(answer for example in examples for answer in example.answers)
    characters, counts = np.unique(list(text), return_counts=True)
    frequent = [
        str(c) for c, n in zip(characters, counts, strict=True) if n >= _MIN_COUNT
    ]
    return Vocabulary("".join(sorted(frequent or set(text))))


def char2vec_embedding(
    paragraphs: tuple[data.Paragraph, ...], words: WordTable, seed: int
) -> NDArray[np.float32]:
    """Return char2vec of the paragraphs' characters, (V + 2, 50)."""
    size = len(words.vocabulary) + FIRST
    texts = [words.character_ids(p.text) for p in paragraphs[:_CHAR2VEC_PARAGRAPHS]]
    vectors, _ = char2vec.learn(char2vec.pairs(texts, size), CHARACTER_DIMENSIONS, seed)
    vectors[PADDING] = 0
    return vectors


def random_subset(items: list[T], most: int, seed: int) -> list[T]:
    """Return at most `most` items, the same ones for a seed, in their order."""
    if len(items) <= most:
        return items
    indices = np.random.default_rng((seed, 2)).permutation(len(items))[:most]
    return [items[i] for i in sorted(indices)]
