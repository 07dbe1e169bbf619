"""The models of the language pages: networks, and tables of n-gram counts."""

from typing import TYPE_CHECKING

from engine.checkpoints.checkpoint import Card
from engine.language.analysis import figures
from ui import cards
from ui.loading import cards_of, predictor

if TYPE_CHECKING:
    from engine.language.mixture import Mixture
    from engine.language.ngrams.writer import NGramWriter
    from engine.language.predict import Writer

NO_TABLE = (
    "No n-grams have been counted on this machine yet. Count them on the Train tab "
    "or with `./loupe train language --preset ngrams`."
)


def is_network(card: Card) -> bool:
    """Return whether the checkpoint is a network, not a table of n-gram counts."""
    return not figures.is_table(card)


def networks() -> dict[str, Card]:
    """Return the cards of all networks, shipped ones first."""
    return cards_of("language", is_network)


def tables() -> dict[str, Card]:
    """Return the cards of all n-gram tables, shipped ones first."""
    return cards_of("language", figures.is_table)


def writer(name: str, epoch: float | None = None) -> "Writer":
    """Return a network's `Writer`, as `ui.loading.predictor` does."""
    loaded: Writer = predictor("language", name, epoch)
    return loaded


def epoch_name(epoch: float | None) -> str:
    """Return what the weights of an epoch are called; None for the final ones."""
    if epoch is None:
        return "final weights"
    return f"epoch {epoch:g}" if epoch else "epoch 0, untrained"


def ngram_writer(name: str) -> "NGramWriter":
    """Return an n-gram table's `NGramWriter`, as `ui.loading.predictor` does."""
    loaded: NGramWriter = predictor("language", name)
    return loaded


def mixture_of(network: str, table: str) -> "Mixture":
    """Return a network and an n-gram table that write together."""
    from engine.language.mixture import Mixture  # imports Keras

    counts = ngram_writer(table)
    return Mixture(writer(network), counts, counts.table.order)


def label_of_table(card: Card) -> str:
    """Return the label of an n-gram table, with the loss of its best order."""
    best = figures.best_order(card)
    if best is None:
        return cards.label_of(card, "n-grams")
    order, metric = best
    figure = f"{metric.value:.2f} nats per character, order {order}"
    return cards.label_of(card, "n-grams", figure)
