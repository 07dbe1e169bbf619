"""The Results tab: what a higher order brings, and what it costs."""

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
from views.language import charts
from views.ngrams.request import Chosen


def draw(chosen: Chosen) -> None:
    """Draw loss and memory of every order, from the cards alone."""
    if chosen.table is None:
        st.info(
            "The n-grams of this text were not counted yet. "
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
        with st.expander(f"Card of {card.name}", icon=":material/description:"):
            draw_card(card)


def _draw_loss(chosen: Chosen, table: Card) -> None:
    st.subheader("What a higher order brings", anchor=False)
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
        alt="Loss on the last tenth of the text by order of the n-grams, with the "
        "network's loss as a level line.",
    )
    best = figures.best_order(table)
    if best is None:
        return
    order, metric = best
    sentence = (
        f"Order {order} is the best: {metric.value:.4f} nats per character on "
        f"{metric.n:,} characters ({metric.split}). Looking back further, a text "
        "seldom has what came before, and the shorter orders decide anyway."
    )
    for figure in networks:
        verb = "less" if figure.value < metric.value else "more"
        sentence += (
            f" {figure.system} needs {abs(metric.value - figure.value):.4f} {verb}: "
            f"{figure.value:.4f} on {figure.n:,} characters."
        )
    st.caption(sentence)


def _draw_growth(rows: list[Growth]) -> None:
    st.subheader("What it costs", anchor=False)
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
        f"A full table grows as the post says: {POST_SYMBOLS}² is "
        f"{post_combinations(2):,}, {POST_SYMBOLS}³ is {post_combinations(3):,}, and "
        f"its {POST_LOOKBACK} characters would need "
        f"{post_combinations(POST_LOOKBACK):.3e} cells. But a text can only have as "
        f"many n-grams as it has characters: of {last.possible:.1e} possible ones of "
        f"order {last.order}, {last.entries:,} occur, and all orders up to it take "
        f"{size(last.size_bytes)}. Memory is not what ends n-grams; it is that "
        "longer contexts were never seen."
    )


def _draw_table(rows: list[Growth], table: Card) -> None:
    losses = dict(figures.by_order(table))
    listed = [
        {
            "order": row.order,
            "possible, Vⁿ": f"{row.possible:.3g}",
            "the post's 98ⁿ": f"{row.post:.3g}",
            "occur": row.entries,
            "bytes up to this order": row.size_bytes,
            "nats per character": losses[row.order].value
            if row.order in losses
            else None,
        }
        for row in rows
    ]
    with st.expander("The same as a table", icon=":material/table:"):
        st.dataframe(listed, hide_index=True, width="stretch")
        csv_button(listed, f"{table.name}-orders", "ngrams_orders_csv")
