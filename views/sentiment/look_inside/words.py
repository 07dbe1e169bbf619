"""The effect of each word: occlusion, integrated gradients, exact contributions."""

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
from views.sentiment.networks import reviewer, stored_example

_OCCLUSION, _EXACT, _GRADIENTS = (
    "Occlusion",
    "Exact contributions",
    "Integrated gradients",
)
_ABOUT = {
    _OCCLUSION: "The network reads the review again without each word in turn. Blue "
    "words raise the stars, orange ones lower them. If two words say the same, "
    "removing only one of them can have little effect.",
    _EXACT: "Each word of a bag contributes to the logits, and these contributions "
    "and the logits of an empty review sum exactly to the network’s logits. Their "
    "weighted sum is shown: from −2 for “very negative” to +2 for “very positive”.",
    _GRADIENTS: "The word vectors are scaled up from zero, and each word is credited "
    "with the change that its vector causes on the way. Same unit as a bag’s exact "
    "contributions.",
}


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw the review, each word coloured by its effect.

    Args:
        card: Of the network.
        epoch: Chosen in the time machine; None for the final weights.
        reading: The network's answer on the review.
    """
    config = config_of(card.preset, card.config)
    methods = [_OCCLUSION]
    if contributions.additive(config):
        methods = [_EXACT, _OCCLUSION]
    elif isinstance(config, WordConfig):
        methods = [_OCCLUSION, _GRADIENTS]
    method = methods[0]
    if len(methods) > 1:
        chosen = st.radio(
            "Method",
            methods,
            key=f"sentiment_words_{'bag' if _EXACT in methods else 'order'}",
            horizontal=True,
            label_visibility="collapsed",
            bind="query-params",
            persist_state="session",
        )
        method = str(chosen) if chosen in methods else methods[0]
    st.markdown(_ABOUT[method])
    effects, unit, caption = _effects(card, epoch, reading, method)
    notes = [f"{signed(effect)} {unit}" for effect in effects]
    marked = zip(reading.tokens, relative(effects), notes, strict=True)
    coloured_tokens(
        reading.text,
        [Token(t.start, t.end, value, note) for t, value, note in marked],
        CONTRIBUTION_CLASSES,
        "sentiment_words_map",
        f"The review, each word coloured by its effect: {method.lower()}",
    )
    legend(CONTRIBUTION_CLASSES, "Relative to the strongest word:")
    st.caption(caption)
    words = [reading.text[t.start : t.end] for t in reading.tokens]
    rows = zip(words, effects, strict=True)
    csv_button(
        [{"word": word, unit: round(effect, 5)} for word, effect in rows],
        "words",
        "sentiment_words_csv",
    )


def _effects(
    card: Card, epoch: float | None, reading: Reading, method: str
) -> tuple[Sequence[float], str, str]:
    """Return each word's effect, the unit, and a caption about their sum."""
    words = [token.word for token in reading.tokens]
    if method == _OCCLUSION:
        if example := stored_example(card, reading.text, epoch):
            return example.word_effects.tolist(), "stars", _POINT
        effects = occlusion.stars_without_words(reviewer(card.name, epoch), words)
        return effects.tolist(), "stars", _POINT
    network = reviewer(card.name, epoch)
    if method == _EXACT:
        parts = contributions.of(network, words)
        return parts.pull.tolist(), "weighted logits", _sum(*parts.ends)
    gradients = occlusion.integrated_gradients(network, words)
    return (
        gradients.pull.tolist(),
        "weighted logits",
        f"Sum over all words: {signed(gradients.whole)}; integration error "
        f"{signed(gradients.missing)}.",
    )


_POINT = "Point at a word, or use the arrow keys, to see its effect in stars."


def _sum(empty: float, whole: float) -> str:
    return (
        f"Empty review: {signed(empty)}. With the contributions of all words: "
        f"{signed(whole)}, exactly the network’s output."
    )
