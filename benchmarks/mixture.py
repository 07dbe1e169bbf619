"""Choose the weight and order of n-grams beside an LSTM without the validation split.

    ./loupe train language --preset best --own-data PART
    python -m benchmarks.mixture RUN

PART is the first nine tenths of a text, as `benchmarks/dynamic_rate.py` makes it; the
run's validation split is the last tenth of the *training split*; n-grams are
counted on what the run was trained on, and each weight and order is compared on it.
The result is in `engine/language/mixture.py`.
"""

import sys

from engine.checkpoints import checkpoint
from engine.data.sources import data_folder
from engine.language.evaluate import score
from engine.language.measure import parts
from engine.language.mixture import mixed
from engine.language.ngrams.kneser_ney import KneserNey
from engine.language.ngrams.table import count
from engine.language.predict import Writer

WEIGHTS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
ORDERS = (5, 7, 10)


def main(words: list[str]) -> None:
    """Print the loss of each order, alone and with each weight."""
    if not words or words[0] in ("-h", "--help"):
        print(__doc__)
        return
    folder = checkpoint.find("language", words[0])
    writer = Writer(folder)
    part = parts(writer, folder, data_folder())
    train, ids = part.train, part.validation
    network = -score(writer.model, ids)
    print(f"LSTM alone  {-network.mean():.4f}  (n = {len(network):,})")
    print("order   alone  " + "  ".join(f"{weight:6.2f}" for weight in WEIGHTS))
    table = count(train, len(writer.vocabulary), max(ORDERS), lambda *_: None)
    for order in ORDERS:
        counts = KneserNey(table, order).log_probabilities(ids, train[-order:])[1:]
        losses = [-mixed(network, counts, weight).mean() for weight in WEIGHTS]
        row = "  ".join(f"{loss:.4f}" for loss in losses)
        print(f"{order:5}  {-counts.mean():.4f}  {row}")


if __name__ == "__main__":
    main(sys.argv[1:])
