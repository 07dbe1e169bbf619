"""The answers to the questions of the n-grams guide, computed when they are asked."""

from engine.checkpoints.checkpoint import Card, Metric
from engine.errors import CheckpointError
from engine.language.analysis import figures
from engine.language.analysis.published import MEAN
from engine.language.piece import joined
from engine.sampling import SamplingSettings
from ui.format import percent
from ui.stops import Answer, require
from views.language import networks
from views.language.look_inside.passage import SCENE

CONTEXT = "My lord, th"
STRANGE = "My lord, xq"
_WRITTEN = 300  # characters


def table_of() -> Card | None:
    """Return the first table of counts, or None."""
    return next(iter(networks.tables().values()), None)


def network_of() -> Card | None:
    """Return the first network of the table's text, or None."""
    table = table_of()
    if table is None:
        return None
    text = figures.text_of(table)
    cards = networks.networks().values()
    return next((card for card in cards if figures.text_of(card) == text), None)


def _table() -> Card:
    return require(table_of(), networks.NO_TABLE)


def _network() -> Card:
    return require(
        network_of(),
        f"No network has been trained on the text of {_table().name} yet. Train one on "
        "the Language page.",
    )


def _order(most: int) -> int:
    return min(most, int(_table().facts["kept_order"]))


def _next(text: str, order: int) -> dict[str, float]:
    """Return the likeliest characters after a text with their probabilities."""
    read = networks.ngram_writer(_table().name).read(text + " ", order)
    return {choice.character: choice.before for choice in read.piece.choices[-1]}


def most_frequent(_: str) -> Answer:
    """Return the character that the counts expect after the context."""
    order = _order(3)
    choices = _next(CONTEXT, order)
    first = max(choices, key=lambda character: choices[character])
    return Answer(
        {"e": 0, "a": 1, "o": 2}.get(first, 3),
        f"Order {order} gives “{first}” {percent(choices[first])}.",
    )


def unseen(_: str) -> Answer:
    """Return what a character gets after a context that the text never had."""
    order = _order(5)
    read = networks.ngram_writer(_table().name).read(STRANGE + "e", order)
    p = float(read.piece.probability[-1])
    right = 0 if p == 0 else 1 if p < 0.5 else 2
    return Answer(right, f"Order {order} gives “e” {percent(p)} after “{STRANGE}”.")


def best_order(_: str) -> Answer:
    """Return which order predicts new text best."""
    best = figures.best_order(_table())
    if best is None:
        raise CheckpointError(_unmeasured(_table()))
    order, metric = best
    right = 0 if order <= 3 else 1 if order <= 6 else 2
    return Answer(right, f"Order {order}: {_in_words(metric, _table())}.")


def seen_share(_: str) -> Answer:
    """Return which share of all possible n-grams occurs in the text."""
    sizes = figures.growth(_table())
    row = sizes[min(5, len(sizes)) - 1]
    share = row.entries / row.possible
    right = 0 if share > 0.1 else 1 if share >= 0.001 else 2
    return Answer(
        right,
        f"Of {row.possible:,} possible n-grams of order {row.order}, {row.entries:,} "
        f"occur ({100 * share:.2g}%).",
    )


def network_or_counts(_: str) -> Answer:
    """Return whether the network or the best order predicts better."""
    network, best = _network(), figures.best_order(_table())
    loss = network.metric(MEAN)
    if loss is None or best is None:
        raise CheckpointError(_unmeasured(network if loss is None else _table()))
    order, counted = best
    right = 0 if loss.value < counted.value else 1
    return Answer(
        right,
        f"The network: {_in_words(loss, network)}. Order {order}: {counted.value:.2f}.",
    )


def own_text(_: str) -> Answer:
    """Return whether the highest order is surer of its own text than of a new one."""
    card = _table()
    order = _order(10)
    metric = card.metric(f"{MEAN}_order_{order}")
    if metric is None:
        raise CheckpointError(_unmeasured(card))
    writer = networks.ngram_writer(card.name)
    parts = list(writer.write("L", _WRITTEN, SamplingSettings(), order))
    own = joined(parts).nats_per_character
    return Answer(
        0 if own < metric.value else 1,
        f"Order {order}: {own:.2f} nats per character on {_WRITTEN} characters of its "
        f"own, {_in_words(metric, card)} on new text.",
    )


def mixture(_: str) -> Answer:
    """Return whether mixing in counts helps the network on the scene."""
    from engine.language.mixture import mixed_adaptively  # imports Keras

    order = _order(10)
    network = networks.writer(_network().name).read(SCENE).piece
    counts = networks.ngram_writer(_table().name).read(SCENE, order).piece
    if len(network.text) != len(counts.text):
        raise CheckpointError("These models do not read the same characters.")
    log_p, weight = mixed_adaptively(-network.nats, -counts.nats)
    both = -float(log_p.mean())
    alone = network.nats_per_character
    return Answer(
        0 if both < alone else 1,
        f"{both:.3f} nats per character mixed, {alone:.3f} alone, over "
        f"{len(SCENE)} characters. The weight of the counts of order {order}, learned "
        f"while reading, ends at {percent(weight)}.",
    )


def own_line(own: str) -> Answer:
    """Return which of both a line of the visitor surprises less."""
    order = _order(5)
    ours = networks.writer(_network().name).read(own).piece.nats_per_character
    counted = networks.ngram_writer(_table().name).read(own, order)
    theirs = counted.piece.nats_per_character
    return Answer(
        0 if ours < theirs else 1,
        f"The network: {ours:.2f}, order {order}: {theirs:.2f} nats per character.",
    )


def _in_words(metric: Metric, card: Card) -> str:
    return (
        f"{metric.value:.2f} nats per character ({metric.split}, n = {metric.n:,}; "
        f"{card.name})"
    )


def _unmeasured(card: Card) -> str:
    return (
        f"{card.name} was not measured. Train it once more: every training ends with "
        "its measurements."
    )
