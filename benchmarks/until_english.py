"""How soon does what the `quick` preset writes read as English?

    python -m benchmarks.until_english [--words 0.9] [OPTION OF train ...]

Trains `quick` on Tiny Shakespeare (`./loupe fetch language`) in a process of its own,
as the Train tab does, and looks at each sample that the training writes: 300 characters
at the original post's setting (the likelier of the two most probable characters, drawn
by their probabilities). It reads as English once it has 15 different words of three
letters and more, and nine of ten of those are words of the training text. A row for
each sample; the seconds are of training, and in brackets since the process was started,
which imports Keras first.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine.data.sources import data_folder
from engine.language import data
from engine.language.measures import words_of
from engine.runs.events import Reader, Sample

_PROJECT = Path(__file__).parents[1]
_FEWEST_WORDS, _FEWEST_LETTERS = 15, 3
_COMMAND = ("train", "language", "--preset", "quick", "--source", "shakespeare")


def main() -> None:
    """Train until a sample reads as English, and print each sample's share."""
    head = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser("benchmarks.until_english", description=head)
    parser.add_argument("--words", type=float, default=0.9, help="share, 0 to 1")
    options, others = parser.parse_known_args()
    text = data.read_source("shakespeare", data_folder())
    words = long_words(text[: data.cut_of(text)])
    print(f"load before: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as runs:
        environment = os.environ | {"LOUPE_RUNS": runs, "PYTHONPATH": str(_PROJECT)}
        begin = time.perf_counter()
        training = subprocess.Popen(
            [sys.executable, "-m", "engine", *_COMMAND, *others],
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        try:
            follow(Path(runs), training, words, options.words, begin)
        finally:
            training.kill()
            training.wait()


def long_words(text: str) -> frozenset[str]:
    """Return the different words of a text that have letters enough."""
    return frozenset(word for word in words_of(text) if len(word) >= _FEWEST_LETTERS)


def follow(
    runs: Path,
    training: subprocess.Popen[bytes],
    words: frozenset[str],
    enough: float,
    begin: float,
) -> None:
    """Print a row for each sample, until one has words enough or the training ends.

    Args:
        runs: The folder in which the training is the one run.
        training: Its process.
        words: The real words.
        enough: Share of real words, 0 to 1.
        begin: When the process was started, by `time.perf_counter`.
    """
    seen, reader = 0, None
    while training.poll() is None:
        time.sleep(0.1)
        if reader is None:
            found = list(runs.glob("*/*/events.jsonl"))
            reader = Reader(found[0]) if found else None
            continue
        samples = [event for event in reader.read() if isinstance(event, Sample)]
        for sample in samples[seen:]:
            written = long_words(sample.text)
            share = len(written & words) / max(1, len(written))
            waited = time.perf_counter() - begin
            first_line = " ".join(sample.text.split())[:60]
            print(
                f"epoch {sample.epoch:5.3f}  {sample.at:5.1f} s ({waited:5.1f})  "
                f"{share:4.0%} of {len(written):2} words are real  {first_line}",
                flush=True,
            )
            if share >= enough and len(written) >= _FEWEST_WORDS:
                return
        seen = len(samples)


if __name__ == "__main__":
    main()
