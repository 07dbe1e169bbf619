"""The review shuffled, negated, misspelled or cut: answers before and after."""

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment.analysis.agreement import moved
from engine.sentiment.analysis.changes import CHANGES
from engine.sentiment.answers import Reading
from engine.sentiment.data import LABELS
from ui.charts.bars import Bars, many_bars
from ui.format import signed
from ui.links.bound import choose_bound
from ui.notices import plain
from ui.pickers import put_number, take_number
from views.sentiment.networks import name_of, reviewer
from views.sentiment.stars import draw_stars, mark

_SEED = "sentiment_change_seed"
_MOST_SEEDS = 2**31 - 1
_SHOWN = 600  # characters of a changed review
_QUESTIONS = {
    "shuffle words": "A bag of words ignores word order: its answer cannot change. A "
    "network that reads in order can change its answer.",
    "negate": "One word reverses the meaning. Which networks reverse their answer, and "
    "which hardly react?",
    "add typos": "A misspelled word is usually unknown to a word network. The "
    "character CNN still sees most of its letters.",
    "cut the end": "Half of the review is gone. Did the answer depend on its ending?",
}


def draw(
    text: str, cards: list[Card], before: dict[str, Reading], epoch: float | None
) -> None:
    """Draw the choice of a change, and its effect on the answers.

    Args:
        text: The review.
        cards: Of the networks that read it.
        before: Checkpoint -> its answer on it.
        epoch: Chosen in the time machine; None for the final weights.
    """
    st.subheader("Change the review and compare the answers", anchor=False)
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    change = choose_bound(
        left.pills,
        "Change",
        list(CHANGES),
        key="sentiment_change",
        label_visibility="collapsed",
        persist_state="session",
    )
    if change is None or change not in CHANGES:
        return
    take_number(_SEED, 0, _MOST_SEEDS, 0)
    if change in ("shuffle words", "add typos") and right.button(
        "Randomise again", key="sentiment_change_again", width="stretch"
    ):
        st.session_state[_SEED] += 1
    seed = int(st.session_state[_SEED])
    put_number(_SEED, seed, 0)
    changed = CHANGES[change](text, seed)
    st.caption(_QUESTIONS[change])
    if changed == text:
        st.info("This change does not apply to this review.", icon=":material/info:")
        return
    _draw_changed(changed, cards, before, epoch)


def _draw_changed(
    changed: str, cards: list[Card], before: dict[str, Reading], epoch: float | None
) -> None:
    """Draw the changed review and the answers on it."""
    shown = " ".join(changed[:_SHOWN].split())
    st.markdown(f"> {plain(shown)}{' …' if len(changed) > _SHOWN else ''}")
    after = {card.name: reviewer(card.name, epoch).read(changed) for card in cards}
    pairs = [(card, before[card.name], after[card.name]) for card in cards]
    draw_stars([mark(name_of(card), now, was) for card, was, now in pairs])
    st.caption("Ring: the answer before the change. Dot: after it.")
    many_bars([_bars(*pair) for pair in pairs], ranked=False)


def _bars(card: Card, before: Reading, after: Reading) -> Bars:
    """Return the answer after the change, and the difference."""
    change = moved(before, after)
    return Bars(
        dict(zip(LABELS, after.probabilities.tolist(), strict=True)),
        title=f"{name_of(card)}: {change.word}",
        note=f"{before.label_name} before, {after.label_name} now "
        f"({signed(change.stars)} stars).",
    )
