"""Fifty pictures that are not from CIFAR-10: right, flagged, and confidently wrong.

    python -m benchmarks.own_pictures [CHECKPOINT ...]

Fifteen pictures: the nine drawings and four photos that come with Loupe, and the two
photos that come with scikit-learn (a temple and a flower). Thirty-five changed ones:
each mirrored, each in grey, and five turned by 15 degrees. Nine of the fifteen show
one of the ten classes. Each is padded to a square, as on the page. Printed: how many
are right of those that show a class, how many are flagged as none of the classes, and
how many are wrong, at least 90% sure, and not flagged. `--list` prints every answer.
"""

from collections.abc import Callable

from PIL import Image, ImageOps
from sklearn.datasets import load_sample_images

from benchmarks.each_checkpoint import main
from engine.checkpoints import checkpoint
from engine.images.analysis import drawings, photos
from engine.images.data import CLASSES
from engine.images.pictures import Picture
from engine.images.predict import Classifier

_SURE = 0.9
_TURNED = ("drawn ship", *(f"photo {name}" for name in photos.NAMES))
Shown = list[tuple[str, str, Image.Image]]  # name, true class or "", picture


def bases() -> Shown:
    """Return the fifteen pictures as they are."""
    shown = [(f"drawn {name}", name, drawings.load(name)) for name in drawings.NAMES]
    shown += [(f"photo {name}", name, photos.load(name)) for name in photos.NAMES]
    named = [
        (name, truth if truth in CLASSES else "", picture.image)
        for name, truth, picture in shown
    ]
    for name, pixels in zip(
        ("temple", "flower"), load_sample_images().images, strict=True
    ):
        named.append((f"photo {name}", "", Image.fromarray(pixels)))
    return named


def changed(pictures: Shown) -> Shown:
    """Return the thirty-five changed pictures; the change is in the name."""
    ways: dict[str, Callable[[Image.Image], Image.Image]] = {
        "mirrored": ImageOps.mirror,
        "grey": lambda image: image.convert("L").convert("RGB"),
        "turned": lambda image: image.rotate(15, Image.Resampling.BICUBIC),
    }
    return [
        (f"{name}, {way}", truth, make(image))
        for way, make in ways.items()
        for name, truth, image in pictures
        if way != "turned" or name in _TURNED
    ]


def measure(name: str, listed: bool) -> None:
    """Print what one network makes of them."""
    network = Classifier(checkpoint.find("images", name))
    for title, pictures in (("as it is", bases()), ("changed", changed(bases()))):
        inside = right = inside_flagged = outside_flagged = sure = 0
        for each, truth, image in pictures:
            answer = network.classify(Picture(each, image))
            is_flagged, is_right = (
                bool(answer.out_of_distribution),
                answer.best == truth,
            )
            inside += bool(truth)
            right += is_right
            inside_flagged += is_flagged and bool(truth)
            outside_flagged += is_flagged and not truth
            sure += not (is_right or is_flagged) and answer.confidence >= _SURE
            if listed:
                flag = ", flagged" if is_flagged else ""
                print(f"{each}: {answer.best} {answer.confidence:.0%}{flag}")
        outside = len(pictures) - inside
        print(
            f"{name:6} {title:9} right {right} of {inside} ({inside_flagged} flagged); "
            f"none of the classes: {outside_flagged} of {outside} flagged; wrong, sure "
            f"and not flagged: {sure}"
        )


if __name__ == "__main__":
    main("benchmarks.own_pictures", (__doc__ or "").split("\n")[0], measure)
