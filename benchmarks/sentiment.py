"""Milliseconds to classify one review with all networks of the sentiment page.

    python -m benchmarks.sentiment [CHECKPOINT ...] [--rounds N]

Medians, their sum and the ratio, warm, measured in turns on an otherwise idle machine:
each network classifies a review of 20 words as its page does (`Reviewer.read`, tokens
and encoding included), beside the same network with Keras' `model.predict`, encoded
beforehand.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.checkpoints import checkpoint
from engine.sentiment.predict import Reviewer

REVIEW = (
    "the acting is superb but the story takes so long to begin that nobody around "
    "was awake when it ended"
)


def by_keras(reviewer: Reviewer, text: str) -> Callable[[], Any]:
    """Return a call of `model.predict` on the same review, encoded beforehand."""
    encoded = reviewer.encoder.encode([text.split()])
    length = reviewer.encoder.padded(int(encoded.lengths[0]))
    inputs = encoded.inputs(np.array([0]), length)
    return lambda: reviewer.model.predict(inputs, verbose=0)


def milliseconds(call: Callable[[], Any]) -> float:
    """Return how long one call takes."""
    started = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - started)


def main() -> None:
    """Measure in turns and print medians."""
    shipped = checkpoint.shipped_folder()
    found = checkpoint.names("sentiment").items()
    known = [name for name, folder in found if shipped in folder.parents]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", nargs="*", default=known)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    reviewers = [
        Reviewer(checkpoint.find("sentiment", name)) for name in options.checkpoints
    ]
    ours: dict[str, list[float]] = {one.name: [] for one in reviewers}
    theirs: dict[str, list[float]] = {one.name: [] for one in reviewers}
    chance, words = random.Random(0), REVIEW.split()
    for turn in range(-5, options.rounds):
        text = " ".join(chance.sample(words, len(words)))  # never twice the same
        for one in reviewers:
            loupe = milliseconds(lambda one=one, text=text: one.read(text))
            keras = milliseconds(by_keras(one, text))
            if turn >= 0:  # compiled and warm by then
                ours[one.name].append(loupe)
                theirs[one.name].append(keras)
    for name in ours:
        quick, slow = map(statistics.median, (ours[name], theirs[name]))
        print(f"{name:24}{quick:8.2f} ms   model.predict {slow:8.2f} ms")
    together = [sum(turn) for turn in zip(*ours.values(), strict=True)]
    by_predict = [sum(turn) for turn in zip(*theirs.values(), strict=True)]
    middle, most = statistics.median(together), max(together)
    ratio = statistics.median(by_predict) / middle
    print(f"{'all together':24}{middle:8.2f} ms   at most {most:.2f} ms")
    print(f"model.predict takes {ratio:.1f}x as long")


if __name__ == "__main__":
    main()
