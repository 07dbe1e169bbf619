"""A hidden unit held at a value while the network writes, and the text without."""

from typing import TYPE_CHECKING

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.data.lookup import composed_text
from engine.language.analysis import holding, units
from engine.language.analysis.holding import Comparison, Text
from engine.language.analysis.units import Match
from engine.language.defaults import settings_of
from engine.language.writing import CELL, OUTPUT, Held
from engine.sampling import SamplingSettings
from ui.format import percent, signed
from ui.links.bound import choose_bound
from ui.palette import PROBABILITY_CLASSES
from ui.pickers import choose_number
from ui.sampling import sampling_settings
from ui.text.characters import named, tell_replaced
from ui.text.coloured import coloured_text
from ui.text.marks import legend
from ui.text.redaction import redacted, redaction_notice
from ui.url_state import put_text, take_text
from views.language.look_inside.passage import SCENE
from views.language.networks import writer
from views.language.request import worked_example

if TYPE_CHECKING:
    from engine.language.predict import Writer

VIEW = "Hold a unit"
_LAYER, _UNIT, _PART, _VALUE, _PROMPT = (
    f"language_held_{name}" for name in ("layer", "unit", "part", "value", "prompt")
)
_PARTS = {"Output h": OUTPUT, "Cell c": CELL}
# h is between −1 and 1; c has no bound, but beyond 3, tanh(c) is almost 1.
_VALUES = {
    OUTPUT: tuple(step / 10 for step in range(-10, 11)),
    CELL: tuple(step / 10 for step in range(-50, 51, 5)),
}
_LENGTH = 300  # characters
_SHOWN = 8  # characters whose probability changes most


def draw(card: Card, epoch: float | None) -> None:
    """Draw both texts, and how the probabilities of the next character change."""
    st.markdown(
        "Hold one hidden unit at a value from the first character of the prompt on, "
        "and let the network write. Beside it is what the network writes as it is, "
        "from the same prompt, with the same settings and seed."
    )
    network = writer(card.name, epoch)
    held = _choose(card, epoch, network)
    prompt, settings = _inputs(card)
    tell_replaced(network.vocabulary.encode(prompt).replaced)
    with st.spinner("Writing both texts …"):
        # Each text of its own: another value leaves the one beside it as it is.
        free, other = (
            _text(card.name, card.digests, epoch, prompt, settings, which)
            for which in (None, held)
        )
    comparison = holding.compare(network.vocabulary.characters, free, other)
    _draw_texts(card, comparison, prompt, held)
    _draw_changes(comparison)


def open_unit(layer: int, unit: int) -> None:
    """Open this view of a unit, both counted from 0; for callbacks."""
    st.session_state[_LAYER], st.session_state[_UNIT] = layer + 1, unit + 1
    st.session_state["language_view"] = VIEW


def _choose(card: Card, epoch: float | None, network: "Writer") -> Held:
    """Draw the choice of unit, part and value.

    At first the unit that rises with the position in the line: held high, it makes
    most networks write shorter lines, which one sees at once.
    """
    weights = network.step_weights
    first = _first(card.name, card.digests, epoch)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = choose_number("Layer", 1, weights.layers, _LAYER, first.layer + 1)
        unit = choose_number("Unit", 1, weights.units, _UNIT, first.unit + 1)
        part = choose_bound(
            st.segmented_control,
            "Held",
            list(_PARTS),
            default="Output h",
            required=True,
            key=_PART,
            help="The cell c is the unit’s memory. Its output, the activation h, "
            "follows from it: tanh squeezes c into −1 to 1, and the output gate, from "
            "0 to 1, multiplies it. So h stays between −1 and 1, while c has no bound.",
            persist_state="session",
        )
    held = _PARTS.get(str(part), OUTPUT)
    value = choose_bound(
        st.select_slider,
        "At the value",
        _VALUES[held],
        value=1.0,
        key=_VALUE,
        persist_state="session",
    )
    if (layer, unit) == (first.layer + 1, first.unit + 1):
        st.caption(
            "Of the units of the last layer, this one follows the "
            f"{first.trait} most closely in a sample text: correlation "
            f"{signed(first.correlation)}. Held high, it has the value that it has "
            "late in a line."
        )
    return Held(layer - 1, unit - 1, held, float(1 if value is None else value))


