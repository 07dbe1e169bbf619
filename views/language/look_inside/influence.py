"""Influence: how much each earlier character moved the logit of a character."""

from collections.abc import Sequence

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.language.analysis.trace import Trace, influence
from ui.cards import label_of
from ui.networks import FINAL, epochs_of
from ui.notices import plain
from ui.palette import STRENGTH_CLASSES
from ui.pickers import choose_place, choose_several
from ui.text.characters import named
from ui.text.coloured import coloured_values
from ui.text.marks import legend
from views.language.look_inside import traced_text
from views.language.networks import epoch_name, networks, writer

_AT, _BESIDE = "language_influence", "language_influence_beside"
_MOST = 3  # others beside the network: each is read anew
_BACK = 200  # characters that are looked back over
_NEAR = 10  # characters: as far as n-grams of the highest order look back


def draw(card: Card, epoch: float | None) -> None:
    """Draw the influence of earlier characters on one character of a text."""
    st.markdown(
        "Which earlier characters does a prediction depend on? Click a character: "
        "each one before it is coloured by how strongly the prediction depends on it. "
        "That is measured by the length of the gradient of the character’s logit."
    )
    traced = traced_text.draw(card, epoch, "language_step_text")
    if traced is None or len(traced.text) < 2:
        return
    position = _choose(traced)
    compared = [(card, epoch), *_choose_others(card, epoch)]
    if len(compared) == 1:
        norms = _draw_text(card, epoch, traced, position, "language_influence_text")
    else:
        norms = _draw_beside(compared, traced.text, position)
    legend(STRENGTH_CLASSES, "Share of the largest influence:")
    _tell_near(traced, position, norms)


def _draw_beside(
    compared: Sequence[tuple[Card, float | None]], text: str, position: int
) -> list[float]:
    """Draw several networks, two in a row; return the influences of the first."""
    influences = []
    for number, (card, epoch) in enumerate(compared):
        if number % 2 == 0:
            columns = st.columns(2, gap="medium")
        with columns[number % 2]:
            st.markdown(f"**{plain(f'{label_of(card)}, {epoch_name(epoch)}')}**")
            traced = traced_text.of(card, epoch, text)
            key = f"language_influence_text_{number}"
            influences.append(_draw_text(card, epoch, traced, position, key))
            st.caption(f"{_share(influences[-1])}.")
    return influences[0]


def _choose_others(card: Card, epoch: float | None) -> list[tuple[Card, float | None]]:
    """Draw the choice of other epochs and other networks; return each with its epoch.

    Other networks have their final weights.
    """
    epochs: list[float | None] = [*epochs_of(card, untrained=True), None]
    beside: dict[str, tuple[Card, float | None]] = {
        FINAL if at is None else f"{at:g}": (card, at) for at in epochs if at != epoch
    }
    labels = {key: f"This network, {epoch_name(at)}" for key, (_, at) in beside.items()}
    for name, other in networks().items():
        if name != card.name:
            beside[name], labels[name] = (other, None), label_of(other)
    chosen = choose_several("Compare with", labels, _BESIDE, "", _MOST)
    return [beside[key] for key in chosen]


def _draw_text(
    card: Card, epoch: float | None, traced: Trace, position: int, key: str
) -> list[float]:
    """Draw the text before a character by its influence; return the influences."""
    symbol = int(writer(card.name, epoch).vocabulary.encode(traced.text).ids[position])
    norms = influence(traced, position, symbol, _BACK)
    largest = float(norms.max()) or 1.0
    start = position - len(norms)
    after = len(traced.text) - position - 1
    notes = [
        f"{100 * norm / largest:.0f}% of the largest, {position - start - i} before"
        for i, norm in enumerate(norms)
    ]
    coloured_values(
        traced.text,
        [*[0.0] * start, *(norms / largest).tolist(), *[0.0] * (1 + after)],
        STRENGTH_CLASSES,
        key,
        [
            *[f"more than {_BACK} before: not measured"] * start,
            *notes,
            "the character that is predicted",
            *["not read yet"] * after,
        ],
        f"Text with what comes before {named(traced.text[position])} coloured by "
        "influence",
        on_place=_explain,
        framed=position,
    )
    return [float(norm) for norm in norms]


def _explain(position: int) -> None:
    st.session_state[_AT] = max(2, position + 1)


def _choose(traced: Trace) -> int:
    """Draw the slider over the characters; return the position that is explained."""
    last = len(traced.text) - 1
    if last == 1:
        return last  # a slider needs a choice
    return choose_place("Character", 2, last + 1, _AT, last + 1) - 1


def _tell_near(traced: Trace, position: int, norms: list[float]) -> None:
    """Say which part of the influence n-grams could see at all."""
    seen = traced.text[max(0, position - _NEAR + 1) : position].replace("\n", "↵")
    predicted = named(traced.text[position])
    st.caption(
        f"Predicted: {predicted}. A {_NEAR}-gram sees only the {_NEAR - 1} characters "
        f"before it, `{seen.replace('`', chr(39))}`. {_share(norms)}. A gradient says "
        "what a small change would do; it does not say what the network would have "
        "predicted without the character."
    )


def _share(norms: list[float]) -> str:
    """Say which part of the influence lies where n-grams can see."""
    near = sum(norms[-_NEAR + 1 :]) / (sum(norms) or 1.0)
    return (
        f"{100 * near:.0f}% of the influence lies on the {_NEAR - 1} characters before "
        f"it, {100 * (1 - near):.0f}% further back"
    )
