"""What the cards of all checkpoints say together: one row a figure, one text each.

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
    MEAN,
    figures_for,
    post_combinations,
)
from engine.language.ngrams.table import theoretical_entries


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured loss, ours or somebody else's, with how it was measured."""

    text: str  # name of the source, or of a person's own text
    system: str  # what a reader calls it
    kind: str  # "LSTM", "Kneser–Ney" or "published"
    value: float  # nats per character
    n: int | None  # characters that it is a mean over; None where unknown
    split: str
    origin: str  # the command that measures it again, or who published it
    note: str = ""
    adaptive: bool = False  # goes on learning while it reads
    preset: str = ""  # of our own

    @property
    def bits_per_character(self) -> float:
        """The same loss in bits, as compression papers state it."""
        return self.value / log(2)


@dataclass(frozen=True, slots=True)
class Growth:
    """The memory that n-grams of one order take, in theory and in fact."""

    order: int
    possible: int  # V**order
    post: int  # 98**order, as the post counts
    entries: int  # distinct n-grams that the text has
    size_bytes: int  # of a model of this order


def is_table(card: Card) -> bool:
    """Return whether the card is one of counted n-grams."""
    return card.preset == "ngrams"


def text_of(card: Card) -> str:
    """Return the name of the text that a checkpoint learned from."""
    return next(iter(card.sources), "")


def title_of(text: str) -> str:
    """Return what a reader calls a text."""
    titles = {source.name: source.title for source in data.SOURCES}
    return titles.get(text, text)


def by_order(card: Card) -> list[tuple[int, Metric]]:
    """Return the loss of every order of a counted table, the lowest first."""
    found = ((order, card.metric(f"{MEAN}_order_{order}")) for order in range(1, 11))
    return [(order, metric) for order, metric in found if metric is not None]


def best_order(card: Card) -> tuple[int, Metric] | None:
    """Return the order with the lowest loss; None where none was measured."""
    return min(by_order(card), key=lambda pair: pair[1].value, default=None)


def growth(card: Card) -> list[Growth]:
    """Return the memory of every order of a counted table."""
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
    """Return what a model of that order takes in memory.

    That is the counts of all orders up to it, and the weights that are worked out of
    them: eight bytes for what each n-gram keeps, and for what each context passes on.
    """
    entries = card.facts["entries"]
    contexts = 1 + sum(entries[: order - 1])
    return int(sum(card.facts["bytes"][:order]) + 8 * (sum(entries[:order]) + contexts))


def of_cards(cards: Iterable[Card]) -> list[Figure]:
    """Return every loss on the cards, and beside them what others published.

    Texts in the order of the cards, and of each the lowest loss first.
    """
    listed = list(cards)
    texts = list(dict.fromkeys(text_of(card) for card in listed))
    found = [figure for card in listed for figure in _of_card(card)]
    for text in texts:
        found += _published(text)
    return sorted(found, key=lambda figure: (texts.index(figure.text), figure.value))


def _of_card(card: Card) -> Iterator[Figure]:
    text = text_of(card)
    if is_table(card):
        for order, metric in by_order(card):
            yield _ours(text, f"Kneser–Ney, order {order}", "Kneser–Ney", metric, card)
        return
    for name, words in ((MEAN, ""), (DYNAMIC, ", dynamic evaluation")):
        measured = card.metric(name)
        if measured is not None:
            yield _ours(text, f"LSTM {card.name}{words}", "LSTM", measured, card)


def _ours(text: str, system: str, kind: str, metric: Metric, card: Card) -> Figure:
    return Figure(
        text, system, kind, metric.value, metric.n, metric.split, metric.command,
        "; ".join(filter(None, (metric.note, card.note))),
        metric.name == DYNAMIC, card.preset,
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

    What is far worse would press all others into one corner of a chart.
    """
    best = min((figure.value for figure in listed), default=0.0)
    near = [figure for figure in listed if figure.value <= most * best]
    return sorted(near, key=lambda figure: figure.value)
