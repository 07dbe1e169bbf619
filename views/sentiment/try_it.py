"""The Try tab: one review, all networks side by side."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.data.english import NOT_ENGLISH
from engine.errors import TextError
from engine.sentiment.analysis.agreement import agreement
from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS
from ui import classroom
from ui.cards import draw_in_use
from ui.charts.bars import Bars, many_bars
from ui.downloads import csv_button, json_button
from ui.notices import announce, show_error
from views.sentiment import changes, negation, splitting
from views.sentiment.networks import (
    MISSING,
    choose_common_epoch,
    choose_networks,
    contenders,
    name_of,
    read,
)
from views.sentiment.request import check_link, choose_example, review
from views.sentiment.stars import draw_stars, mark

_LISTED = 8  # unknown words


def draw() -> None:
    """Draw the whole tab."""
    if not contenders():
        st.info(MISSING, icon=":material/info:")
        return
    left, right = st.columns(2)
    with left:
        choose_example()
    with right, classroom.settings("sentiment"):
        cards = choose_networks("sentiment_networks")
    left, right = st.columns([7, 3], vertical_alignment="bottom")
    with left:
        text = review()
    with right:
        with classroom.settings("sentiment_epoch"):
            epoch = choose_common_epoch(cards) if cards else None
        st.button("Classify", type="primary", key="sentiment_judge", width="stretch")
    if not cards:
        st.info("Choose at least one network.", icon=":material/info:")
        return
    try:
        check_link()
        readings = {card.name: read(card, text, epoch) for card in cards}
    except TextError as error:
        show_error(error)
        return
    if all(reading.english for reading in readings.values()):
        _draw_answers(cards, readings, epoch)
        changes.draw(text, cards, readings, epoch)
    else:
        st.warning(NOT_ENGLISH, icon=":material/translate:")
    negation.draw(cards, epoch)
    splitting.draw(cards)
    draw_in_use("sentiment", {name_of(card): card for card in cards})


def _draw_answers(
    cards: list[Card], readings: dict[str, Reading], epoch: float | None
) -> None:
    """Draw the answers as stars on one scale, and as probabilities."""
    if len(cards) > 1:
        agreed = agreement(list(readings.values()))
        st.markdown(f"**{agreed.word}:** {agreed.sentence}")
    stars = (f"{name_of(c)} {readings[c.name].stars:.1f}" for c in cards)
    announce(f"Stars: {', '.join(stars)}.", "sentiment")
    if epoch is not None:
        st.caption(f"All networks with their weights after epoch {epoch:g}.")
    draw_stars([mark(name_of(card), readings[card.name]) for card in cards])
    st.caption(
        "Dot: expected stars, the mean over the five classes. Bar: one standard "
        "deviation to each side."
    )
    many_bars([bars(card, readings[card.name]) for card in cards], ranked=False)
    _draw_downloads(cards, readings)


def bars(card: Card, reading: Reading) -> Bars:
    """Return a network's answer as bars, with its stars and limits as a note."""
    probabilities = dict(zip(LABELS, reading.probabilities.tolist(), strict=True))
    notes = [f"{reading.stars:.1f} ± {reading.spread:.1f} of 5 stars."]
    if unknown := list(dict.fromkeys(reading.unknown_words)):
        listed = ", ".join(f"“{word[:30]}”" for word in unknown[:_LISTED])
        more = f" and {len(unknown) - _LISTED} more" if len(unknown) > _LISTED else ""
        by = ", read by their letters" if card.config.get("character_filters") else ""
        notes.append(f"Not in its vocabulary{by}: {listed}{more}.")
    if reading.characters_read < len(reading.text):
        notes.append(f"It read only the first {reading.characters_read:,} characters.")
    return Bars(probabilities, title=name_of(card), note=" ".join(notes))


def _draw_downloads(cards: list[Card], readings: dict[str, Reading]) -> None:
    with st.container(horizontal=True):
        csv_button(
            [
                {
                    "network": name_of(card),
                    "stars": round(readings[card.name].stars, 3),
                    "spread": round(readings[card.name].spread, 3),
                    **readings[card.name].to_mapping()["probabilities"],
                }
                for card in cards
            ],
            "sentiment",
            "sentiment_save_csv",
        )
        json_button(
            {card.name: readings[card.name].to_mapping() for card in cards},
            "sentiment",
            "sentiment_save_json",
        )
