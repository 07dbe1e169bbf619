"""Labelled phrases: where they come from and how they are split.

Training, validation and test data are split by sentence, never by phrase: phrases of
one sentence share words and labels. Within a split every phrase counts once, ignoring
case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.data.sources import RemoteFile, Source, digest, locate
from engine.errors import DataDamagedError, TextError
from engine.sentiment import own_reviews
from engine.sentiment.trees import Tree, parse

LABELS = ("very negative", "negative", "neutral", "positive", "very positive")
NEUTRAL = 2
VALIDATION, TEST = "dev", "test"  # the official names, also on cards
OWN_VALIDATION = "every tenth line"

_ARCHIVE = RemoteFile(
    "sst/trainDevTestTrees_PTB.zip",
    "https://nlp.stanford.edu/sentiment/trainDevTestTrees_PTB.zip",
    "5c613a4f673fc74097d523a2c83f38e0cc462984d847b82c7aaf36b01cbbbfcc",
    789_539,
)
_PARTS = {
    "train": (
        "e2f3f41b0b1e6d4dddc0effe3bfc2d27ed8928079aa9a03d652311614fc5feb7",
        2_160_058,
    ),
    "dev": (
        "0e9336aed6e4730e19f58d00a77b3f0297efdb755f7b5e598c98a05e3f97ea40",
        280_825,
    ),
    "test": (
        "6e54806dee95cf80cd918e7dfb3f6770f6df24bf826f289a4d1f709e1c8f6761",
        559_614,
    ),
}
TREEBANK = Source(
    name="sst",
    title="Stanford Sentiment Treebank",
    files=tuple(
        RemoteFile(
            f"sst/trees/{part}.txt",
            "",
            sha256,
            size_bytes,
            archive=_ARCHIVE,
            member=f"trees/{part}.txt",
        )
        for part, (sha256, size_bytes) in _PARTS.items()
    ),
    licence="free to use with citation; the texts are not included in Loupe",
    citation="Socher et al. (2013), Recursive deep models for semantic "
    "compositionality over a sentiment treebank",
    counts={"train": 8544, "dev": 1101, "test": 2210},
)
SOURCES = (TREEBANK,)


@dataclass(frozen=True, slots=True)
class Examples:
    """The unique phrases of a split, and which of them are whole sentences.

    Args:
        texts: N phrases as tokens, in the order of their first occurrence.
        labels: (N,) int8, 0 to 4: the most frequent label of the phrase's
            occurrences, the lower one in a tie.
        sentences: (S,) int32, the index in `texts` of each sentence.
        sentence_labels: (S,) int8, each sentence's own label.
        occurrences: (N,) int32, how often each phrase occurs in the split.
    """

    texts: tuple[tuple[str, ...], ...]
    labels: NDArray[np.int8]
    sentences: NDArray[np.int32]
    sentence_labels: NDArray[np.int8]
    occurrences: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Split:
    """The training set, and the validation set that every choice is made on."""

    train: Examples
    validation: Examples
    name: str  # of the validation set


def lowered(text: Iterable[str]) -> tuple[str, ...]:
    """Return tokens in lower case: what makes two phrases the same."""
    return tuple(token.lower() for token in text)


def examples(trees: Iterable[Tree]) -> Examples:
    """Return the unique phrases of some sentences."""
    indices: dict[tuple[str, ...], int] = {}  # lower-case phrase -> index in `texts`
    texts: list[tuple[str, ...]] = []
    votes: list[list[int]] = []
    sentences: list[int] = []
    sentence_labels: list[int] = []
    for tree in trees:
        lower = lowered(tree.tokens)
        for phrase in tree.phrases:
            i = indices.setdefault(lower[phrase.start : phrase.end], len(texts))
            if i == len(texts):
                texts.append(tree.tokens[phrase.start : phrase.end])
                votes.append([0] * len(LABELS))
            votes[i][phrase.label] += 1
        sentences.append(i)  # the last phrase of a tree is the whole sentence
        sentence_labels.append(tree.label)
    labels = [vote.index(max(vote)) for vote in votes]
    return Examples(
        tuple(texts),
        np.array(labels, np.int8),
        np.array(sentences, np.int32),
        np.array(sentence_labels, np.int8),
        np.array([sum(vote) for vote in votes], np.int32),
    )


def first(examples: Examples, sentences: int | None) -> Examples:
    """Return the phrases of the first `sentences` sentences; None for all."""
    if sentences is None or sentences >= len(examples.sentences):
        return examples
    last = int(examples.sentences[:sentences].max()) + 1
    return Examples(
        examples.texts[:last],
        examples.labels[:last],
        examples.sentences[:sentences],
        examples.sentence_labels[:sentences],
        examples.occurrences[:last],
    )


def read_published(part: str, root: Path) -> tuple[Tree, ...]:
    """Return the sentences of a part of the treebank, its digest checked.

    Args:
        part: "train", "dev" or "test".
        root: Folder of the sources.

    Raises:
        DataMissingError: It is not on this machine.
        DataDamagedError: It is not the published file.
    """
    paths = locate(TREEBANK, root, "sentiment")
    file, path = next(
        (f, p)
        for f, p in zip(TREEBANK.files, paths, strict=True)
        if p.stem == part
    )  # fmt: skip
    if digest(path) != file.sha256:
        raise DataDamagedError(
            f"{path} has the expected size but different contents. "
            "Delete it and run: ./loupe fetch sentiment"
        )
    # Not splitlines(): some words contain other line separators.
    lines = path.read_bytes().decode().strip("\n").split("\n")
    return tuple(
        parse(line, f"{path.name}, line {i + 1}") for i, line in enumerate(lines)
    )


def read(source: Path | None, title: str, root: Path) -> Split:
    """Return your own reviews if there are any, else the treebank.

    Raises:
        TextError: Your own reviews cannot be read.
        DataMissingError: The treebank is not on this machine.
        DataDamagedError: It is not the published one.
    """
    if source is not None:
        return split_own(own_reviews.read(source.read_bytes(), title))
    train, validation = (read_published(part, root) for part in ("train", VALIDATION))
    return Split(examples(train), examples(validation), VALIDATION)


def split_own(trees: Sequence[Tree]) -> Split:
    """Return every tenth review as validation data, the others as training data.

    Raises:
        TextError: Too few reviews, or all with the same label.
    """
    if len(trees) < own_reviews.FEWEST:
        raise TextError(
            f"There are {len(trees)} distinct reviews; at least {own_reviews.FEWEST} "
            "are needed, because every tenth is used for validation."
        )
    train = [tree for i, tree in enumerate(trees) if i % 10 != 9]
    if len({phrase.label for tree in train for phrase in tree.phrases}) < 2:
        raise TextError("All reviews have the same label: nothing can be learned.")
    return Split(examples(train), examples(trees[9::10]), OWN_VALIDATION)
