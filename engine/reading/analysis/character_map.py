"""char2vec to look at: the characters as points in the plane, and who is near whom.

A training learns char2vec before the network and keeps only what the network made
of it, so what it began with is learned again here, from the same paragraphs and
the same seed. A network that began with another one's weights has not used it.

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
from engine.data.vocabulary import Vocabulary
from engine.errors import CheckpointError, TextError
from engine.reading import char2vec, data, material
from engine.reading.config import ReadingConfig
from engine.reading.data import Paragraph
from engine.reading.encoding import REPLACEMENT, Words

FILE = "char2vec.json"
OTHERS = "\N{REPLACEMENT CHARACTER}"  # stands for all that are not told apart
KINDS = ("lower case", "upper case", "digits", "punctuation", "others")
_PERPLEXITY = 10  # neighbours that each character shall keep near
_FEWEST = 5  # characters of a map
_SIGN = 0.048  # width of a drawn character, as a share of the map's
_PUSHES = 60


@dataclass(frozen=True)
class CharacterMap:
    """The characters that a network tells apart, as vectors and as points.

    Args:
        characters: N of them; the first is `OTHERS`.
        vectors: (N, 50).
        places: The same in the plane, by t-SNE, (N, 2), each axis from 0 to 1.
        paragraphs: That were learned from.
        in_texts: Different characters in those paragraphs.
        in_answers: Different characters in the answers to their questions.
    """

    characters: tuple[str, ...]
    vectors: NDArray[np.float32]
    places: NDArray[np.float32]
    paragraphs: int
    in_texts: int
    in_answers: int

    def neighbours(self, character: str, most: int = 10) -> list[tuple[str, float]]:
        """Return the nearest characters with their cosine, nearest first."""
        place = self.characters.index(character)
        found = char2vec.neighbours(self.vectors, place, most)
        return [(self.characters[other], cosine) for other, cosine in found]


def kind(character: str) -> str:
    """Return which of `KINDS` a character is."""
    if character == OTHERS:
        return "others"
    category = unicodedata.category(character)
    known = {"Ll": "lower case", "Lu": "upper case", "Nd": "digits"}
    punctuation = category[0] in "PS" or character.isspace()
    return known.get(category, "punctuation" if punctuation else "others")


def make(folder: Path, root: Path) -> CharacterMap:
    """Return char2vec as a checkpoint's training learned it.

    Args:
        folder: The checkpoint.
        root: Folder of the published data.

    Raises:
        CheckpointError: It is damaged, or its own data is gone.
        DataMissingError, DataDamagedError: Published data is not here, or not right.
        TextError: There are too few characters for a map.
    """
    card = checkpoint.read_card(folder, "reading")
    config = ReadingConfig.from_mapping(card.config)
    alphabet = _alphabet(folder)
    paragraphs = _paragraphs(card, folder, root)
    train, _ = data.split(paragraphs, config.validation_fraction, config.seed)
    train = material.share(train, config.article_fraction, config.seed)
    words = Words(glove.load(), alphabet, config.max_word_characters)
    vectors = material.char_vectors(train, words, config.seed)[REPLACEMENT:]
    return CharacterMap(
        (OTHERS, *alphabet.characters),
        vectors,
        flat(vectors),
        len(train),
        _different(paragraph.text for paragraph in train),
        _different(
            answer.text
            for paragraph in train
            for question in paragraph.questions
            for answer in question.answers
        ),
    )


def trained(folder: Path, weights_file: str, begun: CharacterMap) -> CharacterMap:
    """Return the map of the characters as a network changed them while it learned.

    Args:
        folder: The network's checkpoint.
        weights_file: The weights in it, final or of an earlier epoch.
        begun: A map of any checkpoint, for its counts.

    Raises:
        CheckpointError: The checkpoint is damaged, or its network has no characters.
    """
    from engine.checkpoints import weights

    arrays, _ = weights.read(folder / weights_file)
    tables = [
        a
        for name, a in arrays.items()
        if name.endswith("character_cnn/embedding/embeddings")
    ]
    if not tables:
        raise CheckpointError(f"The network of {folder.name} has no character CNN.")
    vectors = tables[0][REPLACEMENT:]
    characters = (OTHERS, *_alphabet(folder).characters)
    return replace(begun, characters=characters, vectors=vectors, places=flat(vectors))


def flat(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors (N, D) in the plane by t-SNE; near ones stay near.

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
    """Return the points so that hardly two are nearer than a sign is wide."""
    for _ in range(_PUSHES):
        ways = places[:, None] - places[None]  # (N, N, 2)
        lengths = np.sqrt((ways**2).sum(axis=2)) + np.eye(len(places))
        missing = np.maximum(_SIGN - lengths, 0) / np.maximum(lengths, 1e-9)
        places = places + 0.25 * (ways * missing[:, :, None]).sum(axis=1)
    return _in_square(places)


def _alphabet(folder: Path) -> Vocabulary:
    """Return the characters that a checkpoint tells apart."""
    try:
        text = (folder / "characters.json").read_text(encoding="utf-8")
        return Vocabulary.from_text(text)
    except (OSError, ValueError) as error:
        raise CheckpointError(
            f"The checkpoint {folder.name} cannot be read: {error}."
        ) from error


def _paragraphs(card: Card, folder: Path, root: Path) -> tuple[Paragraph, ...]:
    """Return what a checkpoint learned from, validation included."""
    if data.SOURCE.name in card.sources:
        return data.read_published(root)[0]
    own = own_data(card, folder, data.SOURCES)
    if own is None:
        raise CheckpointError(
            f"{folder.name} does not say which data it was trained on."
        )
    return data.read(own.read_bytes(), own.name)


def _different(texts: Iterable[str]) -> int:
    """Return how many different characters some texts have."""
    found: set[str] = set()
    for text in texts:
        found.update(text)
    return len(found)


def to_text(found: CharacterMap) -> str:
    """Return a map as JSON, numbers with three digits."""
    return json.dumps(
        {
            "characters": found.characters,
            "vectors": np.round(found.vectors.astype(np.float64), 3).tolist(),
            "places": np.round(found.places.astype(np.float64), 3).tolist(),
            "paragraphs": found.paragraphs,
            "in_texts": found.in_texts,
            "in_answers": found.in_answers,
        },
        ensure_ascii=False,
    )


def read(folder: Path) -> CharacterMap:
    """Return the map that a checkpoint carries.

    Raises:
        CheckpointError: It has none, or a damaged one.
    """
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return CharacterMap(
            tuple(kept["characters"]),
            np.array(kept["vectors"], np.float32),
            np.array(kept["places"], np.float32),
            int(kept["paragraphs"]),
            int(kept["in_texts"]),
            int(kept["in_answers"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(
            f"{folder.name} has no readable character map."
        ) from error
