"""The map of characters: char2vec projected to the plane, and nearest neighbours.

A training keeps only the fine-tuned character embedding, so its initial one is
computed again here, from the same paragraphs and the same seed. A network with
initial weights of another one has not used it.

Source:
    van der Maaten & Hinton (2008), t-SNE.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.checkpoints.provenance import own_data
from engine.data import glove
from engine.data.spelling import REPLACEMENT
from engine.data.vocabulary import Vocabulary
from engine.errors import CheckpointError, TextError
from engine.reading import data
from engine.reading.config import ReadingConfig
from engine.reading.data import Paragraph
from engine.reading.encoding import WordTable
from engine.reading.training import char2vec, training_set

FILE = "char2vec.json"
OTHERS = "\N{REPLACEMENT CHARACTER}"  # the unknown token
KINDS = ("lower case", "upper case", "digits", "punctuation", "others")
_PERPLEXITY = 10  # of t-SNE: about the number of neighbours it keeps near
_FEWEST = 5  # characters of a map
_GLYPH_WIDTH = 0.048  # of a drawn character, as a fraction of the map's
_PUSHES = 60


@dataclass(frozen=True)
class CharacterMap:
    """A network's character vocabulary, as vectors and as points in the plane.

    Args:
        characters: N of them; the first is `OTHERS`.
        vectors: Their embedding, (N, 50).
        places: Their t-SNE projection, (N, 2), each axis from 0 to 1.
        paragraphs: Number of training paragraphs.
        in_texts: Distinct characters in those paragraphs.
        in_answers: Distinct characters in the answers to their questions.
    """

    characters: tuple[str, ...]
    vectors: NDArray[np.float32]
    places: NDArray[np.float32]
    paragraphs: int
    in_texts: int
    in_answers: int

    def neighbours(self, character: str, most: int = 10) -> list[tuple[str, float]]:
        """Return the nearest characters with their cosine, nearest first."""
        index = self.characters.index(character)
        nearest = char2vec.neighbours(self.vectors, index, most)
        return [(self.characters[i], cosine) for i, cosine in nearest]


def kind(character: str) -> str:
    """Return which of `KINDS` a character is."""
    if character == OTHERS:
        return "others"
    category = unicodedata.category(character)
    kinds = {"Ll": "lower case", "Lu": "upper case", "Nd": "digits"}
    punctuation = category[0] in "PS" or character.isspace()
    return kinds.get(category, "punctuation" if punctuation else "others")


def make(folder: Path, root: Path) -> CharacterMap:
    """Return the map of a training's initial character embedding.

    Args:
        folder: The checkpoint.
        root: Folder of the published data.

    Raises:
        CheckpointError: It is damaged, or its own data is gone.
        DataMissingError, DataDamagedError: Published data is missing or damaged.
        TextError: There are too few characters for a map.
    """
    card = checkpoint.read_card(folder, "reading")
    config = ReadingConfig.from_mapping(card.config)
    vocabulary = _vocabulary(folder)
    paragraphs = _paragraphs(card, folder, root)
    split = data.split(paragraphs, config.validation_fraction, config.seed)
    train = training_set.sample_articles(
        split.train, config.article_fraction, config.seed
    )
    words = WordTable(glove.load(), vocabulary, config.max_word_characters)
    vectors = training_set.char2vec_embedding(train, words, config.seed)[REPLACEMENT:]
    return CharacterMap(
        (OTHERS, *vocabulary.characters),
        vectors,
        flat(vectors),
        len(train),
        _distinct_count(paragraph.text for paragraph in train),
        _distinct_count(
            answer.text
            for paragraph in train
            for question in paragraph.questions
            for answer in question.answers
        ),
    )


def trained(folder: Path, weights_file: str, initial: CharacterMap) -> CharacterMap:
    """Return the map of a trained network's character embedding.

    Args:
        folder: The network's checkpoint.
        weights_file: Its final weights or those of an earlier epoch.
        initial: A map of any checkpoint, for its counts.

    Raises:
        CheckpointError: The checkpoint is damaged, or its network has no character CNN.
    """
    from engine import hdf5

    arrays, _ = hdf5.read(folder / weights_file)
    tables = [
        a
        for name, a in arrays.items()
        if name.endswith("character_cnn/embedding/embeddings")
    ]
    if not tables:
        raise CheckpointError(f"The network of {folder.name} has no character CNN.")
    vectors = tables[0][REPLACEMENT:]
    characters = (OTHERS, *_vocabulary(folder).characters)
    return replace(
        initial, characters=characters, vectors=vectors, places=flat(vectors)
    )


def flat(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors (N, D) projected to the plane by t-SNE.

    Returns:
        (N, 2), each axis from 0 to 1; points that would cover each other are moved
        a little apart.

    Raises:
        TextError: There are too few of them.
    """
    if len(vectors) < _FEWEST:
        raise TextError(
            f"{len(vectors)} characters are too few for a map; it needs {_FEWEST}."
        )
    from sklearn.manifold import TSNE

    planar = TSNE(
        2,
        perplexity=min(_PERPLEXITY, (len(vectors) - 1) / 3),
        metric="cosine",
        method="exact",  # so few points need no approximation, and no threads
        random_state=0,
    )
    places = np.asarray(planar.fit_transform(vectors), np.float64)
    return _apart(_in_square(places)).astype(np.float32)


