"""Answers per second: a warm question, training with and without sorting, dev.

    python -m benchmarks.reading answer [CHECKPOINT] [--rounds N]
    python -m benchmarks.reading train [--preset NAME] [--batches N]
    python -m benchmarks.reading dev [CHECKPOINT] [--questions N]

`answer` asks a context of 150 words, as the page does, beside the same Keras model
called as it stands, without a graph. `train` takes the same steps in turns on
batches of contexts of similar length and on batches as they come. `dev` asks many
questions at once. All of them want to be alone on the machine; `train` and `dev`
need SQuAD.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.backend.precision import resolved
from engine.checkpoints import checkpoint
from engine.data import glove
from engine.data.sources import data_folder
from engine.data.spelling import FIRST
from engine.reading import data
from engine.reading.analysis.samples import SAMPLES
from engine.reading.config import PRESETS
from engine.reading.encoding import (
    Encoded,
    WordTable,
    collate,
    encode,
    to_examples,
    trainable,
)
from engine.reading.measure import answer as answer_examples
from engine.reading.measure import dev_examples
from engine.reading.model import build
from engine.reading.predict import Reader
from engine.reading.tokens import tokenise
from engine.reading.train import compile_model
from engine.reading.training.batching import Batches
from engine.reading.training.training_set import (
    CHARACTER_DIMENSIONS,
    character_vocabulary,
    sample_articles,
)

CONTEXT_WORDS = 150
ARTICLES = 0.1  # of the training articles: enough for what batches look like
WARM_UP = 4  # batches of each kind, in which graphs are made for all shapes


def answer(options: argparse.Namespace) -> None:
    """Print the median time of a warm answer."""
    reader = Reader(checkpoint.find("reading", options.checkpoint))
    reader.warm()
    whole = tokenise(" ".join(sample.context for sample in SAMPLES))
    context = whole.cut(0, CONTEXT_WORDS)
    asked = [question for sample in SAMPLES for question, _ in sample.questions]
    words = reader.word_table()
    ids = words.ids(tokenise(context).words)

    def call(question: str) -> Any:
        item = Encoded(ids, words.ids(tokenise(question).words), (0, 1))
        inputs, _ = collate([item], words)
        return [np.asarray(found) for found in reader.model.inspection(inputs)]

    ways: dict[str, Callable[[str], Any]] = {
        "Loupe": lambda question: reader.read(context, question),
        "Keras, no graph": call,
    }
    seen: dict[str, list[float]] = {name: [] for name in ways}
    for question in asked[:WARM_UP]:
        for way in ways.values():
            way(question)
    for question in islice(cycle(asked), options.rounds):
        for name, way in ways.items():
            started = time.perf_counter()
            way(question)
            seen[name].append(1000 * (time.perf_counter() - started))
    print(f"{reader.name}: {reader.card.parameters:,} parameters, {len(ids)} words")
    ours = statistics.median(seen["Loupe"])
    for name, times in seen.items():
        middle, worst = statistics.median(times), np.quantile(times, 0.9)
        print(
            f"{name:16}{middle:7.1f} ms median {worst:7.1f} ms nine tenths   "
            f"{middle / ours:5.2f}x"
        )


class AsTheyCome(Batches):
    """The same batches without any sorting by length."""

    def _shuffled(self, epoch: int, pool_batches: int = 1) -> NDArray[np.int64]:
        return super()._shuffled(epoch, pool_batches)


def train(options: argparse.Namespace) -> None:
    """Print questions per second of training, with and without sorting by length."""
    config = resolved(PRESETS[options.preset])
    published = data.read_published(data_folder())[0]
    split = data.split(published, config.validation_fraction, config.seed)
    paragraphs = sample_articles(split.train, ARTICLES, config.seed)
    examples = trainable(
        to_examples(paragraphs),
        config.max_context_words,
        config.max_question_words,
    )
    words = WordTable(
        glove.load(), character_vocabulary(examples), config.max_word_characters
    )
    items = [encode(example, words) for example in examples]
    characters = np.zeros((len(words.vocabulary) + FIRST, CHARACTER_DIMENSIONS))
    model = build(config, characters.astype(np.float32), config.precision)
    compile_model(model, config, 1000)
    ways = {
        "sorted by length": Batches(items, words, config.batch_size, config.seed),
        "as they come": AsTheyCome(items, words, config.batch_size, config.seed),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    sizes: dict[str, list[int]] = {name: [] for name in ways}
    for number in range(WARM_UP + options.batches):
        for name, way in ways.items():
            started = time.perf_counter()
            inputs, targets = way.batch(number)
            model.train_on_batch(inputs, targets)
            if number >= WARM_UP:
                seconds[name].append(time.perf_counter() - started)
                sizes[name].append(inputs["context"].shape[1])
    print(f"{options.preset}: {model.count_params():,} parameters, {len(items)} items")
    _print_rates(ways["sorted by length"].batch_size, seconds, sizes)


def _print_rates(
    size: int, seconds: dict[str, list[float]], sizes: dict[str, list[int]]
) -> None:
    """Print a line for each way; sums, because sorted batches can be long."""
    ours = sum(seconds["sorted by length"])
    for name, times in seconds.items():
        rate = size * len(times) / sum(times)
        print(
            f"{name:14}{rate:8.1f} questions/s   {statistics.mean(sizes[name]):5.0f} "
            f"words of a paragraph computed   sorted takes {sum(times) / ours:5.2f}x"
        )


def ask_dev(options: argparse.Namespace) -> None:
    """Print how many dev questions are answered per second."""
    reader = Reader(checkpoint.find("reading", options.checkpoint))
    examples = dev_examples(data_folder())
    step = max(1, len(examples) // options.questions)
    some = examples[::step][: options.questions]  # of the whole file
    answer_examples(reader, some[:100])
    started = time.perf_counter()
    answer_examples(reader, some)
    rate = len(some) / (time.perf_counter() - started)
    print(
        f"{reader.name}: {rate:.0f} questions/s of dev, {len(some):,} answered; all "
        f"{len(examples):,} would take {len(examples) / rate / 60:.1f} minutes"
    )


def main(words: Sequence[str] | None = None) -> None:
    """Measure one of the three."""
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(required=True)
    for name, measure in (("answer", answer), ("dev", ask_dev), ("train", train)):
        kind = kinds.add_parser(name)
        kind.set_defaults(measure=measure)
        if name == "train":
            kind.add_argument("--preset", default="bidaf", choices=sorted(PRESETS))
            kind.add_argument("--batches", type=int, default=20)
            continue
        kind.add_argument("checkpoint", nargs="?", default="bidaf")
        if name == "answer":
            kind.add_argument("--rounds", type=int, default=50)
        else:
            kind.add_argument("--questions", type=int, default=2000)
    options = parser.parse_args(words)
    options.measure(options)


if __name__ == "__main__":
    main()
