"""The Results tab: loss and memory of every n-gram order."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.language.analysis import figures
from engine.language.analysis.figures import Growth
from engine.language.analysis.published import (
    POST_LOOKBACK,
    POST_SYMBOLS,
    post_combinations,
)
from ui.cards import draw_card
from ui.downloads import csv_button
from ui.format import size
from ui.notices import plain
from views.language import charts
from views.ngrams.request import Chosen


def draw(chosen: Chosen) -> None:
    """Draw loss and memory of every order, all read from the cards."""
    if chosen.table is None:
        st.info(
            "The n-grams of this text have not been counted yet. "
            "Count them with `./loupe train language --preset ngrams`.",
            icon=":material/info:",
        )
        return
    left, right = st.columns(2, gap="large")
    with left:
        _draw_loss(chosen, chosen.table)
    rows = figures.growth(chosen.table)
    with right:
        _draw_growth(rows)
    _draw_table(rows, chosen.table)
    for card in chosen.cards:
        with st.expander(f"Card of {plain(card.name)}", icon=":material/description:"):
            draw_card(card)


def _draw_loss(chosen: Chosen, table: Card) -> None:
    st.subheader("Loss by order", anchor=False)
    orders = figures.by_order(table)
    networks = [
        figure
        for figure in figures.of_cards([chosen.network] if chosen.network else [])
        if figure.kind == "LSTM" and not figure.adaptive
    ]
    st.echarts_chart(
        charts.loss_by_order(orders, networks),
        key="ngrams_loss_chart",
        height=400,
        alt="Validation loss by n-gram order, with the network’s loss as a horizontal "
        "line.",
    )
    best = figures.best_order(table)
    if best is None:
        return
    order, metric = best
    sentence = (
        f"Order {order} is best: {metric.value:.4f} nats per character on "
        f"{metric.n:,} characters ({plain(metric.split)}). Longer contexts seldom "
        "occur in the training text, so the lower orders decide anyway."
    )
    for figure in networks:
        compared = "lower" if figure.value < metric.value else "higher"
        sentence += (
            f" {plain(figure.system)} is {abs(metric.value - figure.value):.4f} "
            f"{compared}: {figure.value:.4f} on {figure.n:,} characters."
        )
    st.caption(sentence)


def _draw_growth(rows: list[Growth]) -> None:
    st.subheader("Size by order", anchor=False)
    st.echarts_chart(
        charts.growth_chart(rows),
        key="ngrams_growth_chart",
        height=400,
        alt="Possible n-grams, n-grams that occur, and bytes in memory, by order, on "
        "a logarithmic axis.",
    )
    if not rows:
        return
    last = rows[-1]
    st.caption(
        "A full table grows as the original blog post (2016–2018) says: "
        f"{POST_SYMBOLS}² is {post_combinations(2):,}, {POST_SYMBOLS}³ is "
        f"{post_combinations(3):,}, and {POST_LOOKBACK} characters would need "
        f"{_power(post_combinations(POST_LOOKBACK))} cells. But a text has at most as "
        f"many n-grams as characters: of {_power(last.possible)} possible n-grams of "
        f"order {last.order}, {last.entries:,} occur, and all orders up to it take "
        f"{size(last.size_bytes)}. What limits n-grams is not memory but long contexts "
        "that never occurred in training."
    )


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _power(count: int) -> str:
    """Return a count as it is printed in a book: “9,604”, “5.5 × 10⁵⁹”."""
    if count < 1_000_000:
        return f"{count:,}"
    digits, exponent = f"{count:.1e}".split("e+")
    return f"{digits} × 10{str(int(exponent)).translate(_RAISED)}"


def _draw_table(rows: list[Growth], table: Card) -> None:
    losses = dict(figures.by_order(table))
    listed = [
        {
            "order": row.order,
            "possible, Vⁿ": _power(row.possible),
            "98ⁿ, as in the original post": _power(row.post),
            "occur": row.entries,
            "bytes up to this order": row.size_bytes,
            "nats per character": losses[row.order].value
            if row.order in losses
            else None,
        }
        for row in rows
    ]
    with st.expander("The same as a table", icon=":material/table:"):
        st.dataframe(
            listed,
            hide_index=True,
            width="stretch",
            alt="N-grams, bytes and nats per character by order",
        )
        csv_button(listed, f"{table.name}-orders", "ngrams_orders_csv")
