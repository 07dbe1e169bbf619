"""Training on an own text: does the network beat n-grams, and how long does it take?

    python -m benchmarks.own_text [--preset fine_tune] [--kilobytes 20 50 200 1000]
    python -m benchmarks.own_text --preset quick --kilobytes 2000 --source paulgraham
    python -m benchmarks.own_text --kilobytes 2000 --source squad

The first characters of Tiny Shakespeare stand for a person's text (`./loupe fetch
language`), with the epochs that the Train tab fits to its size. `fine_tune` continues
`paulgraham-best`, which has not read Shakespeare, but has read Paul Graham: a longer
text that it has not read are the training paragraphs of SQuAD, a line each. Losses are
nats per character on the last tenth of the piece. “Ahead after” is when the network
first beat the n-gram order of the lowest loss; “said before” is the time that the Train
tab announces. On two idle cores `fine_tune` took five and a half minutes of 20 kB
(docs/own_data.md); expect half an hour of 1 MB.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.fitted_training import row, train
from engine.data.sources import data_folder
from engine.language import data
from engine.reading.data import SOURCE, read_published


def main() -> None:
    """Run from the command line."""
    head = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser("benchmarks.own_text", description=head)
    parser.add_argument("--preset", default="fine_tune")
    parser.add_argument("--kilobytes", nargs="*", type=int, default=[20, 50, 200, 1000])
    parser.add_argument("--source", default="shakespeare")
    options = parser.parse_args()
    text = _text_of(options.source)
    with tempfile.TemporaryDirectory() as folder:
        for kilobytes in options.kilobytes:
            path = Path(folder) / "piece.txt"
            piece = text[: 1000 * kilobytes]
            path.write_text(piece, encoding="utf-8")
            trained = train(path, options.preset)
            print(
                row(f"{options.preset}, {kilobytes} kB", len(piece), trained),
                flush=True,
            )


def _text_of(source: str) -> str:
    """Return a source of language, or all training paragraphs of SQuAD."""
    if source != SOURCE.name:
        return data.read_source(source, data_folder())
    paragraphs, _ = read_published(data_folder())
    return "\n".join(paragraph.text for paragraph in paragraphs)


if __name__ == "__main__":
    main()
