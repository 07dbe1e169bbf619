"""One step: a character goes through a hidden unit, and the next one is drawn."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from engine.checkpoints.checkpoint import Card
from engine.language.analysis import one_step
from engine.language.analysis.one_step import Candidate
from engine.language.analysis.trace import Trace
from engine.language.analysis.whole_step import is_small
from engine.language.defaults import settings_of
from engine.sampling import SamplingSettings
from ui.format import percent, signed
from ui.networks import FINAL
from ui.player import draw_steps
from ui.sampling import sampling_settings
from ui.text.characters import named
from views.language.look_inside import gates, traced_text, whole_step
from views.language.networks import networks, writer

_AT = "language_step"
_FIRST = 31  # the character that is read at first, from 1
_SHOWN_BEFORE = 60  # characters before the one that is read
_SHOWN_AFTER = 30


def draw(card: Card, epoch: float | None) -> None:
    """Draw one step of the network, at any character of a text."""
    st.markdown(
        "Follow one character through the network. It becomes a vector; in each hidden "
        "unit four gates decide what the cell forgets, takes in and shows; the last "
        "layer gives every character a logit; and the sampling settings turn logits "
        "into the next character. Every number below is the network’s own."
    )
    traced = traced_text.draw(card, epoch, "language_step_text")
    if traced is None:
        return
    if not is_small(traced):
        _offer_small()
    count = len(traced.text)
    with st.container(key="language_step_whole"):
        if count == 1:
            _draw_step(card, epoch, traced, 0)
            return
        draw_steps(
            _AT,
            "Character",
            count,
            lambda position: _draw_step(card, epoch, traced, position),
            first=min(_FIRST, count),
        )


def _draw_step(card: Card, epoch: float | None, traced: Trace, position: int) -> None:
    """Draw what the network computes at a position, and the draw."""
    st.html(_in_context(traced.text, position))
    if is_small(traced):
        characters = writer(card.name, epoch).vocabulary.characters
        whole_step.draw(traced, position, characters)
        _draw_sampling(card, epoch, traced, position)
    else:
        left, right = st.columns([5, 6], gap="medium")
        with left:
            gates.draw(traced, position)
        with right, st.container(key="language_step_draw"):
            _draw_sampling(card, epoch, traced, position)


def _in_context(text: str, position: int) -> str:
    """Return the text around a character, which is framed, as HTML."""
    start, end = max(0, position - _SHOWN_BEFORE), position + _SHOWN_AFTER
    before, after = text[start:position], text[position + 1 : end]
    after += "…" if end < len(text) else ""
    return (
        "<div style=\"font-family:'Source Code Pro',monospace;font-size:0.95rem;"
        'line-height:1.75;white-space:pre-wrap;overflow-wrap:anywhere">'
        f"{'…' if start else ''}{escape(before)}"
        '<mark style="color:inherit;background:rgba(30,130,200,.3);outline:1px solid">'
        f"{escape(text[position]).replace(chr(10), '↵' + chr(10))}</mark>"
        f'<span style="opacity:0.72">{escape(after)}</span></div>'
    )


def _offer_small() -> None:
    """Offer the network that is small enough to be shown as a whole."""
    small = [name for name, card in networks().items() if card.preset == "tiny"]
    if small:
        st.button(
            "See every weight and value at once, in a network of eight units",
            icon=":material/grid_on:",
            type="tertiary",
            key="language_step_small",
            on_click=_choose_network,
            args=(small[0],),
        )


def _choose_network(name: str) -> None:
    st.session_state["language_network"] = name
    st.session_state["language_epoch"] = FINAL


def _draw_sampling(
    card: Card, epoch: float | None, traced: Trace, position: int
) -> None:
    """Draw the candidates for the next character through all steps of sampling."""
    st.subheader("The next character is drawn", anchor=False)
    with st.expander("Sampling settings", icon=":material/tune:"):
        settings = sampling_settings("language", settings_of(card))
    vocabulary = writer(card.name, epoch).vocabulary
    rows = one_step.candidates(
        traced.logits(position), settings, position, vocabulary, count=8
    )
    st.table(
        _rows(rows, settings),
        border="horizontal",
        hide_index=True,
        alt="The likeliest next characters through all steps of sampling",
    )
    (drawn,) = [row for row in rows if row.chosen]
    real = traced.text[position + 1 : position + 2]
    followed = f" In the text, {named(real)} follows." if real else ""
    if settings.temperature:
        how = (
            "From left to right: the logit, divided by the temperature T, as a "
            f"probability (softmax), renormalised after {_limits(settings)}. Last, "
            "ln p plus a random number for each character from the seed (Gumbel "
            "noise): the largest is drawn, which draws each with exactly its "
            "probability."
        )
    else:
        how = "At temperature 0 the character with the largest logit is always taken."
    st.caption(f"{how} Here it is {named(drawn.character)}.{followed}")


def _limits(settings: SamplingSettings) -> str:
    top_n = f"the {settings.top_n} most likely" if settings.top_n else "all"
    return f"top n ({top_n}) and top p ({settings.top_p:g})"


def _rows(
    rows: Sequence[Candidate], settings: SamplingSettings
) -> list[dict[str, str]]:
    divided = f"÷ T = {settings.temperature:g}"
    return [
        {
            "": "→" if row.chosen else "",
            "Next": named(row.character),
            "Logit": signed(row.logit),
            divided: signed(row.scaled) if settings.temperature else "–",
            "Softmax": _share(row.softmax),
            "Top n": _share(row.after_top_n),
            "Top p": _share(row.after_top_p),
            "With noise": signed(row.total) if row.after_top_p else "–",
        }
        for row in rows
    ]


def _share(probability: float) -> str:
    # With a space that does not break: “< 0.1%” stays in one line.
    return percent(probability).replace(" ", "\u00a0") if probability else "–"
