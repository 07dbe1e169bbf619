"""Time of a training step with and without `engine/backend/memory.py`.

    KERAS_BACKEND=torch python -m benchmarks.memory [PRESET] \
        [--batches N] [--rounds N]

Median seconds for a training step of a reading network, measured in turns; the inputs
are random, so no data is needed. Each process has one CPU core. TensorFlow manages its
memory itself: nothing changes there.
"""

import argparse
import statistics
import time

from benchmarks.one_core import measured

_WARM = 2  # batches that are not counted


def main() -> None:
    """Print seconds a step both ways, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("preset", nargs="?", default="modelling_2")
    parser.add_argument("--batches", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--inside", choices=("kept", "given back"))
    options = parser.parse_args()
    if options.inside:
        print(seconds_a_step(options.preset, options.batches, options.inside))
        return
    seconds: dict[str, list[float]] = {"given back": [], "kept": []}
    for _ in range(options.rounds):
        for way in seconds:
            inside = (options.preset, "--inside", way, f"--batches={options.batches}")
            seconds[way].append(measured("benchmarks.memory", *inside))
    standard = statistics.median(seconds["given back"])
    for way, found in seconds.items():
        median = statistics.median(found)
        print(f"{way:12}{median:8.2f} s a step{standard / median:8.2f}x")


def seconds_a_step(preset: str, batches: int, way: str) -> float:
    """Return what a step takes, on noise in the shapes of SQuAD's batches."""
    from engine.backend import memory

    if way == "kept":
        memory.keep()
    import numpy as np

    from engine.reading.config import PRESETS
    from engine.reading.model import build
    from engine.reading.train import compile_model

    random = np.random.default_rng(0)
    examples, context, question, words, characters = 60, 160, 24, 3000, 200
    config = PRESETS[preset]
    vectors = random.normal(size=(characters, 50)).astype("float32")
    model = build(config, vectors, "mixed_bfloat16")
    compile_model(model, config, total_steps=1000)
    inputs = {
        "characters": random.integers(
            0, characters, (words, config.max_word_characters)
        ),
        "vectors": random.normal(size=(words, 100)).astype("float32"),
        "context": random.integers(1, words, (examples, context)),
        "question": random.integers(1, words, (examples, question)),
        "word_overlap": np.zeros((examples, context, 2), "float32"),
    }
    inputs = {
        name: array.astype("int32") if array.dtype.kind == "i" else array
        for name, array in inputs.items()
    }
    spans = random.integers(0, context, (examples, 2))
    targets = np.eye(context, dtype="float32")[spans]  # (B, 2, T), one-hot
    for _ in range(_WARM):
        model.train_on_batch(inputs, targets)
    began = time.perf_counter()
    for _ in range(batches):
        model.train_on_batch(inputs, targets)
    return (time.perf_counter() - began) / batches


if __name__ == "__main__":
    main()
