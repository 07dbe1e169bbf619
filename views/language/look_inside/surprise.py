"""A surprise map: the loss at each character of a text, of one model or two."""

from math import exp, log
from typing import Any

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.language.analysis.compare import Comparison, compare
from engine.language.analysis.figures import is_table
from engine.language.piece import Choice
from ui.cards import label_of
from ui.downloads import characters_csv, download
from ui.format import percent
from ui.links.bound import choose_bound
from ui.links.slider import slide_bound
from ui.loading import find_card
from ui.networks import choose_checkpoint, choose_epoch
from ui.notices import plain
from ui.palette import DIFFERENCE_CLASSES, SURPRISE_CLASSES, Shade
from ui.text.characters import tell_replaced
from ui.text.coloured import coloured_values
from ui.text.marks import legend
from views.language import networks
from views.language.look_inside.passage import passage
from views.language.networks import ngram_writer, writer

_SIGNS = {"\n": "↵", " ": "␣"}
_NOTHING, _NETWORK, _NGRAMS = "Nothing", "Another network or epoch", "n-grams"
# Checkpoint, its files' digests, epoch, and order (0 for a network).
_Model = tuple[str, Digests, float | None, int]


def draw(card: Card, epoch: float | None) -> None:
    """Draw the map of a text for this network, alone or beside another model."""
    st.markdown(
        "How surprising is each character to the network, given all before it? "
        "Surprise is −ln p, in nats: 0 if certain, 0.69 for a coin toss, 4.6 for one "
        "chance in a hundred."
    )
    left, right = st.columns([7, 4], gap="large")
    with right:
        text = passage("language_surprise_text", "Text to read")
        second, second_name = _second(card)
    if not text:
        return
    first: _Model = (card.name, card.digests, epoch, 0)
    with left:
        with st.spinner("Reading …"):
            comparison = _comparison(first, second, text)
        names = [_named(_short(card), epoch)] + ([second_name] if second else [])
        if second == first:
            st.info(
                "This is the same network twice; choose another network or epoch.",
                icon=":material/info:",
            )
        _figures(comparison, names)
        _tell_replaced(comparison, names)
        _map(comparison, names)


def _short(card: Card) -> str:
    """Return the label of a checkpoint without its figure."""
    label = networks.label_of_table(card) if is_table(card) else label_of(card)
    return label.rsplit(" · ", 1)[0] if card.metrics else label


def _named(label: str, epoch: float | None) -> str:
    return label if epoch is None else f"{label}, epoch {epoch:g}"


def _second(first: Card) -> tuple[_Model | None, str]:
    """Draw the choice of a second model, at first another; return it and its name."""
    kind = choose_bound(
        st.selectbox,
        "Compare with",
        [_NOTHING, _NETWORK, _NGRAMS],
        key="language_against",
        persist_state="session",
    )
    if kind == _NETWORK:
        name = choose_checkpoint(
            "language",
            "language_second",
            "Second network",
            wanted=networks.is_network,
            other_than=first.name,
        )
        if name is None:
            return None, ""
        card = find_card("language", name)
        epoch = choose_epoch(card, "language_second_epoch", untrained=True)
        files = card.digests
        return (name, files, epoch, 0), _named(_short(card), epoch)
    if kind == _NGRAMS:
        return _second_ngrams()
    return None, ""


def _second_ngrams() -> tuple[_Model | None, str]:
    """Draw the choice of n-grams and their order."""
    name = choose_checkpoint(
        "language",
        "language_second_ngrams",
        "n-gram model",
        wanted=is_table,
        label_of=networks.label_of_table,
        missing=networks.NO_TABLE,
    )
    if name is None:
        return None, ""
    card = find_card("language", name)
    highest = int(card.facts["kept_order"])
    order = slide_bound(
        "Order",
        1,
        max(highest, 2),
        min(5, highest),
        # One slider per highest order: a stored value out of bounds is an error.
        key=f"language_second_order_{highest}",
        help="An n-gram of order 5 predicts each character from the 4 before it.",
    )
    order = min(order, highest)
    files = card.digests
    return (name, files, None, order), f"{_short(card)}, order {order}"


@st.cache_data(max_entries=8, show_spinner=False)
def _comparison(first: _Model, second: _Model | None, text: str) -> Comparison:
    return compare(text, _read(first, text), _read(second, text) if second else None)


def _read(model: _Model, text: str) -> Any:
    name, _, epoch, order = model
    if order:
        return ngram_writer(name).read(text, order)
    return writer(name, epoch).read(text)


def _figures(comparison: Comparison, names: list[str]) -> None:
    """Draw mean loss, perplexity and total loss of each model."""
    columns = st.columns(len(names))
    for column, (total, mean), name in zip(
        columns, comparison.totals(), names, strict=True
    ):
        column.metric(plain(name), f"{mean:.3f}")
        column.caption(
            f"nats per character: {mean / log(2):.2f} bits, perplexity "
            f"{exp(mean):.2f}; {total:,.0f} nats in all"
        )


def _tell_replaced(comparison: Comparison, names: list[str]) -> None:
    """Name the replaced characters, once if they are the same for both models."""
    if len(names) == 2 and comparison.replaced[0] == comparison.replaced[1]:
        tell_replaced(comparison.replaced[0], "Both")
        return
    for replaced, name in zip(comparison.replaced, names, strict=True):
        tell_replaced(replaced, name)


def _instead(character: str, likeliest: Choice | None) -> str:
    """Return what was expected, and how much, where something else came."""
    if likeliest is None:
        return ""
    if likeliest.character == character:
        return ", as expected"
    shown = _SIGNS.get(likeliest.character, likeliest.character)
    return f"; expected “{shown}” ({percent(likeliest.before)})"


def _map(comparison: Comparison, names: list[str]) -> None:
    """Draw the text coloured by surprise, or by the difference of two models."""
    values = comparison.difference
    if len(names) == 1:
        shades: tuple[Shade, ...] = SURPRISE_CLASSES
        title = "Surprise:"
        notes = [
            f"surprised it by {value:.2f} nats{_instead(character, likeliest)}"
            for character, value, likeliest in zip(
                comparison.text, values, comparison.expected, strict=True
            )
        ]
        label = f"Text coloured by the surprise of {names[0]}"
    else:
        shades, title = DIFFERENCE_CLASSES, "Difference in loss (first − second), nats:"
        both = zip(
            comparison.columns()["nats"],
            comparison.columns()["nats_of_second"],
            strict=True,
        )
        notes = [f"first: {a:.2f} nats, second: {b:.2f} nats" for a, b in both]
        label = f"Text coloured by difference in loss: {names[0]} minus {names[1]}"
    coloured_values(
        comparison.text, values, shades, "language_surprise_map", notes, label
    )
    legend(shades, title)
    download(
        "Characters with nats",
        lambda: characters_csv(comparison.text, comparison.columns()),
        "surprise.csv",
        "language_save_surprise",
    )
