"""Sentences of the dev split that the chosen networks disagree on."""

import streamlit as st

from engine.checkpoints import checkpoint
from engine.checkpoints.checkpoint import Card
from engine.data.sources import data_folder
from engine.errors import LoupeError
from engine.sentiment import data, outcomes
from engine.sentiment.analysis import phrases
from engine.sentiment.outcomes import Outcomes
from ui.notices import plain
from views.sentiment.request import take


def draw(cards: list[Card]) -> None:
    """Draw the sentences, if the treebank is here; nothing for a single network."""
    answered = [
        card for card in cards if outcomes.file_of(data.VALIDATION) in card.files
    ]
    if len(answered) < 2:
        return
    folded = st.expander(
        "Sentences on which these networks disagree",
        key="sentiment_splitting",
        icon=":material/alt_route:",
        bind="query-params",  # and they are found only once it is opened
    )
    if folded.open:
        with folded:
            _draw_sentences(answered)


def _draw_sentences(cards: list[Card]) -> None:
    """Draw a button for each sentence, the most disputed first."""
    measured = {card.name: o for card in cards if (o := _outcomes(card.name))}
    if len(measured) < 2:
        st.caption("The stored answers of these networks cannot be read.")
        return
    try:
        texts = phrases.texts(data.VALIDATION, data_folder())
    except LoupeError:
        st.markdown(
            "They come from the dev (validation) split of the Stanford Sentiment "
            "Treebank, which is not included in Loupe: `./loupe fetch sentiment` "
            "downloads it."
        )
        return
    st.caption(
        "From the dev (validation) split, largest difference in expected stars "
        "first. Click one to classify it above."
    )
    for i, text in enumerate(phrases.disputed(measured, texts, 12)):
        st.button(
            plain(text if len(text) < 140 else f"{text[:138]} …"),
            key=f"sentiment_split_{i}",
            type="tertiary",
            on_click=take,
            args=(text,),
        )


def _outcomes(name: str) -> Outcomes | None:
    """Return a network's answers on the dev split, if its checkpoint has them."""
    try:
        return outcomes.read(checkpoint.find("sentiment", name), data.VALIDATION)
    except LoupeError:
        return None
