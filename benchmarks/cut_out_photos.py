"""Ninety-seven photos, cut out on transparency: right, flagged, and confidently wrong.

    python -m benchmarks.cut_out_photos [CHECKPOINT ...]

They come with Debian's `tuxpaint-stamps-default` (version 2022.06.04; in
/usr/share/tuxpaint or where TUXPAINT says): photographs of animals and vehicles whose
background was removed, as a person cuts out an object. Fifty-two show one of the
classes of CIFAR-10, thirty-five of them birds; forty-five, all of animals, show none.
Which is which was written down, from the file names and by looking, before a network
was asked; the airplane was forgotten at first and added after the first count. A pickup
and big cats are left out: whether they belong to a class is open.

Each is cropped to its middle square, as the first edition did, and padded, as the
page does. Printed: how many are right of those that show a class, how many of those
without one are flagged, and how many are wrong, at least 90% sure, and not flagged.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.each_checkpoint import main
from engine.checkpoints import checkpoint
from engine.images.pictures import FITS, Picture, open_picture
from engine.images.predict import Classifier

_SURE = 0.9
_BIRDS = """adelaide-rosella albino_peahen blackbird chicken_profile crow crowned_crane
    cuckoo drake duck gander guineafowl helmeted_guineafowl hen heron_greatblue
    heron_greatblue_flying lark little-penguin magellanic_penguin magpie nandou ostrich
    owl peacock pelican penguin pigeon pink_flamingo quetzal rainbow-lorikeet rooster
    seagull silver-gull tucan turkey vulture"""
_INSIDE = {
    "bird": [f"animals/birds/{name}" for name in _BIRDS.split()],
    "frog": ["animals/amphibians/frog-1", "animals/amphibians/frog"],
    "deer": [f"animals/mammals/deer/{n}" for n in ("caribou", "deer", "doe", "wapiti")],
    "dog": ["animals/mammals/dogs/dingo", "animals/mammals/dogs/dog"],
    "horse": ["animals/mammals/equines/horse"],
    "airplane": ["vehicles/flight/planes/747"],
    "automobile": [f"vehicles/auto/{n}" for n in ("beetle", "sedan", "sportscar2")],
    "truck": ["vehicles/emergency/firetruck", "vehicles/garbagetruck"],
    "ship": ["vehicles/ship/chineseJunk", "vehicles/ship/walnutBoat"],
}
_OUTSIDE = {
    "apes": "chimp gorilla tamarin_emperor",
    "aquatic": "dolphin orca otter sea_lion whale",
    "bears": "bear european-bear",
    "bovines": """bison bull cow cow_white gnu-baby gnu-baby-stand gnu-sitting
        gnu-stand goat mountaingoat ram sheep sheep_lamb yak zebu""",
    "camel": "camel dromedary",
    "rodents": "beaver capybara marmot mouse rabbit rabbit-2 rat squirrel",
    ".": """badger elephant ferret giraffe hippopotamus pig pig_golden pig_golden2
        rhino_black wildboar""",
}


def photos() -> Iterator[tuple[str, Picture]]:
    """Yield the true class, "" for none, and the photo.

    Raises:
        SystemExit: They are not here.
    """
    folder = Path(os.environ.get("TUXPAINT", "/usr/share/tuxpaint")) / "stamps"
    if not folder.is_dir():
        raise SystemExit("The photos are not here: apt install tuxpaint-stamps-default")
    mammals = [
        f"animals/mammals/{kind}/{name}"
        for kind, names in _OUTSIDE.items()
        for name in names.split()
    ]
    for truth, names in {**_INSIDE, "": mammals}.items():
        for name in names:
            content = (folder / f"{name}.png").read_bytes()
            yield truth, open_picture(content, Path(name).name)


def measure(name: str, listed: bool) -> None:
    """Print what one network makes of them, cropped and padded."""
    network = Classifier(checkpoint.find("images", name))
    for fit in reversed(FITS):
        right, flagged, sure = [], [], 0
        for truth, picture in photos():
            answer = network.classify(picture, fit)
            is_flagged = bool(answer.out_of_distribution)
            is_right = answer.best == truth
            if truth:
                right.append((truth, is_right))
            else:
                flagged.append(is_flagged)
            sure += not (is_right or is_flagged) and answer.confidence >= _SURE
            if listed:
                flag = ", flagged" if is_flagged else ""
                print(f"{picture.name}: {answer.best} {answer.confidence:.0%}{flag}")
        birds = [is_right for truth, is_right in right if truth == "bird"]
        others = [is_right for truth, is_right in right if truth != "bird"]
        print(
            f"{name:6} {fit:4} right: {sum(birds)} of {len(birds)} birds, "
            f"{sum(others)} of {len(others)} others; none of the classes: "
            f"{sum(flagged)} of {len(flagged)} flagged; wrong, sure and not flagged: "
            f"{sure} of {len(right) + len(flagged)}"
        )


if __name__ == "__main__":
    main("benchmarks.cut_out_photos", (__doc__ or "").split("\n")[0], measure)
