"""The effect of each word: occlusion, integrated gradients, exact contributions."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.sentiment.analysis import attention, contributions, occlusion
from engine.sentiment.answers import Reading
from engine.sentiment.config import (
    AttentiveConfig,
    SentimentConfig,
    WordConfig,
    config_of,
)
from ui.downloads import csv_button
from ui.format import signed
from ui.links.bound import choose_bound
from ui.palette import CONTRIBUTION_CLASSES, STRENGTH_CLASSES
from ui.text.highlight import Token, coloured_tokens, relative
from ui.text.marks import legend
from views.sentiment.networks import reviewer, stored_example

_OCCLUSION, _EXACT, _GRADIENTS, _ATTENTION = (
    "Occlusion",
    "Exact contributions",
    "Integrated gradients",
    "Attention",
)
_RELATIVE = "Relative to the strongest word:"
_KEYS = {
    _OCCLUSION: "sentiment_words_bag",  # the last method of a bag
    _GRADIENTS: "sentiment_words_order",
    _ATTENTION: "sentiment_words_attention",
}
_ABOUT = {
    _OCCLUSION: "The network reads the review again without each word in turn. Blue "
    "words raise the stars, orange ones lower them. If two words say the same, "
    "removing only one of them can have little effect.",
    _EXACT: "Each word of a bag contributes to the logits, and these contributions "
    "and the logits of an empty review sum exactly to the network’s logits. Their "
    "weighted sum is shown: from −2 for “very negative” to +2 for “very positive”.",
    _GRADIENTS: "The words’ vectors (and what their letters add, where the network "
    "reads them) are scaled up from zero, and each word is credited with the change "
    "that it causes on the way. Same unit as a bag’s exact contributions.",
    _ATTENTION: "The network pools its words as a weighted mean, and these are the "
    "weights (*attention*). They say where it looks, not in which direction a word "
    "moves the answer; it also pools by the largest values, which they leave out.",
}


def draw(card: Card, epoch: float | None, reading: Reading) -> None:
    """Draw the review, each word coloured by its effect.

    Args:
        card: Of the network.
        epoch: Chosen in the time machine; None for the final weights.
        reading: The network's answer on the review.
    """
    method = _choose_method(config_of(card.preset, card.config))
    st.markdown(_ABOUT[method])
    effects, unit, caption = _effects(card, epoch, reading, method)
    are_weights = method == _ATTENTION  # none below 0
    classes = STRENGTH_CLASSES if are_weights else CONTRIBUTION_CLASSES
    written = "{:.2f}".format if are_weights else signed
    notes = [f"{written(effect)} {unit}" for effect in effects]
    marked = zip(reading.tokens, relative(effects), notes, strict=True)
    coloured_tokens(
        reading.text,
        [Token(t.start, t.end, value, note) for t, value, note in marked],
        classes,
        "sentiment_words_map",
        f"The review, each word coloured by its effect: {method.lower()}",
    )
    compared = "Share of the largest weight:" if are_weights else _RELATIVE
    legend(classes, compared)
    st.caption(caption)
    words = [reading.text[t.start : t.end] for t in reading.tokens]
    csv_button(
        [{"word": w, unit: round(e, 5)} for w, e in zip(words, effects, strict=True)],
        "words",
        "sentiment_words_csv",
    )


def _choose_method(config: SentimentConfig) -> str:
    """Draw the choice among the methods that a network allows; return one."""
    methods = [_OCCLUSION]
    if contributions.additive(config):
        methods = [_EXACT, _OCCLUSION]
    elif isinstance(config, WordConfig):
        methods = [_OCCLUSION, _GRADIENTS]
        if isinstance(config, AttentiveConfig):
            methods.append(_ATTENTION)
    method = methods[0]
    if len(methods) > 1:
        chosen = choose_bound(
            st.radio,
            "Method",
            methods,
            key=_KEYS[methods[-1]],  # a method that is not offered would be an error
            horizontal=True,
            label_visibility="collapsed",
            persist_state="session",
        )
        method = str(chosen) if chosen in methods else methods[0]
    return method


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
    if method == _ATTENTION:
        weights = attention.weights(network, words)
        return weights.tolist(), "attention weight", "The weights sum to 1."
    if method == _EXACT:
        parts = contributions.of(network, words)
        return parts.pull.tolist(), "weighted logits", _sum(*parts.ends)
    gradients = occlusion.integrated_gradients(network, words)
    return (
        gradients.pull.tolist(),
        "weighted logits",
        f"Sum over all words: {signed(float(gradients.pull.sum()))}. Without the error "
        f"of adding up steps it would be {signed(gradients.whole)}.",
    )


_POINT = "Point at a word, or use the arrow keys, to see its effect in stars."


def _sum(empty: float, whole: float) -> str:
    return (
        f"Empty review: {signed(empty)}. With the contributions of all words: "
        f"{signed(whole)}, exactly the network’s output."
    )
