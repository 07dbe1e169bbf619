"""Training speed of the language LSTM on each installed Keras backend.

    python -m benchmarks.training [PRESET] [--batches N] [--rounds N]

Medians in processor seconds, measured in turns; the text is random, so no data is
needed. Each backend has a process of its own with one CPU core, which is how several
runs share a machine best, and what else runs on the machine counts less. Loupe installs
TensorFlow; PyTorch comes with `pip install -r benchmarks/requirements.txt`.
"""

import argparse
import os
import statistics
import time
from importlib.util import find_spec

from benchmarks.one_core import measured
from engine.backend.precision import resolved

_WARM = 3  # batches that are not counted


def main() -> None:
    """Print characters a second for each backend, and the ratio to TensorFlow."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("preset", nargs="?", default="best")
    parser.add_argument("--batches", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        print(characters_a_second(options.preset, options.batches))
        return
    here = [name for name in ("tensorflow", "torch", "jax") if find_spec(name)]
    rates: dict[str, list[float]] = {name: [] for name in here}
    for _ in range(options.rounds):
        for name in here:
            # Keras takes its backend when it is imported.
            inside = (options.preset, f"--batches={options.batches}", "--inside")
            rates[name].append(
                measured("benchmarks.training", *inside, KERAS_BACKEND=name)
            )
    standard = statistics.median(rates[here[0]])
    for name in here:
        rate = statistics.median(rates[name])
        print(f"{name:12}{rate:10,.0f} characters/s{rate / standard:8.2f}x {here[0]}")


def characters_a_second(preset: str, batches: int) -> float:
    """Return training characters per second on one core."""
    import numpy as np

    from engine.language.config import PRESETS, LanguageConfig
    from engine.language.model import build
    from engine.training.optimizers import compile_classifier

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    config = resolved(PRESETS[preset])
    assert isinstance(config, LanguageConfig)
    random = np.random.default_rng(0)
    shape = (config.batch_size, config.sequence_length)
    model = build(config, 65, config.batch_size, config.precision)
    compile_classifier(
        model,
        learning_rate=config.learning_rate,
        schedule=config.learning_rate_schedule,
        total_steps=1000,
        weight_decay=config.weight_decay,
        gradient_clip_norm=config.gradient_clip_norm,
        ema_momentum=config.ema_momentum,
    )
    began = 0.0
    for number in range(_WARM + batches):
        if number == _WARM:
            began = time.process_time()
        text = random.integers(0, 65, (2, *shape)).astype(np.int32)
        model.train_on_batch(text[0], text[1])
    return batches * shape[0] * shape[1] / (time.process_time() - began)


if __name__ == "__main__":
    main()
