"""Choose the learning rate of dynamic evaluation without the validation split.

    python -m benchmarks.dynamic_rate split TEXT OUT   # the first nine tenths of it
    ./loupe train language --preset quick --own-data OUT --epochs 4
    python -m benchmarks.dynamic_rate RUN [RATE ...]

The run's validation split is the last tenth of the *training split*; the rates are
compared on it. The result is in `engine/language/measure.py`.
"""

import sys
from pathlib import Path

from engine.checkpoints import checkpoint
from engine.data.sources import data_folder
from engine.language.evaluate import score
from engine.language.measure import dynamic_score, parts
from engine.language.predict import Writer

RATES = (3e-5, 1e-4, 3e-4, 1e-3)


def main(words: list[str]) -> None:
    """Split a text, or measure rates on a run."""
    if not words or words[0] in ("-h", "--help"):
        print(__doc__)
        return
    if words[0] == "split":
        text = Path(words[1]).read_text(encoding="utf-8")
        Path(words[2]).write_text(text[: int(len(text) * 0.9)], encoding="utf-8")
        return
    folder = checkpoint.find("language", words[0])
    writer = Writer(folder)
    ids = parts(writer, folder, data_folder()).validation
    print(f"static   {score(writer.model, ids).mean():.4f}")
    for rate in [float(word) for word in words[1:]] or RATES:
        fresh = Writer(folder)  # the weights have learned
        print(f"{rate:7.0e}  {dynamic_score(fresh.model, ids, rate).mean():.4f}")


if __name__ == "__main__":
    main(sys.argv[1:])
