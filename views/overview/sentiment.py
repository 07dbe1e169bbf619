"""Sentiment on the overview: what the networks make of one review."""

import streamlit as st

from engine.sentiment.analysis.agreement import agreement, moved
from engine.sentiment.analysis.published import BINARY, PHRASES, SENTENCES, TEST
from engine.sentiment.answers import Reading
from ui import frame
from ui.loading import is_own_run, known_cards
from ui.notices import plain
from views.sentiment.networks import contenders, name_of, worked
from views.sentiment.results import HEADS, rows
from views.sentiment.stars import draw_stars, mark

# Of our own reviews: one whose words in another order say the opposite, and one that
# splits the networks, for checkpoints that do not carry the first.
_SHOWN = ("order-good", "although")
_TURNED = {"order-good": "order-bad"}
_MOST = 4  # networks


def example() -> bool:
    """Draw a review and its answers; return False where no checkpoint carries one."""
    name = max(_SHOWN, key=lambda name: len(_answers(name)))
    answers = _answers(name)
    if not answers:
        return False
    readings = list(answers.values())
    names = {card.name: name_of(card) for card in contenders().values()}
    st.subheader("How the networks rate this review", anchor=False)
    st.markdown(f"> {plain(readings[0].text)}")
    draw_stars([mark(names[one], reading) for one, reading in answers.items()])
    if len(readings) > 1:
        found = agreement(readings)
        st.caption(f"{found.word}: {found.sentence}")
    _draw_turned(names, answers, _answers(_TURNED.get(name, "")))
    frame.link("sentiment", "Edit it, or write your own review", sentiment_example=name)
    return True


def figures() -> None:
    """Draw the shipped networks beside the post's figures and the floor."""
    cards = [c for c in known_cards("sentiment").values() if not is_own_run(c)]
    if not any(card.metric(PHRASES, TEST) for card in cards):
        return
    measures = [HEADS[name] for name in (PHRASES, SENTENCES, BINARY)]
    found = [row for row in rows(cards, TEST) if not row["Model"].startswith("Kaggle")]
    st.table(
        [{head: row[head] for head in ("Model", *measures)} for row in found],
        border="horizontal",
        hide_index=True,
        alt="Accuracy of Loupe’s networks and of the original post",
    )
    st.caption(
        "Accuracy on the test split of the Stanford Sentiment Treebank: unique phrases "
        "and whole sentences in five classes, then whole sentences as positive or "
        "negative, without the neutral ones. The original blog post (2016–2018) does "
        "not say which data its figures were measured on."
    )
    frame.link(
        "sentiment",
        "All figures and how they were measured",
        sentiment_tab="Results",
    )


def _answers(name: str) -> dict[str, Reading]:
    """Return what checkpoints carry of their answers on one of our reviews."""
    found = {
        card.name: known.reading
        for card in contenders().values()
        for known in worked(card)
        if known.sample.name == name
    }
    return dict(list(found.items())[:_MOST])


def _draw_turned(
    names: dict[str, str], before: dict[str, Reading], after: dict[str, Reading]
) -> None:
    """Draw what the networks make of the same words in another order."""
    both = [
        (names[one], before[one], reading)
        for one, reading in after.items()
        if one in before
    ]
    if not both:
        return
    st.markdown("The same words in another order:")
    st.markdown(f"> {plain(both[0][2].text)}")
    draw_stars([mark(name, now, was) for name, was, now in both])
    said = "; ".join(f"{name}: {moved(was, now).word}" for name, was, now in both)
    st.caption(f"Ring: the answer to the original order. {said}.")
