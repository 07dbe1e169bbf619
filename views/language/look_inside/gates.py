"""A hidden unit's four gates at one character, and how its cell follows from them."""

import streamlit as st

from engine.language.analysis import one_step
from engine.language.analysis.one_step import Gate, UnitStep
from engine.language.analysis.trace import Trace
from ui.format import signed
from ui.pickers import choose_number

_LAYER, _UNIT = "language_layer", "language_unit"  # as in the view of hidden units
SIGNS = {"input": "i", "forget": "f", "candidate": "g", "output": "o"}


def draw(traced: Trace, position: int) -> None:
    """Draw what a chosen unit computes at one character of a text."""
    st.subheader("A hidden unit reads it", anchor=False)
    layer, unit = _choose_unit(traced)
    _draw_unit(one_step.unit_step(traced, position, layer, unit), layer)


def _choose_unit(traced: Trace) -> tuple[int, int]:
    """Draw the choice of a hidden unit; return layer and unit, from 0."""
    units = traced.layers[0].hidden.shape[1]
    with st.container(horizontal=True):
        layer = choose_number("Layer", 1, len(traced.layers), _LAYER, 1)
        return layer - 1, choose_number("Unit", 1, units, _UNIT, 1) - 1


def _draw_unit(step: UnitStep, layer: int) -> None:
    """Draw a unit's four gates, and how its cell and its activation follow."""
    source = "Character" if layer == 0 else "Below"
    st.table(
        [
            {
                "": f"{gate.name} {SIGNS[gate.name]}",
                source: signed(gate.from_input),
                "Memory": signed(gate.from_memory),
                "Bias": signed(gate.bias),
                "Sum": signed(gate.total),
                "Gate": signed(gate.activation),
            }
            for gate in step.gates
        ],
        border="horizontal",
        hide_index=True,
        alt="The four gates of the unit, each as a sum of its parts",
    )
    i, f, g, o = (signed(gate.activation, 3) for gate in step.gates)
    before, after = signed(step.cell_before, 3), signed(step.cell_after, 3)
    st.latex(
        rf"""\begin{{aligned}}
        c &= f\,c' + i\,g \\
          &= ({f})({before}) + ({i})({g}) \\
          &= {after} \\
        h &= o\,\tanh(c) \\
          &= ({o})\tanh({after}) = {signed(step.hidden_after, 3)}
        \end{{aligned}}""".replace("−", "-")
    )
    st.caption(
        "Each gate is the sum of what comes from the "
        f"{'character' if layer == 0 else 'layer below'}, from memory (all activations "
        "of this layer before) and the bias, through a sigmoid, which squeezes any "
        "number into 0 to 1; the candidate through tanh, which squeezes it into −1 to "
        "1. c is the cell, c' before this character; h is the unit’s activation. A "
        "forget gate near 1 keeps the cell; an input gate near 0 lets nothing new in."
    )
    with st.expander("Largest contributions to each gate", icon=":material/list:"):
        for gate in step.gates:
            _draw_contributions(gate, layer)


def _draw_contributions(gate: Gate, layer: int) -> None:
    below = "embedding" if layer == 0 else "unit of the layer below"
    rows = [
        {
            "From": f"{kind} {part.name}",
            "Value": signed(part.value, 3),
            "Weight": signed(part.weight, 3),
            "Product": signed(part.product, 3),
        }
        for kind, parts in ((below, gate.inputs), ("unit", gate.memory))
        for part in parts
    ]
    st.markdown(f"**{gate.name.capitalize()} gate**")
    st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        alt=f"The products that the {gate.name} gate adds up",
    )