def _in_square(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points with each axis stretched to 0 … 1."""
    low, high = places.min(axis=0), places.max(axis=0)
    return np.asarray((places - low) / np.maximum(high - low, 1e-12))


def _apart(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the points moved apart, so that drawn characters hardly overlap."""
    for _ in range(_PUSHES):
        ways = places[:, None] - places[None]  # (N, N, 2)
        lengths = np.sqrt((ways**2).sum(axis=2)) + np.eye(len(places))
        missing = np.maximum(_GLYPH_WIDTH - lengths, 0) / np.maximum(lengths, 1e-9)
        places = places + 0.25 * (ways * missing[:, :, None]).sum(axis=1)
    return _in_square(places)


def _vocabulary(folder: Path) -> Vocabulary:
    """Return the character vocabulary of a checkpoint."""
    try:
        text = (folder / "characters.json").read_text(encoding="utf-8")
        return Vocabulary.from_text(text)
    except (OSError, ValueError) as error:
        raise CheckpointError(
            f"The checkpoint {folder.name} cannot be read: {error}."
        ) from error


def _paragraphs(card: Card, folder: Path, root: Path) -> tuple[Paragraph, ...]:
    """Return what a checkpoint was trained on, validation included."""
    if data.SOURCE.name in card.sources:
        return data.read_published(root)[0]
    own = own_data(card, folder, data.SOURCES)
    if own is None:
        raise CheckpointError(
            f"{folder.name} does not say which data it was trained on."
        )
    return data.read(own.read_bytes(), own.name).paragraphs


def _distinct_count(texts: Iterable[str]) -> int:
    """Return the number of distinct characters in texts."""
    return len(set().union(*texts))


def to_text(character_map: CharacterMap) -> str:
    """Return a map as JSON, numbers with three digits."""
    return json.dumps(
        {
            "characters": character_map.characters,
            "vectors": np.round(character_map.vectors.astype(np.float64), 3).tolist(),
            "places": np.round(character_map.places.astype(np.float64), 3).tolist(),
            "paragraphs": character_map.paragraphs,
            "in_texts": character_map.in_texts,
            "in_answers": character_map.in_answers,
        },
        ensure_ascii=False,
    )


def read(folder: Path) -> CharacterMap:
    """Return the map that a checkpoint carries.

    Raises:
        CheckpointError: It has none, or a damaged one.
    """
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return CharacterMap(
            tuple(stored["characters"]),
            np.array(stored["vectors"], np.float32),
            np.array(stored["places"], np.float32),
            int(stored["paragraphs"]),
            int(stored["in_texts"]),
            int(stored["in_answers"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(
            f"{folder.name} has no readable character map."
        ) from error
