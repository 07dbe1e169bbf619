"""The answers to the questions of the sentiment guide, computed when they are asked."""

from collections.abc import Sequence

from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.sentiment.analysis import agreement, changes, occlusion
from engine.sentiment.answers import Reading
from engine.sentiment.data import NEUTRAL
from engine.sentiment.samples import SAMPLES
from ui.format import signed
from ui.stops import Answer, require
from views.sentiment.networks import MISSING, contenders, name_of, read, reviewer

TEXTS = {sample.name: sample.text for sample in SAMPLES}
POSITIVE = "This is a good film."
BAG, CHARACTERS, SEQUENCE = "glove_dnn", "char_cnn", "best"
_ALIKE = 0.25  # stars: differences below are called about the same
_SAME = 0.005  # stars


def card_of(preset: str) -> Card | None:
    """Return the network of a preset, else the first one; None without any."""
    cards = list(contenders().values())
    return next((c for c in cards if c.preset == preset), next(iter(cards), None))


def _card(preset: str) -> Card:
    return require(card_of(preset), MISSING)


def _stars(card: Card, names: Sequence[str]) -> list[float]:
    return [read(card, TEXTS[name]).stars for name in names]


def _side(reading: Reading) -> int:
    """Return 0 for a negative class, 1 for neutral, 2 for a positive one."""
    return (reading.label > NEUTRAL) - (reading.label < NEUTRAL) + 1


def although(_: str) -> Answer:
    """Return on which side a network sees criticism that ends in praise."""
    card = _card(SEQUENCE)
    reading = read(card, TEXTS["although"])
    return Answer(
        2 - _side(reading),
        f"{name_of(card)}: {reading.label_name}, {reading.stars:.1f} of 5 stars.",
    )


def bag(_: str) -> Answer:
    """Return whether a bag of words tells apart two orders of the same words."""
    card = _card(BAG)
    good, bad = _stars(card, ("order-good", "order-bad"))
    return Answer(
        0 if abs(good - bad) < _SAME else 1,
        f"{name_of(card)}: {good:.2f} stars and {bad:.2f} stars.",
    )


def order(_: str) -> Answer:
    """Return how far apart a network in reading order puts the same two reviews."""
    card = _card(SEQUENCE)
    good, bad = _stars(card, ("order-good", "order-bad"))
    gap = good - bad
    right = 0 if gap > 1 else 1 if gap >= _ALIKE else 2
    return Answer(right, f"{name_of(card)}: {good:.2f} and {bad:.2f} stars.")


def negation(_: str) -> Answer:
    """Return what a “not” does to a positive review."""
    card = _card(SEQUENCE)
    before = read(card, POSITIVE)
    after = read(card, changes.negate(POSITIVE))
    fell = before.stars - after.stars >= _ALIKE
    right = 0 if fell and _side(after) == 0 else 1 if fell else 2
    return Answer(
        right,
        f"{name_of(card)}: {before.stars:.1f} stars before, {after.stars:.1f} with "
        f"“not” ({after.label_name}).",
    )


def typos(_: str) -> Answer:
    """Return whom misspelled praise convinces more."""
    words, letters = _card(BAG), _card(CHARACTERS)
    (bag_stars,), (letter_stars,) = (
        _stars(card, ("typos",)) for card in (words, letters)
    )
    gap = letter_stars - bag_stars
    right = 0 if gap >= _ALIKE else 1 if gap <= -_ALIKE else 2
    return Answer(
        right,
        f"{name_of(letters)}: {letter_stars:.1f} stars; {name_of(words)}: "
        f"{bag_stars:.1f}. Words not in its vocabulary: "
        f"{len(read(words, TEXTS['typos']).unknown_words)}.",
    )


def sarcasm(_: str) -> Answer:
    """Return which word moves the answer on a sarcastic review most."""
    card = _card(SEQUENCE)
    tokens = read(card, TEXTS["sarcasm"]).tokens
    words = [token.word for token in tokens]
    effects = occlusion.stars_without_words(reviewer(card.name), words).tolist()
    effect, word = max(zip(effects, words, strict=True), key=lambda pair: abs(pair[0]))
    return Answer(
        {"great": 0, "original": 1, "another": 2}.get(word.lower(), 3),
        f"{name_of(card)}: “{word}” moves the answer by {signed(effect)} stars.",
    )


def lookup(_: str) -> Answer:
    """Return whether a table of the training phrases helps the network."""
    card, split = _card(SEQUENCE), "test"
    names = ("phrase_accuracy", "lookup_network_phrase_accuracy", "sentence_accuracy")
    alone, helped, sentences = (card.metric(name, split) for name in names)
    if alone is None or helped is None or sentences is None:
        raise CheckpointError(
            f"{card.name} was not measured on the test split. `./loupe fetch "
            "sentiment` brings the reviews that networks are measured on."
        )
    rise = helped.value - alone.value
    return Answer(
        0 if rise > 0.01 else 1 if rise < -0.01 else 2,
        f"{name_of(card)}: {alone.value:.1%} of {alone.n:,} phrases alone, "
        f"{helped.value:.1%} with the table; of {sentences.n:,} whole sentences "
        f"{sentences.value:.1%} ({split}).",
    )


def own_review(own: str) -> Answer:
    """Return whether all networks name the same class for the visitor's review."""
    cards = list(contenders().values())
    if not cards:
        raise CheckpointError(MISSING)
    readings = [read(card, own) for card in cards]
    names = {reading.label_name for reading in readings}
    said = (
        agreement.agreement(readings).sentence
        if len(readings) > 1
        else f"only one network is here: {readings[0].label_name}."
    )
    return Answer(0 if len(names) == 1 else 1, said[:1].upper() + said[1:])
