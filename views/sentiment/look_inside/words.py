"""What each word does to the answer: left out, followed, or added up exactly."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment.analysis import contributions, occlusion
from engine.sentiment.answers import Reading
from engine.sentiment.config import WordConfig, config_of
from ui.downloads import csv_button
from ui.format import signed
from ui.palette import CONTRIBUTION_CLASSES
from ui.text.highlight import Token, coloured_tokens, relative
from ui.text.marks import legend
from views.sentiment.networks import reviewer, worked

_OUT, _PARTS, _PATH = "Occlusion", "Exact contributions", "Integrated gradients"
_ABOUT = {
    _OUT: "The network reads the review again without each word in turn. Blue words "
    "raise the stars, orange ones lower them. If two words say the same, removing "
    "only one of them may change little.",
    _PARTS: "Each word of a bag contributes to the logits, and these contributions "
    "and the logits of an empty review sum exactly to the network’s logits. Shown is "
    "their weighted sum: from −2 for “very negative” to +2 for “very positive”.",
    _PATH: "The word vectors are scaled up from zero, and each word is credited with "
    "the change that its vector causes on the way. Same unit as a bag’s exact "
    "contributions.",
}


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw the review with a colour for each word's pull.

    Args:
        card: Of the network.
        epoch: Of the time machine.
        reading: The network's answer on the review.
    """
    config = config_of(card.preset, card.config)
    ways = [_OUT]
    if contributions.additive(config):
        ways = [_PARTS, _OUT]
    elif isinstance(config, WordConfig):
        ways = [_OUT, _PATH]
    way = ways[0]
    if len(ways) > 1:
        chosen = st.radio(
            "How",
            ways,
            key=f"sentiment_words_{'bag' if _PARTS in ways else 'order'}",
            horizontal=True,
            label_visibility="collapsed",
            bind="query-params",
            persist_state="session",
        )
        way = str(chosen) if chosen in ways else ways[0]
    st.markdown(_ABOUT[way])
    pulls, unit, sums = _pulls(card, epoch, reading, way)
    notes = [f"{signed(pull)} {unit}" for pull in pulls]
    marked = zip(reading.tokens, relative(pulls), notes, strict=True)
    coloured_tokens(
        reading.text,
        [Token(t.start, t.end, value, note) for t, value, note in marked],
        CONTRIBUTION_CLASSES,
        "sentiment_words_map",
        f"The review, each word coloured by its effect: {way.lower()}",
    )
    legend(CONTRIBUTION_CLASSES, "Relative to the strongest word:")
    st.caption(sums)
    words = [reading.text[t.start : t.end] for t in reading.tokens]
    rows = zip(words, pulls, strict=True)
    csv_button(
        [{"word": word, unit: round(pull, 5)} for word, pull in rows],
        "words",
        "sentiment_words_csv",
    )


def _pulls(
    card: Card, epoch: float | None, reading: Reading, way: str
) -> tuple[Sequence[float], str, str]:
    """Return each word's pull, its unit, and a sentence about their sum."""
    words = [token.word for token in reading.tokens]
    if way == _OUT:
        for known in worked(card) if epoch is None else ():
            if known.reading.text == reading.text:
                return known.word_effects.tolist(), "stars", _POINT
        network = reviewer(card.name, epoch)
        word_effects = occlusion.stars_without_words(network, words)
        return word_effects.tolist(), "stars", _POINT
    network = reviewer(card.name, epoch)
    if way == _PARTS:
        parts = contributions.of(network, words)
        return parts.pull.tolist(), "weighted logits", _sum(*parts.ends)
    found = occlusion.integrated_gradients(network, words)
    return (
        found.pull.tolist(),
        "weighted logits",
        f"Sum over all words: {signed(found.whole)}; integration error "
        f"{signed(found.missing)}.",
    )


_POINT = "Point at a word, or use the arrow keys, to see its effect in stars."


def _sum(empty: float, whole: float) -> str:
    return (
        f"Empty review: {signed(empty)}. With the contributions of all words: "
        f"{signed(whole)}, exactly the network’s output."
    )
