"""The answers to the questions of the language guide, computed when they are asked."""

from math import exp

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card, Digests
from engine.errors import CheckpointError
from engine.language.analysis import one_step
from engine.language.analysis.overfitting import lowest_loss
from engine.language.analysis.published import MEAN
from engine.language.analysis.units import LINE as LINE_TRAIT
from engine.language.analysis.units import Match, survey
from engine.language.measures import words_of
from engine.language.piece import Piece, joined
from engine.runs import events
from engine.sampling import AS_GIVEN, SamplingSettings
from ui.format import percent
from ui.stops import Answer, require
from views.language import networks
from views.language.look_inside.passage import SCENE

LINE = "ROMEO:\nO, speak again, bright ange"
WRITTEN = 400  # characters


def card_of(preset: str) -> Card | None:
    """Return the first network of a preset, else the first; None without any."""
    cards = list(networks.networks().values())
    wanted = [card for card in cards if card.preset == preset]
    return next(iter([*wanted, *cards]), None)


def _network(preset: str = "best") -> Card:
    return require(card_of(preset))


def _next(settings: SamplingSettings) -> tuple[str, float, float]:
    """Return the likeliest character after the line, and p before and after."""
    read = networks.writer(_network().name).read(LINE + " ", settings=settings)
    likeliest = read.piece.choices[-1][0]
    return likeliest.character, likeliest.before, likeliest.after


def guess(_: str) -> Answer:
    """Return how sure the network is of the character after the line."""
    character, p, _after = _next(AS_GIVEN)
    right = 0 if p > 0.9 else 1 if p >= 0.5 else 2
    return Answer(right, f"It gives “{character}” {percent(p)}.")


def hot(_: str) -> Answer:
    """Return whether its favourite stays above one half at temperature 2."""
    character, before, after = _next(SamplingSettings(temperature=2.0))
    change = f"“{character}” goes from {percent(before)} at T = 1 to {percent(after)}."
    return Answer(0 if after > 0.5 else 1, change)


def _written(settings: SamplingSettings) -> Piece:
    writer = networks.writer(_network().name)
    return joined(list(writer.write("KING:\n", WRITTEN, settings)))


def variety(_: str) -> Answer:
    """Return which of two texts has more different words."""
    two, every = (
        len(words_of(_written(SamplingSettings(top_n=n, seed=1)).text)) for n in (2, 0)
    )
    right = 0 if two > every else 1 if two < every else 2
    return Answer(
        right, f"{two} different words from the two most likely, {every} from all."
    )


def memory(_: str) -> Answer:
    """Return what regular resets of the state cost on the scene."""
    from engine.language.predict import Memory  # imports Keras

    writer = networks.writer(_network().name)
    whole, short = (
        writer.read(SCENE, Memory(reset_every=every)).piece.nats_per_character
        for every in (0, 8)
    )
    rise = short - whole
    right = 0 if rise <= 0 else 1 if rise <= 0.3 else 2
    return Answer(
        right,
        f"{whole:.2f} nats per character with its whole memory, {short:.2f} with "
        f"resets, over {len(SCENE)} characters.",
    )


def unit(_: str) -> Answer:
    """Return whether a unit follows a trait of the scene closely."""
    best = survey(networks.writer(_network().name), SCENE).matches[0]
    evidence = (
        f"Layer {best.layer + 1}, unit {best.unit + 1} follows “{best.trait}” with "
        f"correlation {best.correlation:.2f} over {len(SCENE)} characters."
    )
    return Answer(0 if abs(best.correlation) > 0.8 else 1, evidence)


def line_unit() -> Match:
    """Return the unit that follows the position in the line best."""
    card = _network()
    return _line_unit(card.name, card.digests)


@st.cache_data(max_entries=4, show_spinner=False)
def _line_unit(name: str, digests: Digests) -> Match:
    """Read the scene; `digests` renews the entry when the checkpoint changes."""
    matches = survey(networks.writer(name), SCENE).matches
    return next((match for match in matches if match.trait == LINE_TRAIT), matches[0])


def gates(_: str) -> Answer:
    """Return after which characters a unit's forget gate keeps least."""
    from engine.language.analysis.trace import trace  # imports Keras

    match = line_unit()
    traced = trace(networks.writer(_network().name), SCENE)
    means = [
        one_step.mean_gate(traced, "forget", match.layer, match.unit, after)
        for after in ("\n".__eq__, " ".__eq__, str.isalpha)
    ]
    return Answer(
        means.index(min(means)),
        f"Layer {match.layer + 1}, unit {match.unit + 1}: at line ends "
        f"{percent(means[0])} of the cell stays, at spaces {percent(means[1])}, at "
        f"letters {percent(means[2])}.",
    )


def overfitting(_: str) -> Answer:
    """Return when the validation loss of the original network was lowest."""
    card = _network("post")
    final = card.metric(MEAN)
    reported = events.read(checkpoint.find("language", card.name) / "events.jsonl")
    lowest = lowest_loss(reported)
    if final is None or lowest is None:
        raise CheckpointError(
            f"{card.name} has no validation losses along the way. Train it on the "
            "Train tab: its curve is drawn there."
        )
    loss, epoch = lowest
    where = (
        f"{loss:.2f} nats per character after {epoch:.0f} epochs, {final.value:.2f} "
        f"after {card.epochs:g}, measured on {final.n:,} characters ({final.split})."
    )
    right = 2 if final.value <= loss else 0 if epoch <= card.epochs / 3 else 1
    return Answer(right, where)


def own_line(own: str) -> Answer:
    """Return whether a line surprises the network more than the scene."""
    writer = networks.writer(_network().name)
    yours, scene = (writer.read(text).piece.nats_per_character for text in (own, SCENE))
    return Answer(
        0 if yours > scene else 1,
        f"Your line: {yours:.2f} nats per character, a choice among {exp(yours):.1f}; "
        f"our scene: {scene:.2f}, among {exp(scene):.1f}.",
    )
