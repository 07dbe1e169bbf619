"""The Try tab: all models continue one prompt, side by side."""

from collections.abc import Iterator

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.lookup import composed_text
from engine.errors import CheckpointError
from engine.language.analysis import duel, example
from engine.language.analysis.duel import Judgement
from engine.language.piece import Piece
from ui import loading
from ui.loading import folder_with
from ui.notices import announce, errors_shown
from ui.text.characters import tell_replaced
from ui.text.redaction import reference_of
from views.language.networks import mixture_of, ngram_writer, writer
from views.ngrams import controls
from views.ngrams.columns import Column, draw_columns, draw_explanations
from views.ngrams.controls import Request
from views.ngrams.request import Chosen

_NETWORK = duel.contender_name(None)
_RESULTS = "ngrams_results"  # session state: a request and its judgements


def draw(chosen: Chosen) -> None:
    """Draw the controls, the contenders' texts, and the figures about them."""
    request, write_again = controls.draw(chosen)
    columns = draw_columns(chosen, request.orders, request.mixed)
    earlier, judgements = st.session_state.get(_RESULTS, (None, {}))
    with errors_shown():
        if chosen.network is not None and request.network is None:
            _draw_example(chosen, chosen.network, columns[_NETWORK])
            st.fragment(_wait, run_every=1.0)()
        fresh = write_again or earlier != request
        if fresh:
            judgements = _run(request, chosen, columns)
            st.session_state[_RESULTS] = (request, judgements)
        for name, judgement in judgements.items():
            columns[name].draw(judgement, request.prompt, fresh=fresh)
        seed = request.settings.seed
        announce(f"{len(judgements)} texts written with seed {seed}.", "ngrams")
        _tell_replaced(request)
    draw_explanations(judgements)


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
    replaced = vocabulary.encode(composed_text(request.prompt)).replaced
    tell_replaced(replaced, "All models")


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
        if request.mixed and request.network is not None:
            mixture = mixture_of(request.network, request.table)
            pieces[duel.MIXTURE] = mixture.write(
                request.prompt, request.length, request.settings
            )
    return pieces


def _draw_example(chosen: Chosen, network: Card, column: Column) -> None:
    """Draw the example of the network's checkpoint while the network is loading."""
    try:
        stored = example.read(folder_with("language", network.name, example.FILE))
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
