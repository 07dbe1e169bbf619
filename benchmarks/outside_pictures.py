"""“None of these”: which statistic catches pictures that are none of the classes?

    python -m benchmarks.outside_pictures FOLDER [CHECKPOINT] [--stored]

Needs CIFAR-10 (`./loupe fetch images`), a folder of pictures that show none of its
classes, and a checkpoint that kept validation images, `quick` by default; never the
test images. Pictures whose names begin alike (“wood-d”, “wood-l”) stay together; half
of these groups and of the generated images choose a statistic, the other half measures
it. A threshold flags 5% of one half of the validation images, and its false alarms are
counted on the other half.

Statistics, lower is less familiar: the maximum softmax probability and the energy of
the mean logits (the two of `engine.images.out_of_distribution`), the largest logit, the
lowest energy among the six views, the agreement of the views' probabilities, and the
cosine to the tenth most similar of 5,000 training images (Sun et al. 2022). A second
table has the energy score at other rates of false alarms, and the rate at which most
pictures are told apart, chosen on one half of the groups for the other. For a
checkpoint trained on all images, `--stored` counts what its own rule flags.
"""

import argparse
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.checkpoints import checkpoint
from engine.data.sources import data_folder
from engine.errors import LoupeError
from engine.images import calibration, generated_images
from engine.images.analysis import nearest
from engine.images.data import VALIDATION
from engine.images.evaluate import averaged_logits, view_logits
from engine.images.measure import measured_on
from engine.images.out_of_distribution import FALSE_POSITIVE_RATE, scores
from engine.images.pictures import EXTENSIONS, open_picture, to_pixels
from engine.images.pixels import Pixels
from engine.images.predict import Classifier
from engine.sampling import log_softmax

Scores = dict[str, NDArray[np.float64]]
_NEIGHBOURS = 10
_RATES = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)  # of false alarms
_ALIKE = 5  # letters at the start of a name


def read(folder: Path) -> tuple[Pixels, list[str]]:
    """Return the pictures of a folder as the page pads them, (N, 32, 32, 3)."""
    pixels, names = [], []
    for path in sorted(folder.rglob("*")):
        if path.suffix[1:].lower() not in EXTENSIONS:
            continue
        try:
            picture = open_picture(path.read_bytes(), path.name)
        except LoupeError as error:
            print(f"left out: {error}")
            continue
        pixels.append(to_pixels(picture, "pad"))
        names.append(path.stem)
    return np.stack(pixels), names


def choosing(names: list[str]) -> NDArray[np.bool_]:
    """Return which pictures choose the statistic, (N,), by the start of their names."""
    digests = [sha256(name[:_ALIKE].lower().encode()).digest()[0] for name in names]
    return np.array(digests) % 2 == 0


def statistics(
    classifier: Classifier, index: nearest.Index, pixels: Pixels, temperature: float
) -> Scores:
    """Return every statistic of images (N, 32, 32, 3), (N,) each."""
    of_views = view_logits(classifier.model, pixels)  # (6, N, K)
    averaged = averaged_logits(of_views)
    found = scores(averaged, temperature)
    found["largest logit"] = averaged.max(axis=-1)
    energies = [scores(view, temperature)["energy"] for view in of_views]
    found["lowest energy of a view"] = np.min(energies, axis=0)
    probabilities = np.exp(log_softmax(of_views / temperature))
    found["agreement of views"] = probabilities.min(axis=0).max(axis=-1)
    features = nearest.features(classifier, pixels)
    stored = nearest.directions(index.directions.astype(np.float32))
    similar = nearest.directions(features) @ stored.T  # (N, M)
    tenth = np.sort(similar, axis=1)[:, -_NEIGHBOURS]
    found["similarity to training images"] = np.asarray(tenth, np.float64)
    return found


def with_sums(found: dict[str, Scores], of: str) -> None:
    """Add sums of two statistics, standardised on the images called `of`."""
    for other in ("similarity to training images", "agreement of views"):
        pair = ("energy", other)
        scale = {name: (found[of][name].mean(), found[of][name].std()) for name in pair}
        for group in found.values():
            standardised = [(group[n] - scale[n][0]) / scale[n][1] for n in pair]
            group[f"energy + {other}"] = np.asarray(sum(standardised))


