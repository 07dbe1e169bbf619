"""The headline metric of an experiment's checkpoints beside published figures."""

import streamlit as st

from ui import frame
from ui.cards import figure_kind
from ui.loading import headline, is_own_run, known_cards
from ui.results import figure_rows, published_beside

_MOST = 8  # rows


def draw(name: str) -> None:
    """Draw the table; nothing where nothing has been measured."""
    cards = [card for card in known_cards(name).values() if not is_own_run(card)]
    first = next((metric for card in cards if (metric := headline(card))), None)
    if first is None:
        return
    title = figure_kind(name, first.name).title
    others = {f.system for f in published_beside(name, cards, first.name, first.split)}
    rows = [
        row
        for row in figure_rows(name, cards)
        if (row["Metric"], row["Split"]) == (title, first.split)
    ]
    _draw_rows(rows, others, title)
    st.caption(
        f"Measured on {first.split}. Loupe’s figures are from its checkpoints’ cards, "
        "the others as published by their authors."
    )
    label = "All figures and how each was measured"
    frame.link(name, label, **{f"{name}_tab": "Results"})


def _draw_rows(rows: list[dict[str, str]], others: set[str], title: str) -> None:
    """Draw the published figures and our best ones, the best on top."""
    room = max(_MOST - len(others), 1)
    ours = [row["Model"] for row in rows if row["Model"] not in others][:room]
    head = title[:1].upper() + title[1:]
    named = {model: model for model in others} | {
        model: f"Loupe: {model}" for model in ours
    }
    st.table(
        [
            {"Model": named[row["Model"]], head: row["Value"], "Examples": row["n"]}
            for row in rows
            if row["Model"] in named
        ],
        border="horizontal",
        hide_index=True,
        alt=f"{title} of the best checkpoints and of published systems",
    )
