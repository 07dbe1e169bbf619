"""How soon does what the `quick` preset writes read as English?

    python -m benchmarks.until_english [OPTION OF train ...]

Trains `quick` on Tiny Shakespeare (`./loupe fetch language`) in a process of its own,
as the Train tab does. Then each of its snapshots writes 100 samples of 300 characters
at the original post's setting (the likelier of the two most probable characters, drawn
by their probabilities). A row for each snapshot: the seconds of training before it, the
share of the different words of three letters and more in a sample that are words of the
training text, and the beginning of a sample. The last row is the same share for pieces
of the held-out text, written by Shakespeare: more cannot be expected. Three to eight
minutes on two cores.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import mean

from engine.checkpoints import checkpoint
from engine.data.sources import data_folder
from engine.language import data
from engine.language.measures import words_of
from engine.language.predict import Writer
from engine.language.writing import write_text
from engine.runs import events
from engine.runs.events import Progress
from engine.sampling import SamplingSettings

_PROJECT = Path(__file__).parents[1]
_COMMAND = ("train", "language", "--preset", "quick", "--source", "shakespeare")
_SAMPLES, _LENGTH, _FEWEST_LETTERS = 100, 300, 3


def main() -> None:
    """Train, and print a row for each snapshot."""
    head = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser("benchmarks.until_english", description=head)
    _, options = parser.parse_known_args()
    text = data.read_source("shakespeare", data_folder())
    cut = data.cut_of(text)
    words = long_words(text[:cut])
    print(f"load before: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as runs:
        environment = os.environ | {"LOUPE_RUNS": runs, "PYTHONPATH": str(_PROJECT)}
        command = [sys.executable, "-m", "engine", *_COMMAND, *options]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        (run,) = Path(runs).glob("language/*/checkpoint")
        print_snapshots(run, words)
    held_out = range(cut, len(text) - _LENGTH, (len(text) - cut) // _SAMPLES)
    shares = [share(text[begin : begin + _LENGTH], words) for begin in held_out]
    print(f"held-out text{'':25}{mean(shares):4.0%} real words")


def print_snapshots(folder: Path, words: frozenset[str]) -> None:
    """Print a row for each snapshot of a finished training, and for its end."""
    validations = {
        event.epoch: event
        for event in events.read(folder / "events.jsonl")
        if isinstance(event, Progress) and event.split == "validation"
    }
    card = checkpoint.read_card(folder, "language")
    epochs = [snapshot.epoch for snapshot in card.snapshots]
    for epoch in [*epochs, None]:
        samples = written(Writer(folder, epoch))
        at = min(validations, key=lambda at: abs(at - (epoch or card.epochs)))
        print(
            f"epoch {at:5.3f} {validations[at].at:6.1f} s  loss "
            f"{validations[at].values['loss']:.3f}  "
            f"{mean(share(sample, words) for sample in samples):4.0%} real words  "
            f"{' '.join(samples[0].split())[:60]}",
            flush=True,
        )


def written(writer: Writer) -> list[str]:
    """Return samples with seeds of their own, from a capital letter on."""
    encode, decode = writer.vocabulary.encode, writer.vocabulary.decode
    return [
        prompt
        + decode(
            write_text(
                writer.step_weights,
                encode(prompt).ids,
                _LENGTH,
                SamplingSettings(temperature=1.0, top_n=2, seed=seed),
            )
        )
        for seed, prompt in enumerate("LTAIS" * (_SAMPLES // 5))
    ]


def share(sample: str, words: frozenset[str]) -> float:
    """Return the share of a text's different long words that are real, 0 to 1."""
    seen = long_words(sample)
    return len(seen & words) / max(1, len(seen))


def long_words(text: str) -> frozenset[str]:
    """Return the different words of a text that have letters enough."""
    return frozenset(word for word in words_of(text) if len(word) >= _FEWEST_LETTERS)


if __name__ == "__main__":
    main()
