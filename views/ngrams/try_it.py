"""The Try tab: all models continue one prompt, side by side."""

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
from ui.notices import errors_shown
from ui.sampling import sampling_settings
from ui.text.characters import tell_replaced
from ui.text.redaction import reference_of
from views.language.networks import ngram_writer, writer
from views.ngrams.columns import Column, draw_columns, draw_explanations
from views.ngrams.request import Chosen, orders_key

_NETWORK = duel.contender_name(None)
_RESULTS = "ngrams_results"  # session state: a request and its judgements


@dataclass(frozen=True, slots=True)
class Request:
    """All that the texts depend on; equal requests are not written twice."""

    network: str | None
    table: str | None
    digests: tuple[str, ...]
    orders: tuple[int, ...]
    prompt: str
    length: int
    settings: SamplingSettings


def draw(chosen: Chosen) -> None:
    """Draw the controls, the contenders' texts, and the figures about them."""
    request, write_again = _controls(chosen)
    columns = draw_columns(chosen, request.orders)
    earlier, judgements = st.session_state.get(_RESULTS, (None, {}))
    with errors_shown():
        if chosen.network is not None and request.network is None:
            _draw_example(chosen, chosen.network, columns[_NETWORK])
            st.fragment(_wait, run_every=1.0)()
        if write_again or earlier != request:
            judgements = _run(request, chosen, columns)
            st.session_state[_RESULTS] = (request, judgements)
        for name, judgement in judgements.items():
            columns[name].draw(judgement, request.prompt)
        _tell_replaced(request)
    draw_explanations(judgements)


def _controls(chosen: Chosen) -> tuple[Request, bool]:
    """Draw prompt, orders and settings; return them and whether to write again."""
    highest = chosen.table.facts["kept_order"] if chosen.table else 0
    prompt_column, order_column, button_column = st.columns(
        [3, 3, 1.3], vertical_alignment="bottom"
    )
    prompt = prompt_column.text_input(
        "Prompt",
        "L",
        max_chars=500,
        key="ngrams_prompt",
        help="All models continue it. The original blog post (2016–2018) used “L”.",
        bind="query-params",
        persist_state="session",
    )
    with order_column:
        low, high = _orders(highest)
    write_again = button_column.button(
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
    network_ready = chosen.network is not None and loading.engine_ready("language")
    request = Request(
        chosen.network.name if network_ready and chosen.network else None,
        chosen.table.name if chosen.table else None,
        tuple(str(sorted(card.files.items())) for card in chosen.cards),
        duel.contending_orders(low, high, middle) if highest else (),
        prompt,
        length,
        settings,
    )
    return request, write_again


def _orders(highest: int) -> tuple[int, int]:
    """Draw the range of orders, up to the highest in the table."""
    if highest < 2:
        return highest, highest
    low, high = st.slider(
        "n-gram orders",
        1,
        highest,
        (min(3, highest - 1), min(7, highest)),
        # One slider per highest order: a stored value out of bounds is an error.
        key=orders_key(highest),
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
    request: Request, chosen: Chosen, columns: dict[str, Column]
) -> dict[str, Judgement]:
    """Let all models write, drawn as they go; return their judged texts."""
    # While Keras is imported in the background, no speed can be measured.
    timed = loading.engine_ready("language")
    texts = reference_of(chosen.cards[0])
    last: dict[str, duel.Turn] = {}
    for turn in duel.race(_contenders(request)):
        columns[turn.name].stream(texts.redacted(turn.piece), request.prompt)
        last[turn.name] = turn
    return {
        name: duel.judge(last[name].piece, last[name].seconds if timed else None, texts)
        for name in columns
        if name in last
    }


def _tell_replaced(request: Request) -> None:
    """Name the prompt's characters outside the vocabulary, which all models share."""
    if request.table is not None:
        vocabulary = ngram_writer(request.table).vocabulary
    elif request.network is not None:
        vocabulary = writer(request.network).vocabulary
    else:
        return
    tell_replaced(vocabulary.encode(request.prompt).replaced, "All models")


def _contenders(request: Request) -> dict[str, Iterator[Piece]]:
    """Return what each model writes, all loaded before any clock runs."""
    pieces: dict[str, Iterator[Piece]] = {}
    if request.network is not None:
        network = writer(request.network)
        pieces[_NETWORK] = network.write(
            request.prompt, request.length, request.settings
        )
    if request.table is not None and request.orders:
        table = ngram_writer(request.table)
        for order in request.orders:
            table.model(order)  # estimated here, not on the clock
            pieces[duel.contender_name(order)] = table.write(
                request.prompt, request.length, request.settings, order
            )
    return pieces


def _draw_example(chosen: Chosen, network: Card, column: Column) -> None:
    """Draw the example of the network's checkpoint while the network is loading."""
    try:
        stored = example.read(checkpoint.find("language", network.name))
    except CheckpointError:
        column.wait()
        return
    column.draw(
        duel.judge(stored.piece, None, reference_of(chosen.cards[0])),
        stored.prompt,
        "The network is still loading: this is its stored example.",
    )


def _wait() -> None:
    """Rerun the page as soon as the network can write."""
    if loading.engine_ready("language"):
        st.rerun()