def measure(
    classifier: Classifier, index: nearest.Index, outside: Pixels, names: list[str]
) -> None:
    """Print for every statistic what it catches and how often it is mistaken."""
    folder = checkpoint.find("images", classifier.name)
    validation, split = measured_on(
        classifier.card, folder, data_folder(), measure=VALIDATION
    )
    temperature = calibration.read(folder).averaged
    generated = np.concatenate(list(generated_images.generate().values()))
    half = np.arange(len(validation)) % 2 == 0
    found = {
        kind: statistics(classifier, index, pixels, temperature)
        for kind, pixels in {
            "first": validation.pixels[half],
            "second": validation.pixels[~half],
            "generated": generated,
            "outside": outside,
        }.items()
    }
    with_sums(found, "first")
    chooses = {
        "generated": np.arange(len(generated)) % 2 == 0,
        "outside": choosing(names),
    }
    print(
        f"{split}, n = {half.sum()} for thresholds, {(~half).sum()} for false alarms; "
        + "; ".join(
            f"{kind}: {chosen.sum()} choose, {(~chosen).sum()} measure"
            for kind, chosen in chooses.items()
        )
    )
    _print_table(found, chooses)
    _print_trade_off({kind: found[kind]["energy"] for kind in found}, names)


def _print_table(
    found: dict[str, Scores], chooses: dict[str, NDArray[np.bool_]]
) -> None:
    """Print a row for each statistic, in percent."""
    print(f"{'':40} false    generated        outside")
    print(f"{'':40} alarms   choose measure   choose measure")
    for name, familiar in found["first"].items():
        threshold = np.quantile(familiar, FALSE_POSITIVE_RATE)
        shares = [
            (found[kind][name][part] < threshold).mean()
            for kind, chosen in chooses.items()
            for part in (chosen, ~chosen)
        ]
        alarms = (found["second"][name] < threshold).mean()
        listed = " ".join(f"{100 * share:7.1f}" for share in shares)
        print(f"{name:40} {100 * alarms:5.1f}  {listed}")


def _print_trade_off(energy: Scores, names: list[str]) -> None:
    """Print what is flagged at several rates of false alarms, and the best rate.

    Best is the largest difference of the two shares (Youden's J), cross-validated in
    two folds: it needs no decision about what a false alarm costs.
    """
    print("energy: false alarms wanted, measured; outside flagged")
    for rate in _RATES:
        alarms, flagged = _flagged(energy, rate)
        print(
            f"{100 * rate:5.0f}% {100 * alarms.mean():6.1f}%  "
            f"{flagged.sum()} of {flagged.size}"
        )
    first = choosing(names)
    caught = 0
    for fold in (first, ~first):
        best = max(
            _RATES, key=lambda rate: _flagged(energy, rate)[1][fold].mean() - rate
        )
        alarms, flagged = _flagged(energy, best)
        caught += int(flagged[~fold].sum())
        print(
            f"chosen on {fold.sum()}: {100 * best:.0f}%; on the other {(~fold).sum()}: "
            f"{flagged[~fold].sum()} flagged, {100 * alarms.mean():.1f}% false alarms"
        )
    print(f"cross-validated: {caught} of {len(names)} flagged")


def _flagged(
    energy: Scores, rate: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which images of the second half and which from outside are flagged."""
    threshold = np.quantile(energy["first"], rate)
    return energy["second"] < threshold, energy["outside"] < threshold


def stored_rule(classifier: Classifier, outside: Pixels, names: list[str]) -> None:
    """Print what a checkpoint's own rule flags, and its confident mistakes."""
    stored = calibration.read(checkpoint.find("images", classifier.name))
    rule = stored.out_of_distribution
    if rule is None:
        print("This checkpoint has no rule.")
        return
    averaged = averaged_logits(view_logits(classifier.model, outside))
    flagged = rule.flags(averaged, stored.averaged)
    sure = scores(averaged, stored.averaged)["probability"] >= 0.9
    print(
        f"{classifier.name}, {rule.measure}: {flagged.sum()} of {len(names)} flagged; "
        f"{(sure & ~flagged).sum()} not flagged and at least 90% sure"
    )


def main() -> None:
    """Run from the command line."""
    head = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser("benchmarks.outside_pictures", description=head)
    parser.add_argument("folder", type=Path)
    parser.add_argument("checkpoint", nargs="?", default="quick")
    parser.add_argument("--stored", action="store_true")
    options = parser.parse_args()
    folder = checkpoint.find("images", options.checkpoint)
    classifier = Classifier(folder)
    outside, names = read(options.folder)
    if options.stored:
        stored_rule(classifier, outside, names)
    else:
        measure(classifier, nearest.read(folder), outside, names)


if __name__ == "__main__":
    main()
