"""The answers to the questions of the images guide, computed when they are asked."""

from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError, PictureError
from engine.images.analysis import alterations, channel_images, inside
from engine.images.analysis.alterations import Alteration
from engine.images.analysis.channel_images import Stage
from engine.images.analysis.outcomes import Outcomes
from engine.images.analysis.prepared import (
    PreparedPicture,
    prepare_drawing,
    prepare_photo,
)
from engine.images.answers import Answer as Classified
from engine.images.pixels import Pixels
from ui.format import percent
from ui.loading import cards_of
from ui.stops import Answer, require
from views.images.networks import classify_pixels, network_of, outcomes_of
from views.images.upload import own_pictures

if TYPE_CHECKING:
    from engine.images.predict import Classifier

SHIFT = 8  # pixels
_SURE = 0.9


def card_of() -> Card | None:
    """Return the first network, or None."""
    return next(iter(cards_of("images").values()), None)


def _card() -> Card:
    return require(card_of())


def _network() -> "Classifier":
    return network_of(_card(), None).load()


@cache
def _photo(name: str) -> PreparedPicture:
    return prepare_photo(name)


@cache
def _ship() -> Pixels:
    return prepare_drawing("ship").pad


def _classify(picture: PreparedPicture) -> Classified:
    network = network_of(_card(), None)
    return classify_pixels(network, picture.pad, picture.name, picture.notes)


def _outcomes() -> tuple[Card, Outcomes]:
    """Return the first network whose answers to the test images are stored."""
    for card in cards_of("images").values():
        if (outcomes := outcomes_of(card)) is not None:
            return card, outcomes
    raise CheckpointError(
        "No network on this machine has stored its answers to the test images. "
        "Restore the shipped checkpoints from git."
    )


def cat(_: str) -> Answer:
    """Return what the network takes the cat for."""
    answer = _classify(_photo("cat"))
    return Answer(
        {"cat": 0, "dog": 1}.get(answer.best, 2),
        f"Its answer: {answer.best}, {percent(answer.confidence)}.",
    )


def map_size(_: str) -> Answer:
    """Return the size of the last feature maps."""
    network = _network()
    layer = inside.layers(network)[-1]
    height, width, channels = inside.feature_maps(network, _ship(), layer).shape
    right = 0 if height > 16 else 1 if height > 4 else 2
    return Answer(
        right, f"{layer}: {channels} feature maps of {height} × {width} values."
    )


def _channels() -> tuple[Card, dict[str, Stage]]:
    """Return the first network that has an index of its channels' test images."""
    for card in cards_of("images").values():
        with suppress(CheckpointError):
            return card, channel_images.read(checkpoint.find("images", card.name))
    raise CheckpointError(
        "No network on this machine has stored the test images of its channels. "
        "Restore the shipped checkpoints from git."
    )


def last_stage() -> str | None:
    """Return the last stage with feature maps; None where none is stored."""
    with suppress(CheckpointError):
        _card, stages = _channels()
        return [name for name, stage in stages.items() if stage.size != (1, 1)][-1]
    return None


def favourites(_: str) -> Answer:
    """Return how many channels of the last stage prefer one class."""
    card, stages = _channels()
    labels = _outcomes()[1].labels
    maps = [name for name, stage in stages.items() if stage.size != (1, 1)]
    (few, first), (many, last) = (
        (channel_images.channels_of_one_class(stage, labels), len(stage.indices))
        for stage in (stages[maps[0]], stages[maps[-1]])
    )
    return Answer(
        0 if many <= last / 4 else 1 if many <= 3 * last / 4 else 2,
        f"{many} of {last} channels of {maps[-1]}; in the first stage, {maps[0]}, "
        f"{few} of {first} ({card.name}).",
    )


def shifted(_: str) -> Answer:
    """Return whether a shift changes the class."""
    network = _network()
    before, after = (
        network.one_view(alterations.alter(_ship(), Alteration(right=by))[None])[0]
        for by in (0, SHIFT)
    )
    first, second = int(before.argmax()), int(after.argmax())
    return Answer(
        0 if first == second else 1,
        f"{network.classes[first]}, {percent(float(before[first]))}, before; "
        f"{network.classes[second]}, {percent(float(after[second]))}, after.",
    )


def calibrated(_: str) -> Answer:
    """Return how often the network is right where it is at least 90% confident."""
    card, outcomes = _outcomes()
    sure = [
        hit
        for hit, p in zip(outcomes.hits, outcomes.confidences, strict=True)
        if p >= _SURE
    ]
    if not sure:
        raise CheckpointError(
            f"{card.name} is nowhere at least 90% confident. Go on to the next stop."
        )
    share = sum(sure) / len(sure)
    right = 0 if share >= 0.95 else 1 if share >= 0.85 else 2
    return Answer(
        right,
        f"{sum(sure):,} of {len(sure):,} such answers are right, {percent(share)} "
        f"({outcomes.split} split, {len(outcomes.labels):,} images; {card.name}).",
    )


def confused(_: str) -> Answer:
    """Return what cats are most often taken for."""
    card, outcomes = _outcomes()
    names = outcomes.classes
    cat_row = names.index("cat") if "cat" in names else 0
    row = outcomes.confusion()[cat_row]
    wrong = {names[i]: n for i, n in enumerate(row) if i != cat_row}
    most = max(wrong, key=lambda name: wrong[name])
    return Answer(
        {"dog": 0, "deer": 1, "frog": 2}.get(most, 3),
        f"Of {sum(row):,} {names[cat_row]} images of the {outcomes.split} split, "
        f"{wrong[most]:,} are taken for {most} ({card.name}).",
    )


def unknown(_: str) -> Answer:
    """Return whether the network notices a picture of none of its classes."""
    answer = _classify(_photo("coffee"))
    return Answer(
        0 if answer.out_of_distribution else 1,
        f"The closest class is {answer.best}, {percent(answer.confidence)}.",
    )


def own_picture(expected: str) -> Answer:
    """Return whether the network names what the visitor sees in her own picture."""
    pictures = own_pictures()
    if not pictures:
        raise PictureError(
            "There is no picture of yours yet. Drop one into the field on the Try tab, "
            "or take a photo; then answer again."
        )
    answer = _classify(pictures[-1])
    named = expected.strip().lower() == answer.best.lower()
    return Answer(
        0 if named else 1,
        f"{pictures[-1].name}: {answer.best}, {percent(answer.confidence)}.",
    )
