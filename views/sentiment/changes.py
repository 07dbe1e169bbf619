"""The review shuffled, negated, mistyped or cut: each answer before and after."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment.analysis.agreement import moved
from engine.sentiment.analysis.changes import CHANGES
from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS
from ui.charts.bars import Bars, many_bars
from ui.format import signed
from ui.notices import plain
from views.sentiment.networks import name_of, reviewer
from views.sentiment.stars import draw_stars, mark

_SEED = "sentiment_change_seed"
_SHOWN = 600  # characters of a changed review
_WATCH = {
    "shuffle words": "A bag sees which words there are and nothing of their order: its "
    "answer cannot move. Whoever reads in order may well change its mind.",
    "negate": "One word, and the meaning is the opposite. Who turns around, and who "
    "only counts one more word?",
    "add typos": "A mistyped word is no word any more to those that read words. To the "
    "network of characters most of it is still there.",
    "cut the end": "Half of the review is gone. Did the answer hang on how it ends?",
}


def draw(
    text: str, cards: list[Card], before: dict[str, Reading], epoch: float | None
) -> None:
    """Draw the changes to choose from, and what the chosen one does.

    Args:
        text: The review.
        cards: Of the networks that read it.
        before: Checkpoint -> its answer.
        epoch: Of the time machine.
    """
    st.subheader("Change the review, and watch who notices", anchor=False)
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    change = left.pills(
        "Change",
        list(CHANGES),
        key="sentiment_change",
        label_visibility="collapsed",
        bind="query-params",
        persist_state="session",
    )
    if change is None or change not in CHANGES:
        return
    if change in ("shuffle words", "add typos") and right.button(
        "Again, otherwise", key="sentiment_change_again", width="stretch"
    ):
        st.session_state[_SEED] = st.session_state.get(_SEED, 0) + 1
    changed = CHANGES[change](text, st.session_state.get(_SEED, 0))
    st.caption(_WATCH[change])
    if changed == text:
        st.info("There is nothing to change in this review.", icon=":material/info:")
        return
    _draw_changed(changed, cards, before, epoch)


def _draw_changed(
    changed: str, cards: list[Card], before: dict[str, Reading], epoch: float | None
) -> None:
    """Draw the changed review and what the networks make of it."""
    shown = " ".join(changed[:_SHOWN].split())
    st.markdown(f"> {plain(shown)}{' …' if len(changed) > _SHOWN else ''}")
    after = {card.name: reviewer(card.name, epoch).read(changed) for card in cards}
    pairs = [(card, before[card.name], after[card.name]) for card in cards]
    draw_stars([mark(name_of(card), now, was) for card, was, now in pairs])
    st.caption("The empty ring is the answer before the change, the dot after it.")
    many_bars([_bars(*pair) for pair in pairs], ranked=False)


def _bars(card: Card, before: Reading, after: Reading) -> Bars:
    """Return the answer after the change, and how far it has moved."""
    found = moved(before, after)
    return Bars(
        dict(zip(LABELS, after.probabilities.tolist(), strict=True)),
        title=f"{name_of(card)}: {found.word}",
        note=f"{before.label_name} before, {after.label_name} now "
        f"({signed(found.stars)} stars).",
    )
