"""The losses on the cards of all checkpoints, beside published ones, text by text.

Nothing is measured here and no number is typed: every value comes from a card or from
`published.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from engine.checkpoints.checkpoint import Card, Metric
from engine.language import data
from engine.language.analysis.published import (
    DYNAMIC,
    DYNAMIC_MIXED,
    MEAN,
    MIXED,
    figures_for,
    post_combinations,
)
from engine.language.ngrams.table import theoretical_entries

# Metric, kind of figure, and what follows the network's name.
_MEASURES = (
    (MEAN, "LSTM", ""),
    (MIXED, "mixture", " with n-grams"),
    (DYNAMIC, "LSTM", ", dynamic evaluation"),
    (DYNAMIC_MIXED, "mixture", ", dynamic evaluation with n-grams"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One loss, measured here or published, with how it was measured."""

    text: str  # name of the source, or of your own text
    system: str  # its name on a page
    kind: str  # "LSTM", "mixture", "Kneser–Ney" or "published"
    value: float  # nats per character
    n: int | None  # characters it is a mean over; None if not stated
    split: str
    origin: str  # the command that measures it, or the publication
    note: str = ""
    adaptive: bool = False  # measured by dynamic evaluation
    preset: str = ""  # empty for published figures

    @property
    def bits_per_character(self) -> float:
        """The same loss in bits, as compression papers state it."""
        return self.value / log(2)


@dataclass(frozen=True, slots=True)
class Growth:
    """The number of n-grams of one order, possible and actual, and their memory."""

    order: int
    possible: int  # V**order
    post: int  # 98**order, as in the original post
    entries: int  # distinct n-grams in the text
    size_bytes: int  # memory of a model of this order


def is_table(card: Card) -> bool:
    """Return whether the card is of an n-gram table."""
    return card.preset == "ngrams"


def text_of(card: Card) -> str:
    """Return the name of the text that a checkpoint was trained on."""
    return next(iter(card.sources), "")


def title_of(text: str) -> str:
    """Return the title of a text; an own text has only a name."""
    titles = {source.name: source.title for source in data.SOURCES}
    return titles.get(text, text)


def by_order(card: Card) -> list[tuple[int, Metric]]:
    """Return the loss of every order of an n-gram table, lowest order first."""
    metrics = ((n, card.metric(f"{MEAN}_order_{n}")) for n in range(1, 11))
    return [(order, metric) for order, metric in metrics if metric is not None]


def best_order(card: Card) -> tuple[int, Metric] | None:
    """Return the order with the lowest loss; None if none was measured."""
    return min(by_order(card), key=lambda pair: pair[1].value, default=None)


def growth(card: Card) -> list[Growth]:
    """Return sizes of every order of an n-gram table."""
    entries, sizes = card.facts.get("entries", []), card.facts.get("bytes", [])
    return [
        Growth(
            order,
            theoretical_entries(entries[0], order),  # order 1 has every character
            post_combinations(order),
            entry,
            model_bytes(card, order),
        )
        for order, entry in enumerate(entries[: len(sizes)], start=1)
    ]


def model_bytes(card: Card, order: int) -> int:
    """Return the memory of a model of that order.

    That is the counts of all orders up to it, and the interpolation weights computed
    from them: eight bytes for each n-gram and for each context.
    """
    entries = card.facts["entries"]
    contexts = 1 + sum(entries[: order - 1])
    return int(sum(card.facts["bytes"][:order]) + 8 * (sum(entries[:order]) + contexts))


def of_cards(cards: Iterable[Card]) -> list[Figure]:
    """Return every loss on the cards, and the published ones on the same texts.

    Texts in the order of the cards, and of each the lowest loss first.
    """
    listed = list(cards)
    texts = list(dict.fromkeys(text_of(card) for card in listed))
    losses = [figure for card in listed for figure in _of_card(card)]
    for text in texts:
        losses += _published(text)
    return sorted(losses, key=lambda figure: (texts.index(figure.text), figure.value))


def _of_card(card: Card) -> Iterator[Figure]:
    text = text_of(card)
    if is_table(card):
        for order, metric in by_order(card):
            yield _ours(text, f"Kneser–Ney, order {order}", "Kneser–Ney", metric, card)
        return
    for name, kind, suffix in _MEASURES:
        measured = card.metric(name)
        if measured is not None:
            yield _ours(text, f"LSTM {card.name}{suffix}", kind, measured, card)


def _ours(text: str, system: str, kind: str, metric: Metric, card: Card) -> Figure:
    return Figure(
        text, system, kind, metric.value, metric.n, metric.split, metric.command,
        "; ".join(filter(None, (metric.note, card.note))),
        metric.name in (DYNAMIC, DYNAMIC_MIXED), card.preset,
    )  # fmt: skip


def _published(text: str) -> Iterator[Figure]:
    for metric in (MEAN, DYNAMIC):
        for figure in figures_for(text, metric):
            yield Figure(
                text, figure.system, "published", figure.value, None, figure.split,
                figure.citation, figure.note, metric == DYNAMIC,
            )  # fmt: skip


def near_the_best(listed: Sequence[Figure], most: float = 1.4) -> list[Figure]:
    """Return the figures that are at most `most` times the best one, best first.

    A much weaker model would squeeze all others into one corner of a chart.
    """
    best = min((figure.value for figure in listed), default=0.0)
    near = [figure for figure in listed if figure.value <= most * best]
    return sorted(near, key=lambda figure: figure.value)
