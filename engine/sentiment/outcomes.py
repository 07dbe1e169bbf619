"""What a network answered on a whole split, without the texts: figures and charts.

Stored beside a shipped checkpoint, so that confusion, accuracy by length and
honesty can be drawn where the treebank is not; a phrase's place in the split
opens its text where it is.
"""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import arrays
from engine.arrays import Arrays
from engine.sentiment.data import NEUTRAL, Examples

# Words that turn what they stand with, as the treebank's tokens have them.
NEGATIONS = {
    *("not", "n't", "no", "never", "neither", "nor", "none", "nothing", "nobody"),
    *("nowhere", "hardly", "barely", "scarcely", "without", "lack", "lacks"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Every phrase of a split, what it is and what was said of it.

    Args:
        labels: (N,) int8, 0 to 4.
        answers: (N,) int8, the likeliest class.
        probabilities: (N, 5), rows that sum to 1; once stored, in steps of 1/255.
        lengths: (N,) int16, tokens.
        negated: (N,) bool, whether one of `NEGATIONS` stands in it.
        seen: (N,) bool, whether the same phrase stands in the training split, too.
        sentences: (S,) int32, places of the whole sentences.
        sentence_labels: (S,) int8.
    """

    labels: NDArray[np.int8]
    answers: NDArray[np.int8]
    probabilities: NDArray[np.floating]
    lengths: NDArray[np.int16]
    negated: NDArray[np.bool_]
    seen: NDArray[np.bool_]
    sentences: NDArray[np.int32]
    sentence_labels: NDArray[np.int8]


def of(
    examples: Examples, probabilities: NDArray[np.floating], known: Examples
) -> Outcomes:
    """Return the outcomes of a split, given what was learned from."""
    seen = {tuple(w.lower() for w in text) for text in known.texts}
    lower = [tuple(w.lower() for w in text) for text in examples.texts]
    return Outcomes(
        examples.labels,
        probabilities.argmax(axis=1).astype(np.int8),
        probabilities,
        np.array([len(text) for text in lower], np.int16),
        np.array([not NEGATIONS.isdisjoint(text) for text in lower]),
        np.array([text in seen for text in lower]),
        examples.sentences,
        examples.sentence_labels,
    )


def file_of(split: str) -> str:
    """Return the name that the outcomes of a split have in a checkpoint."""
    return f"outcomes-{split}.npz"


def to_bytes(outcomes: Outcomes) -> bytes:
    """Return the outcomes as a compressed file of plain arrays."""
    stored = {f.name: getattr(outcomes, f.name) for f in fields(outcomes)}
    stored["probabilities"] = np.rint(255 * outcomes.probabilities).astype(np.uint8)
    return arrays.to_bytes(stored)


def read(folder: Path, split: str) -> Outcomes:
    """Return the outcomes that a checkpoint carries.

    Raises:
        CheckpointError: It has none of that split, or damaged ones.
    """
    return arrays.read(folder / file_of(split), _outcomes)


def _outcomes(stored: Arrays) -> Outcomes:
    found = {f.name: stored[f.name] for f in fields(Outcomes)}
    found["probabilities"] = found["probabilities"].astype(np.float32) / 255
    return Outcomes(**found)


def confusion(outcomes: Outcomes, whole_sentences: bool = False) -> NDArray[np.int64]:
    """Return how often each class got each answer, (5, 5): truth down, answer across.

    Args:
        outcomes: Of a split.
        whole_sentences: Count sentences in place of phrases.
    """
    labels, answers = outcomes.labels, outcomes.answers
    if whole_sentences:
        labels, answers = outcomes.sentence_labels, answers[outcomes.sentences]
    counts = np.zeros((5, 5), np.int64)
    np.add.at(counts, (labels, answers), 1)
    return counts


def cell(
    outcomes: Outcomes, truth: int, answer: int, whole_sentences: bool = False
) -> list[int]:
    """Return the places of the phrases in one cell of `confusion`, surest first."""
    places = np.flatnonzero((outcomes.labels == truth) & (outcomes.answers == answer))
    if whole_sentences:  # which may have another label than the same words elsewhere
        of_class = outcomes.sentences[outcomes.sentence_labels == truth]
        places = of_class[outcomes.answers[of_class] == answer]
    sure = outcomes.probabilities[places, answer]
    return [int(place) for place in places[np.argsort(-sure, kind="stable")]]


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases that have something in common, and how many were judged right."""

    name: str
    n: int
    accuracy: float  # 0 to 1


_LENGTHS = ((1, 1), (2, 2), (3, 4), (5, 8), (9, 14), (15, 24), (25, 999))


def by_length(outcomes: Outcomes) -> list[Group]:
    """Return the accuracy of short and of long phrases."""
    groups = []
    for low, high in _LENGTHS:
        inside = (outcomes.lengths >= low) & (outcomes.lengths <= high)
        name = f"{low}" if low == high else f"{low}–{high}" if high < 999 else f"{low}+"
        groups += _group(outcomes, name, inside)
    return groups


def by_negation(outcomes: Outcomes) -> list[Group]:
    """Return the accuracy of phrases with and without a negation.

    Single words are left out: a negation alone turns nothing.
    """
    longer = outcomes.lengths > 1
    return _group(outcomes, "with a negation", longer & outcomes.negated) + _group(
        outcomes, "without", longer & ~outcomes.negated
    )


def _group(outcomes: Outcomes, name: str, inside: NDArray[np.bool_]) -> list[Group]:
    if not inside.any():
        return []
    right = outcomes.answers[inside] == outcomes.labels[inside]
    return [Group(name, int(inside.sum()), float(right.mean()))]


def disagreements(of_models: dict[str, Outcomes], most: int = 50) -> NDArray[np.int64]:
    """Return the places of sentences that split the models, the most so first.

    How far models disagree is the variance of their expected classes.

    Args:
        of_models: Name -> outcomes, all of the same split.
        most: How many places at most.
    """
    listed = list(of_models.values())
    sentences = listed[0].sentences
    expected = [o.probabilities[sentences] @ np.arange(5.0) for o in listed]
    spread = np.var(expected, axis=0)
    return np.asarray(sentences[np.argsort(-spread, kind="stable")[:most]])


def figures(outcomes: Outcomes) -> dict[str, tuple[float, int]]:
    """Return every figure of a card with the number of answers it is a mean over.

    Positive or negative is decided by which half has more probability; neutral
    sentences are left out of that figure.
    """
    answers, labels = outcomes.answers, outcomes.labels
    found = {
        "phrase_accuracy": _mean(answers == labels),
        "phrase_macro_f1": (_macro_f1(confusion(outcomes)), len(labels)),
        "phrase_mean_absolute_error": _mean(abs(answers - labels)),
        "unseen_phrase_accuracy": _mean((answers == labels)[~outcomes.seen]),
        "sentence_accuracy": _mean(
            answers[outcomes.sentences] == outcomes.sentence_labels
        ),
    }
    polar = outcomes.sentence_labels != NEUTRAL
    shares = outcomes.probabilities[outcomes.sentences][polar].astype(np.float64)
    positive = shares[:, 3:].sum(axis=1) > shares[:, :2].sum(axis=1)
    truth = outcomes.sentence_labels[polar] > NEUTRAL
    found["binary_accuracy"] = _mean(positive == truth)
    return {name: figure for name, figure in found.items() if figure[1]}


def _mean(values: NDArray[np.bool_] | NDArray[np.int8]) -> tuple[float, int]:
    return (float(np.mean(values)) if len(values) else 0.0), len(values)


def _macro_f1(counts: NDArray[np.int64]) -> float:
    """Return the mean F1 of the classes that occur, as truth or as answer."""
    right = np.diag(counts).astype(float)
    there = counts.sum(axis=0) + counts.sum(axis=1)
    return float((2 * right / np.maximum(there, 1))[there > 0].mean())