def _inputs(card: Card) -> tuple[str, SamplingSettings]:
    """Draw the prompt and the sampling settings, which are those of the Try tab."""
    example = worked_example(card)
    start = example.prompt if example else "\n"
    with st.expander("Prompt and sampling settings", icon=":material/tune:"):
        take_text(_PROMPT)
        st.session_state.setdefault(_PROMPT, start)
        text = st.text_area(
            "Prompt", height=80, max_chars=1000, key=_PROMPT, persist_state="session"
        )
        prompt = composed_text(str(text).replace("\r\n", "\n"))
        put_text(_PROMPT, prompt, "The prompt", default=start)
        settings = sampling_settings(
            "language", example.settings if example else settings_of(card)
        )
    return prompt, settings


@st.cache_data(max_entries=20, show_spinner=False)
def _first(name: str, digests: Digests, epoch: float | None) -> Match:
    """Return the unit at first; `digests` renews it when the checkpoint changes."""
    return units.rising_unit(writer(name, epoch), SCENE)


@st.cache_data(max_entries=40, show_spinner=False)
def _text(
    name: str,
    digests: Digests,
    epoch: float | None,
    prompt: str,
    settings: SamplingSettings,
    held: Held | None,
) -> Text:
    return holding.write(writer(name, epoch), prompt, _LENGTH, settings, held)


def _draw_texts(card: Card, comparison: Comparison, prompt: str, held: Held) -> None:
    """Draw both texts side by side, coloured by probability."""
    unit = f"layer {held.layer + 1}, unit {held.unit + 1}"
    title = f"With the {held.part} of {unit} held at {signed(held.value, 1)}"
    columns = st.columns(2, gap="large")
    for column, piece, heading, key in zip(
        columns,
        (comparison.free, comparison.held),
        ("As the network is", title),
        ("language_held_without", "language_held_with"),
        strict=True,
    ):
        with column:
            st.markdown(f"**{heading}**")
            coloured_text(redacted(piece, card), key, prompt, heading)
            st.caption(
                f"Mean length of a line: {holding.mean_line(piece.text):.0f} "
                f"characters. Loss: {piece.nats_per_character:.2f} nats per character."
            )
    legend(PROBABILITY_CLASSES, "Probability given by the network:")
    st.caption(
        f"{_common(comparison)} This shows that the text depends on the unit, and how. "
        "A text that hardly changes does not show that the unit is useless: other "
        "units can carry the same information, and in a larger network many do. "
        + redaction_notice(card)
    )


def _common(comparison: Comparison) -> str:
    if comparison.same == len(comparison.free.text):
        return "Both texts are the same."
    if not comparison.same:
        return "The texts differ from their first character on."
    return f"The first {comparison.same} characters are the same."


def _draw_changes(comparison: Comparison) -> None:
    """Draw the characters whose probability after the prompt changes most."""
    st.subheader("The character after the prompt", anchor=False)
    st.table(
        [
            {
                "Next": named(change.character),
                "Logit": signed(change.logits[0]),
                "Logit, held": signed(change.logits[1]),
                "Probability": f"{100 * change.probabilities[0]:.2f}%",
                "Probability, held": f"{100 * change.probabilities[1]:.2f}%",
            }
            for change in comparison.changes[:_SHOWN]
        ],
        border="horizontal",
        hide_index=True,
        alt="The characters whose probability changes most",
    )
    st.caption(
        f"{percent(comparison.moved)} of the probability goes to other characters than "
        "before (the total variation distance). Probabilities are the softmax of all "
        f"{len(comparison.changes)} logits, before the sampling settings; shown are "
        "the largest changes."
    )
