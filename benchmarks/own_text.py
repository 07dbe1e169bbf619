"""Training on an own text: does the network beat n-grams, and how long does it take?

    python -m benchmarks.own_text [--preset fine_tune] [--kilobytes 20 50 200 1000]
    python -m benchmarks.own_text --preset quick --kilobytes 2000 --source paulgraham

The first characters of Tiny Shakespeare stand for a person's text (`./loupe fetch
language`), with the epochs that the Train tab fits to its size. `fine_tune` continues
`paulgraham-best`, which has not read Shakespeare, but has read Paul Graham: a longer
text than Shakespeare's is for presets that begin from nothing. Losses are nats per
character on the last tenth of the piece. “Ahead after” is when the network first beat
the n-gram order of the lowest loss; “said before” is the time that the Train tab
announces. On two idle cores `fine_tune` took five and a half minutes of 20 kB
(docs/own_data.md); expect half an hour of 1 MB.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks.fitted_training import row, train
from engine.data.sources import data_folder
from engine.language import data


def main() -> None:
    """Run from the command line."""
    head = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser("benchmarks.own_text", description=head)
    parser.add_argument("--preset", default="fine_tune")
    parser.add_argument("--kilobytes", nargs="*", type=int, default=[20, 50, 200, 1000])
    parser.add_argument("--source", default="shakespeare")
    options = parser.parse_args()
    text = data.read_source(options.source, data_folder())
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


if __name__ == "__main__":
    main()
