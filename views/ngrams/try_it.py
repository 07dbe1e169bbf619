"""The Try tab: all contenders write on from one prompt, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.language import defaults
from engine.language.analysis import duel, example
from engine.language.analysis.duel import Judgement
from engine.language.piece import Piece
from engine.sampling import SamplingSettings
from ui import loading
from ui.notices import told
from ui.sampling import sampling_settings
from ui.text.characters import tell_replaced
from ui.text.redaction import known_reference
from views.language import networks
from views.ngrams import columns as ngrams_columns
from views.ngrams.columns import Column
from views.ngrams.request import Chosen, orders_key

_NETWORK = duel.contender_name(None)
_RESULTS = "ngrams_results"  # session state: what was asked, and what came of it


@dataclass(frozen=True, slots=True)
class Asked:
    """All that the texts depend on; equal questions are not written twice."""

    network: str | None
    table: str | None
    digests: tuple[str, ...]
    orders: tuple[int, ...]
    prompt: str
    length: int
    settings: SamplingSettings


def draw(chosen: Chosen) -> None:
    """Draw the controls, the contenders' texts, and what can be said of them."""
    asked, again = _controls(chosen)
    columns = ngrams_columns.prepare(chosen, asked.orders)
    asked_before, judged = st.session_state.get(_RESULTS, (None, {}))
    with told():
        if chosen.network is not None and asked.network is None:
            _draw_example(chosen, chosen.network, columns[_NETWORK])
            st.fragment(_wait, run_every=1.0)()
        if again or asked_before != asked:
            judged = _run(asked, chosen, columns)
            st.session_state[_RESULTS] = (asked, judged)
        for name, judgement in judged.items():
            columns[name].draw(judgement, asked.prompt)
        _tell_replaced(asked)
    ngrams_columns.draw_words(judged)


def _controls(chosen: Chosen) -> tuple[Asked, bool]:
    """Draw prompt, orders and settings; return them and whether to write again."""
    top = chosen.table.facts["kept_order"] if chosen.table else 0
    prompt_place, order_place, button_place = st.columns(
        [3, 3, 1.3], vertical_alignment="bottom"
    )
    prompt = prompt_place.text_input(
        "Prompt",
        "L",
        max_chars=500,
        key="ngrams_prompt",
        help="All models continue it. The original blog post (2016–2018) used “L”.",
        bind="query-params",
        persist_state="session",
    )
    with order_place:
        low, high = _orders(top)
    again = button_place.button(
        "Write again",
        type="primary",
        key="ngrams_again",
        width="stretch",
        help="The same seed gives the same texts; the speed is measured again.",
    )
    with st.expander("Sampling, length and a third order", icon=":material/tune:"):
        left, right = st.columns(2, gap="large")
        with left:
            settings = sampling_settings("ngrams", defaults.SETTINGS)
        with right:
            length, middle = _more(low, high)
    writes = loading.engine_ready("language") and chosen.network is not None
    asked = Asked(
        chosen.network.name if writes and chosen.network else None,
        chosen.table.name if chosen.table else None,
        tuple(str(sorted(card.files.items())) for card in chosen.cards),
        duel.contending_orders(low, high, middle) if top else (),
        prompt,
        length,
        settings,
    )
    return asked, again


def _orders(top: int) -> tuple[int, int]:
    """Draw the orders' range, as far as the table was counted."""
    if top < 2:
        return top, top
    low, high = st.slider(
        "n-gram orders",
        1,
        top,
        (min(3, top - 1), min(7, top)),
        # A table of a lower order has a slider of its own: a value out of bounds
        # would be an error.
        key=orders_key(top),
        help="An n-gram of order 5 predicts each character from the 4 before it.",
        bind="query-params",
        persist_state="session",
    )
    return int(low), int(high)


def _more(low: int, high: int) -> tuple[int, bool]:
    length = st.slider(
        "Characters to write",
        100,
        2000,
        defaults.LENGTH,
        step=100,
        key="ngrams_length",
        bind="query-params",
        persist_state="session",
    )
    middle = st.toggle(
        "Add a third order between the two",
        key="ngrams_middle",
        disabled=high - low < 2,
        bind="query-params",
        persist_state="session",
    )
    return int(length), bool(middle)


def _run(
    asked: Asked, chosen: Chosen, columns: dict[str, Column]
) -> dict[str, Judgement]:
    """Let all write, drawing as they go; return what can be said of their texts."""
    # While Keras is being imported in the background, everybody's clock runs wrong.
    fair = loading.engine_ready("language")
    known = known_reference(chosen.cards[0])
    last: dict[str, duel.Turn] = {}
    for turn in duel.race(_contenders(asked)):
        columns[turn.name].stream(known.shown(turn.piece), asked.prompt)
        last[turn.name] = turn
    return {
        name: duel.judge(last[name].piece, last[name].seconds if fair else None, known)
        for name in columns
        if name in last
    }


def _tell_replaced(asked: Asked) -> None:
    """Say which characters of the prompt none of them knew: they learned one text."""
    if asked.table is not None:
        vocabulary = networks.ngram_writer(asked.table).vocabulary
    elif asked.network is not None:
        vocabulary = networks.writer(asked.network).vocabulary
    else:
        return
    tell_replaced(vocabulary.encode(asked.prompt).replaced, "All models")


def _contenders(asked: Asked) -> dict[str, Iterator[Piece]]:
    """Return the writers at work, loaded before any clock runs."""
    pieces: dict[str, Iterator[Piece]] = {}
    if asked.network is not None:
        network = networks.writer(asked.network)
        pieces[_NETWORK] = network.write(asked.prompt, asked.length, asked.settings)
    if asked.table is not None and asked.orders:
        table = networks.ngram_writer(asked.table)
        for order in asked.orders:
            table.model(order)  # its weights are worked out once, not while it writes
            pieces[duel.contender_name(order)] = table.write(
                asked.prompt, asked.length, asked.settings, order
            )
    return pieces


def _draw_example(chosen: Chosen, network: Card, column: Column) -> None:
    """Draw what the network's checkpoint carries, while the network is loading."""
    try:
        shipped = example.read(checkpoint.find("language", network.name))
    except CheckpointError:
        column.wait()
        return
    column.draw(
        duel.judge(shipped.piece, None, known_reference(chosen.cards[0])),
        shipped.prompt,
        "The network is still loading: this is its stored example.",
    )


def _wait() -> None:
    """Draw the whole page again as soon as the network can write."""
    if loading.engine_ready("language"):
        st.rerun()
