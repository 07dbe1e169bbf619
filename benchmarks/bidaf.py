"""Training speed of BiDAF beside the same network in PyTorch.

    python -m benchmarks.bidaf [--preset NAME] [--batches N] [--rounds N] [--words T]

Medians, measured in turns on an otherwise idle machine; the words are random, so no
data is needed. Loupe trains as it does, PyTorch as its users write it (`nn.LSTM` of two
directions over packed sequences, Adam, clipped gradients; no average of the weights),
and without packing, where it computes something else. That Loupe and the packed one
compute the same is checked first. OMP_NUM_THREADS and TF_NUM_INTRAOP_THREADS
limit the cores. Needs `torch` (`pip install -r benchmarks/requirements.txt`).
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.backend.precision import resolved
from engine.data.glove import DIMENSIONS
from engine.reading.config import PRESETS, ReadingConfig
from engine.reading.model import build
from engine.reading.train import compile_model

try:
    import torch

    from benchmarks.bidaf_in_torch import Bidaf
except ImportError:
    raise SystemExit(
        "PyTorch is not here: pip install -r benchmarks/requirements.txt"
    ) from None

_QUESTION_WORDS = 14
_DIFFERENT_WORDS = 1500  # of a batch
_CHARACTERS, _CHARACTER_DIMENSIONS = 100, 50

Batch = tuple[dict[str, NDArray[Any]], NDArray[np.float32]]


def random_batch(config: ReadingConfig, words: int) -> Batch:
    """Return a batch of contexts of nearly `words` words, as sorting makes them."""
    random = np.random.default_rng(0)
    size, most = config.batch_size, config.max_word_characters

    def ids(length: int) -> NDArray[np.int32]:
        found = random.integers(1, _DIFFERENT_WORDS, (size, length), np.int32)
        lengths = random.integers(int(0.9 * length), length + 1, size)
        lengths[0] = length
        return np.where(np.arange(length) < lengths[:, None], found, 0)

    letters = random.integers(1, _CHARACTERS, (_DIFFERENT_WORDS, most), np.int32)
    lengths = random.integers(1, 11, _DIFFERENT_WORDS)
    inputs = {
        "characters": np.where(np.arange(most) < lengths[:, None], letters, 0),
        "vectors": random.normal(size=(_DIFFERENT_WORDS, DIMENSIONS)),
        "context": ids(words),
        "question": ids(_QUESTION_WORDS),
        "word_overlap": np.zeros((size, words, 2)),
    }
    targets = np.zeros((size, 2, words), np.float32)
    targets[:, :, : words // 2][..., 0] = 1.0
    for name in ("vectors", "word_overlap"):
        inputs[name] = inputs[name].astype(np.float32)
    return inputs, targets


def in_turns(
    ways: Mapping[str, Callable[..., Any]], batch: Batch, rounds: int, batches: int
) -> None:
    """Print the median questions per second of each way, all measured in turns."""
    size = len(batch[1])
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, learn in ways.items():
            began = time.perf_counter()
            for _ in range(batches):
                learn(*batch)
            rates[name].append(batches * size / (time.perf_counter() - began))
    ours = statistics.median(rates["Loupe"])
    for name, found in rates.items():
        rate = statistics.median(found)
        print(f"{name:16}{rate:8.1f} questions/s   Loupe is {ours / rate:5.2f}x")


def main() -> None:
    """Check that both compute the same, then measure in turns."""
    parser = argparse.ArgumentParser(description="bidaf: training beside PyTorch")
    parser.add_argument("--preset", default="bidaf", choices=["bidaf", "post"])
    parser.add_argument("--batches", type=int, default=5, help="in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=60)
    parser.add_argument("--words", type=int, default=130, help="of a context")
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)))
    preset = replace(PRESETS[options.preset], batch_size=options.batch_size)
    config = resolved(preset)
    random = np.random.default_rng(0)
    vectors = random.normal(size=(_CHARACTERS, _CHARACTER_DIMENSIONS))
    model = build(config, vectors.astype(np.float32), config.precision)
    twin = Bidaf(model, config).eval()
    inputs, targets = random_batch(config, options.words)
    with torch.inference_mode():
        theirs = twin({name: torch.from_numpy(a) for name, a in inputs.items()})
    ours = np.asarray(model.predict_on_batch(inputs), np.float32)
    apart = np.abs(np.where(ours > -1e8, ours - theirs.numpy(), 0)).max()
    print(f"{options.preset}: {model.count_params():,} parameters; largest difference")
    print(f"of a logit {apart:.1e}; {config.precision}; {os.getloadavg()[0]:.1f} load")
    compile_model(model, config, 1000)
    padded = Bidaf(model, config, packed=False)
    ways = {
        "Loupe": model.train_on_batch,
        "PyTorch": twin.learner(config.learning_rate),
        "PyTorch, padded": padded.learner(config.learning_rate),
    }
    for learn in ways.values():
        learn(inputs, targets)  # compiled and warm
    in_turns(ways, (inputs, targets), options.rounds, options.batches)


if __name__ == "__main__":
    main()
