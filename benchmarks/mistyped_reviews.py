"""What typing errors cost the networks that read reviews.

    python -m benchmarks.mistyped_reviews [CHECKPOINT ...] [--shares 0 0.15 0.3 0.6]

Accuracy on the dev sentences of the Stanford Sentiment Treebank, in five classes and
as positive or negative, when a share of the words has one typing error each. The
errors depend on a seed alone, so all networks read the same. Needs
`./loupe fetch sentiment`.
"""

import argparse
import random
from collections.abc import Sequence

import numpy as np

from engine.checkpoints import checkpoint
from engine.data.sources import data_folder
from engine.data.typos import mistyped
from engine.sentiment import data
from engine.sentiment.predict import Reviewer
from engine.sentiment.trees import Tree

_AT_ONCE = 100  # sentences


def with_errors(trees: Sequence[Tree], share: float) -> list[tuple[str, ...]]:
    """Return the words of each sentence, a share of those with letters mistyped."""
    chance = random.Random(0)

    def typed(word: str) -> str:
        wrong = chance.random() < share and len(word) > 1 and word.isalpha()
        return mistyped(word, chance) if wrong else word

    return [tuple(typed(word) for word in tree.tokens) for tree in trees]


def accuracies(
    reviewer: Reviewer, texts: Sequence[Sequence[str]], labels: np.ndarray
) -> tuple[float, float]:
    """Return the shares that are right, of five classes and of two."""
    blocks = [texts[i : i + _AT_ONCE] for i in range(0, len(texts), _AT_ONCE)]
    likely = np.concatenate([reviewer.probabilities(block) for block in blocks])
    sided = labels != data.NEUTRAL
    positive = likely[:, 3:].sum(axis=1) > likely[:, :2].sum(axis=1)
    right = (positive == (labels > data.NEUTRAL))[sided]
    return float((likely.argmax(axis=1) == labels).mean()), float(right.mean())


def main() -> None:
    """Print a line for each network and share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", nargs="*", default=["best", "lstm", "char-cnn"])
    parser.add_argument("--shares", type=float, nargs="+", default=[0, 0.15, 0.3, 0.6])
    options = parser.parse_args()
    trees = data.read_published(data.VALIDATION, data_folder())
    labels = np.array([tree.label for tree in trees])
    for name in options.checkpoints:
        reviewer = Reviewer(checkpoint.find("sentiment", name))
        for share in options.shares:
            five, two = accuracies(reviewer, with_errors(trees, share), labels)
            print(
                f"{name}, {share:.0%} of the words mistyped: {five:.1%} of "
                f"{len(trees):,} sentences, {two:.1%} positive or negative"
            )


if __name__ == "__main__":
    main()
