"""Language on the overview: what a network wrote, and the losses on each text."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.errors import CheckpointError
from engine.language.analysis import example as worked
from engine.language.analysis import figures as measured
from engine.language.analysis.example import Example
from engine.language.analysis.figures import Figure
from ui import frame
from ui.cards import title_of
from ui.loading import is_own_run
from ui.notices import plain
from ui.text.coloured import coloured_text
from ui.text.redaction import redacted
from views.language.networks import networks, tables


def example() -> bool:
    """Draw the first worked example; return False where there is none."""
    first = _first()
    if first is None:
        return False
    card, written = first
    st.subheader("A network wrote this", anchor=False)
    st.caption(
        f"It has {card.parameters:,} parameters and was trained on nothing but "
        f"{plain(title_of(card))}, one character after the other. The bluer a "
        "character, the more probable it was; point at one to see the alternatives."
    )
    coloured_text(redacted(written.piece, card), "overview_example", written.prompt)
    frame.link("language", "Keep it writing, or give it a first line")
    return True


def _first() -> tuple[Card, Example] | None:
    """Return the first card with a readable example, and the example."""
    for name, card in networks().items():
        try:
            return card, worked.read(checkpoint.find("language", name))
        except CheckpointError:
            continue  # your own runs have none
    return None


def figures() -> None:
    """Draw one row for each text; nothing where nothing has been measured."""
    cards = [*networks().values(), *tables().values()]
    shipped = [card for card in cards if not is_own_run(card)]
    listed = [figure for figure in measured.of_cards(shipped) if not figure.adaptive]
    texts = list(dict.fromkeys(figure.text for figure in listed))
    if not texts:
        return
    st.subheader("How well they predict each text", anchor=False)
    st.table(
        [_row(text, [f for f in listed if f.text == text]) for text in texts],
        border="horizontal",
        hide_index=True,
        alt="Loss of the best systems on each text, in nats per character",
    )
    st.caption(
        "Mean nats per character on the last tenth of each text, on which no model was "
        "trained; lower is better, and 1.4 nats is like choosing among four "
        "characters. n-grams: the best order. Published: the lowest on the same split. "
        "The original blog post (2016–2018) gave no loss; its network was retrained "
        "from its description. All but the published figures are from cards."
    )
    frame.link(
        "language", "All figures and how each was measured", language_tab="Results"
    )


def _row(text: str, listed: Sequence[Figure]) -> dict[str, str]:
    """Return the best of each kind on one text."""
    lstm = [figure for figure in listed if figure.kind == "LSTM"]
    post = [figure for figure in lstm if figure.preset == "post"]
    others = [figure for figure in lstm if figure not in post]
    return {
        "Text": measured.title_of(text),
        "Original LSTM": _best(post),
        "Best LSTM": _best(others),
        "n-grams": _best([f for f in listed if f.kind == "Kneser–Ney"]),
        "Published": _best([f for f in listed if f.kind == "published"]),
    }


def _best(listed: Sequence[Figure]) -> str:
    """Return the lowest loss, as text."""
    return f"{min(figure.value for figure in listed):.3f}" if listed else "–"
