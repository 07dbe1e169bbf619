"""Which hidden units follow a trait: one of ours, your own pattern, or a span."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from engine.errors import LoupeError
from engine.language.analysis import own_traits, units
from engine.language.analysis.own_traits import Contrast
from engine.language.analysis.units import Trait
from ui.format import signed
from ui.links.bound import choose_bound
from ui.notices import plain, show_error
from ui.pickers import choose_number, choose_span
from ui.url_state import put_text, take_text
from views.language.look_inside import held_unit

if TYPE_CHECKING:
    from engine.language.analysis.units import Survey

_LAYER, _UNIT = "language_layer", "language_unit"
_BY, _PATTERN, _SPAN = "language_find_by", "language_pattern", "language_span"
_TRAITS, _OWN, _PART = "Traits", "Your pattern", "A span"
_FIRST_PATTERN = "[aeiou]"
_COUNT = 6  # units that are listed for your own trait


@dataclass(frozen=True)
class Marked:
    """The trait that is compared with the unit that is shown."""

    words: str  # “inside quotes”
    values: Trait  # one for each character


def draw(survey: "Survey") -> Marked | None:
    """Draw the units that follow a trait; a click shows one of them.

    Returns:
        Your own trait; None where ours are listed, or yours is not in the text.
    """
    by = choose_bound(
        st.segmented_control,
        "Find units by",
        [_TRAITS, _OWN, _PART],
        default=_TRAITS,
        required=True,
        key=_BY,
        persist_state="session",
    )
    if by == _OWN:
        return _draw_pattern(survey)
    if by == _PART and len(survey.text) > 1:
        return _draw_span(survey)
    _draw_traits(survey)
    return None


def pick(survey: "Survey") -> tuple[int, int]:
    """Draw the choice of a unit, at first the best match; return it from 0."""
    layers, _, count = survey.traces.shape
    first = survey.matches[0] if survey.matches else None
    layer, unit = (first.layer + 1, first.unit + 1) if first else (1, 1)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = (
            choose_number("Layer", 1, layers, _LAYER, layer) - 1,
            choose_number("Unit", 1, count, _UNIT, unit) - 1,
        )
        st.button(
            "Hold it at a value while the network writes",
            icon=":material/tune:",
            key="language_hold",
            on_click=held_unit.open_unit,
            args=chosen,
        )
    return chosen


def _draw_traits(survey: "Survey") -> None:
    """Draw the best unit for each of our traits."""
    st.markdown("**Best unit for each trait**")
    with st.container(gap="xxsmall", key="language_finder"):
        for match in survey.matches:
            _draw_unit(
                f"{match.trait}: layer {match.layer + 1}, unit {match.unit + 1} "
                f"({signed(match.correlation)})",
                match.trait.replace(" ", "_"),
                match.layer,
                match.unit,
            )
    missing = ", ".join(survey.missing)
    st.caption(
        "In brackets: Pearson’s correlation between activation and trait over this "
        "text, −1 to 1. On a short text, one of hundreds of units correlates strongly "
        "by chance." + (f" Traits that this text lacks: {missing}." if missing else "")
    )


def _draw_unit(words: str, key: str, layer: int, unit: int) -> None:
    st.button(
        words,
        key=f"language_find_{key}",
        on_click=_choose,
        args=(layer, unit),
        type="tertiary",
        icon=":material/show_chart:",
    )


def _choose(layer: int, unit: int) -> None:
    st.session_state[_LAYER] = layer + 1
    st.session_state[_UNIT] = unit + 1


def _draw_pattern(survey: "Survey") -> Marked | None:
    """Draw the field for a regular expression, and the units that tell it apart."""
    take_text(_PATTERN)
    st.session_state.setdefault(_PATTERN, _FIRST_PATTERN)
    pattern = st.text_input(
        "Regular expression",
        max_chars=own_traits.MOST_PATTERN,
        key=_PATTERN,
        help="What it matches is the trait: `[aeiou]` is every vowel, `\\bthe\\b` the "
        "word “the”, `^[A-Z ]+:` a speaker’s name at the start of a line.",
        persist_state="session",
    )
    put_text(_PATTERN, pattern, "The pattern", default=_FIRST_PATTERN)
    if not pattern:
        st.info("Type a pattern to look for.", icon=":material/info:")
        return None
    try:
        trait = own_traits.matched(pattern, survey.text)
    except LoupeError as error:
        show_error(error)
        return None
    _draw_contrasts(own_traits.contrasts(survey.traces, trait, _COUNT))
    return Marked("what your pattern matches", trait)


def _draw_span(survey: "Survey") -> Marked | None:
    """Draw the slider over the text, and the units that are different in the span."""
    length = len(survey.text)
    chosen = choose_span("Characters", length, _SPAN, _first_span(survey.text))
    trait = own_traits.spanned(chosen.start, chosen.stop, length)
    part = survey.text[chosen.start : chosen.stop].replace("\n", "↵")
    short = part if len(part) <= 60 else f"{part[:40]} … {part[-16:]}"
    st.caption(
        f"“{plain(short)}”, {len(part):,} characters. With a mouse, you can also drag "
        "over the coloured text."
    )
    if trait.min() == trait.max():
        st.info("Leave some characters outside the span.", icon=":material/info:")
        return None
    _draw_contrasts(own_traits.contrasts(survey.traces, trait, _COUNT))
    return Marked("your span", trait)


def on_drag(survey: "Survey") -> Callable[[range], None] | None:
    """Return what a drag over the text does; None unless a span is looked for."""
    if st.session_state.get(_BY) != _PART or len(survey.text) < 2:
        return None
    return _take_span


def _take_span(span: range) -> None:
    st.session_state[_SPAN] = (span.start + 1, span.stop)


def _first_span(text: str) -> range:
    """Return the first words in quotes, else the first characters."""
    quotes = units.traits(text)["inside quotes"].nonzero()[0]
    if not len(quotes):
        return range(min(20, len(text) - 1))
    end = next((i for i in range(quotes[0], len(text)) if i not in quotes), len(text))
    return range(int(quotes[0]), int(end))


def _draw_contrasts(contrasts: Sequence[Contrast]) -> None:
    """Draw the units that differ most within a trait; a click shows one."""
    st.markdown("**Units that differ most there**")
    with st.container(gap="xxsmall", key="language_finder"):
        for unit in contrasts:
            _draw_unit(
                f"layer {unit.layer + 1}, unit {unit.unit + 1}: "
                f"{signed(unit.within)} there, {signed(unit.outside)} elsewhere",
                f"own_{unit.layer}_{unit.unit}",
                unit.layer,
                unit.unit,
            )
    st.caption(
        "Mean activation there and elsewhere. In a short span, some of hundreds of "
        "units differ by chance: look at other places where you expect the same."
    )
