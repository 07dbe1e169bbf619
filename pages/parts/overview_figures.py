"""The overview's table: our figures beside published ones, from the cards."""

from collections.abc import Sequence

import streamlit as st

from engine.language import figures
from engine.language.figures import Figure
from ui import frame
from ui.loading import is_own_run, known_cards


def draw() -> None:
    """Draw one row for each text; nothing where nothing has been measured."""
    cards = [
        card
        for kind in ("lstm", "ngrams")
        for card in known_cards("language", kind).values()
        if not is_own_run(card)
    ]
    found = [figure for figure in figures.of_cards(cards) if not figure.adaptive]
    texts = list(dict.fromkeys(figure.text for figure in found))
    if not texts:
        return
    st.subheader("How well they know their texts", anchor=False)
    st.table(
        [_row(text, [f for f in found if f.text == text]) for text in texts],
        border="horizontal",
        hide_index=True,
        alt="Loss of the best systems on each text, in nats per character",
    )
    st.caption(
        "Nats per character on the last tenth of each text, which none was trained "
        "on; lower is better, and 1.4 nats is like choosing among four characters. "
        "Of n-grams, the best order; of published figures, the lowest on the same "
        "split. The post gave samples and no loss, so its network was trained again "
        "as it describes it. All but the published are read from checkpoints' cards."
    )
    frame.link(
        "language", "All figures, with how each was measured", language_tab="Results"
    )


def _row(text: str, found: Sequence[Figure]) -> dict[str, str]:
    """Return the best of each kind on one text."""
    lstm = [figure for figure in found if figure.kind == "LSTM"]
    post = [figure for figure in lstm if figure.checkpoint.endswith("-post")]
    other = [figure for figure in lstm if figure not in post]
    return {
        "Text": figures.title_of(text),
        "Post’s LSTM": _best(post),
        "Best LSTM": _best(other),
        "n-grams": _best([f for f in found if f.kind == "Kneser–Ney"]),
        "Published": _best([f for f in found if f.kind == "published"]),
    }


def _best(found: Sequence[Figure]) -> str:
    """Return the lowest loss."""
    return f"{min(figure.value for figure in found):.3f}" if found else "–"
