"""Sentiment on the overview: the networks' answers on one review."""

import streamlit as st

from engine.sentiment.analysis.agreement import agreement, moved
from engine.sentiment.answers import Reading
from ui import frame
from ui.notices import plain
from views.sentiment.networks import contenders, name_of, worked
from views.sentiment.stars import draw_stars, mark

# Sample reviews: one whose words in another order say the opposite, and one that the
# networks disagree on, for checkpoints that do not contain the first.
_SHOWN = ("order-good", "although")
_REORDERED = {"order-good": "order-bad"}
_MOST = 4  # networks


def example() -> bool:
    """Draw a review and the answers; return False if no checkpoint contains any."""
    name = max(_SHOWN, key=lambda name: len(_answers(name)))
    answers = _answers(name)
    if not answers:
        return False
    readings = list(answers.values())
    names = {card.name: name_of(card) for card in contenders().values()}
    st.subheader("How the networks rate this review", anchor=False)
    st.markdown(f"> {plain(readings[0].text)}")
    draw_stars([mark(names[card], reading) for card, reading in answers.items()])
    if len(readings) > 1:
        agreed = agreement(readings)
        st.caption(f"{agreed.word}: {agreed.sentence}")
    _draw_reordered(names, answers, _answers(_REORDERED.get(name, "")))
    frame.link("sentiment", "Edit it, or write your own review", sentiment_example=name)
    return True


def _answers(name: str) -> dict[str, Reading]:
    """Return the answers on a sample review that are stored in checkpoints."""
    answers = {
        card.name: example.reading
        for card in contenders().values()
        for example in worked(card)
        if example.sample.name == name
    }
    return dict(list(answers.items())[:_MOST])


def _draw_reordered(
    names: dict[str, str], before: dict[str, Reading], after: dict[str, Reading]
) -> None:
    """Draw the answers on the same words in another order."""
    both = [
        (names[card], before[card], reading)
        for card, reading in after.items()
        if card in before
    ]
    if not both:
        return
    st.markdown("The same words in another order:")
    st.markdown(f"> {plain(both[0][2].text)}")
    draw_stars([mark(name, now, was) for name, was, now in both])
    changes = "; ".join(f"{name}: {moved(was, now).word}" for name, was, now in both)
    st.caption(f"Ring: the answer to the original order. {changes}.")
