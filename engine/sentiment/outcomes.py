"""A network's answers on a whole split, without the texts, and figures from them.

Stored beside a shipped checkpoint, so that the confusion matrix, accuracy by length
and calibration can be drawn without the treebank; with it, a phrase's index in the
split gives its text.
"""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import arrays
from engine.arrays import Arrays
from engine.calibration import expected_calibration_error
from engine.sentiment.data import NEUTRAL, Examples, lowered

# Words that negate, as the treebank tokenises them.
NEGATIONS = {
    *("not", "n't", "no", "never", "neither", "nor", "none", "nothing", "nobody"),
    *("nowhere", "hardly", "barely", "scarcely", "without", "lack", "lacks"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Every phrase of a split: its label and the network's answer.

    Args:
        labels: (N,) int8, 0 to 4.
        answers: (N,) int8, the most likely class.
        probabilities: (N, 5), rows that sum to 1; rounded to 1/255 once stored.
        lengths: (N,) int16, tokens.
        negated: (N,) bool, whether it contains one of `NEGATIONS`.
        seen: (N,) bool, whether the phrase is in the training set, too.
        sentences: (S,) int32, indices of the whole sentences.
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
    examples: Examples, probabilities: NDArray[np.floating], train: Examples
) -> Outcomes:
    """Return the outcomes of a split, given the training set."""
    seen = set(map(lowered, train.texts))
    lower = [lowered(text) for text in examples.texts]
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
    """Return the file name of a split's outcomes in a checkpoint."""
    return f"outcomes-{split}.npz"


def to_bytes(outcomes: Outcomes) -> bytes:
    """Return the outcomes as a compressed NumPy archive."""
    stored = {f.name: getattr(outcomes, f.name) for f in fields(outcomes)}
    stored["probabilities"] = np.rint(255 * outcomes.probabilities).astype(np.uint8)
    return arrays.to_bytes(stored)


def read(folder: Path, split: str) -> Outcomes:
    """Return the outcomes that a checkpoint contains.

    Raises:
        CheckpointError: Those of this split are missing or damaged.
    """
    return arrays.read(folder / file_of(split), _outcomes)


def _outcomes(stored: Arrays) -> Outcomes:
    values = {f.name: stored[f.name] for f in fields(Outcomes)}
    values["probabilities"] = values["probabilities"].astype(np.float32) / 255
    return Outcomes(**values)


def confusion(outcomes: Outcomes, whole_sentences: bool = False) -> NDArray[np.int64]:
    """Return the confusion matrix, (5, 5): true class down, answer across.

    Args:
        outcomes: Of a split.
        whole_sentences: Count sentences instead of phrases.
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
    """Return the indices of the phrases in a cell, most confident first."""
    indices = np.flatnonzero((outcomes.labels == truth) & (outcomes.answers == answer))
    if whole_sentences:  # whose label can differ from the same phrase's elsewhere
        of_class = outcomes.sentences[outcomes.sentence_labels == truth]
        indices = of_class[outcomes.answers[of_class] == answer]
    confidence = outcomes.probabilities[indices, answer]
    return [int(i) for i in indices[np.argsort(-confidence, kind="stable")]]


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases that have something in common, and the accuracy on them."""

    name: str
    n: int
    accuracy: float  # 0 to 1


_LENGTHS = ((1, 1), (2, 2), (3, 4), (5, 8), (9, 14), (15, 24), (25, 999))


def by_length(outcomes: Outcomes) -> list[Group]:
    """Return the accuracy by number of words."""
    groups = []
    for low, high in _LENGTHS:
        inside = (outcomes.lengths >= low) & (outcomes.lengths <= high)
        name = f"{low}" if low == high else f"{low}–{high}" if high < 999 else f"{low}+"
        groups += _group(outcomes, name, inside)
    return groups


def by_negation(outcomes: Outcomes) -> list[Group]:
    """Return the accuracy on phrases with and without a negation.

    Single words are left out: a negation alone negates nothing.
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
    """Return the indices of sentences that models disagree on, the most so first.

    Disagreement is the variance of the models' expected classes.

    Args:
        of_models: Name -> outcomes, all of the same split.
        most: Number of sentences, at most.
    """
    answered = list(of_models.values())
    sentences = answered[0].sentences
    expected = [o.probabilities[sentences] @ np.arange(5.0) for o in answered]
    variance = np.var(expected, axis=0)
    return np.asarray(sentences[np.argsort(-variance, kind="stable")[:most]])


def confidences(outcomes: Outcomes) -> tuple[list[float], list[bool]]:
    """Return the confidence of each answer, 0 to 1, and whether it was right."""
    confidence = outcomes.probabilities.max(axis=1).astype(float)
    return confidence.tolist(), (outcomes.answers == outcomes.labels).tolist()


def figures(outcomes: Outcomes) -> dict[str, tuple[float, int]]:
    """Return every figure of a card with its n, the answers that it is a mean over.

    The binary answer is the half with more probability; neutral sentences are left
    out of that figure.
    """
    answers, labels = outcomes.answers, outcomes.labels
    ece = expected_calibration_error(*confidences(outcomes))
    values = {
        "phrase_accuracy": _mean(answers == labels),
        "phrase_macro_f1": (_macro_f1(confusion(outcomes)), len(labels)),
        "phrase_mean_absolute_error": _mean(abs(answers - labels)),
        "unseen_phrase_accuracy": _mean((answers == labels)[~outcomes.seen]),
        "sentence_accuracy": _mean(
            answers[outcomes.sentences] == outcomes.sentence_labels
        ),
    }
    polar = outcomes.sentence_labels != NEUTRAL
    p = outcomes.probabilities[outcomes.sentences][polar].astype(np.float64)
    positive = p[:, 3:].sum(axis=1) > p[:, :2].sum(axis=1)
    truth = outcomes.sentence_labels[polar] > NEUTRAL
    values["binary_accuracy"] = _mean(positive == truth)
    values["confidence_ece"] = (ece, len(labels))
    return {name: figure for name, figure in values.items() if figure[1]}


def _mean(values: NDArray[np.bool_] | NDArray[np.int8]) -> tuple[float, int]:
    return (float(np.mean(values)) if len(values) else 0.0), len(values)


def _macro_f1(counts: NDArray[np.int64]) -> float:
    """Return the mean F1 of the classes that occur, as true class or as answer."""
    right = np.diag(counts).astype(float)
    occurrences = counts.sum(axis=0) + counts.sum(axis=1)
    return float((2 * right / np.maximum(occurrences, 1))[occurrences > 0].mean())
