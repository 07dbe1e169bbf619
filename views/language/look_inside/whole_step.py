"""Every weight and value of a small network at one character, on one screen."""

from collections.abc import Sequence

import streamlit as st

from engine.language.analysis import whole_step
from engine.language.analysis.trace import GATES, Trace
from engine.language.analysis.whole_step import CELL, HIDDEN, LOGIT, Number, WholeStep
from ui.charts.grid import Grid, Row, choose_in_grids, draw_grids, sum_grid
from ui.format import percent, signed
from ui.pickers import choose_one
from views.language.look_inside.gates import SIGNS

_NUMBER, _GRIDS = "language_number", "language_whole_step"
_BAND = 33  # characters side by side
_LARGE = 10.0  # a sum or logit that has the full colour
_SHORT = {" ": "␣", "\n": "↵", "\t": "⇥"}
_KINDS = {CELL: "Cell", HIDDEN: "Activation", "candidate": "Candidate"}


def draw(traced: Trace, position: int, characters: Sequence[str]) -> None:
    """Draw all weights and values, and one number as a sum of products.

    Args:
        traced: The text that a small network reads.
        position: Of the character, from 0.
        characters: Of the vocabulary.
    """
    step = whole_step.whole_step(traced, position)
    numbers = {number.id: number for number in step.numbers()}
    names = {id: _name(number, characters) for id, number in numbers.items()}
    st.subheader("Everything it computes", anchor=False)
    st.caption(
        "These are all weights of the network, and all values at this character. Blue "
        "is above 0, orange below. Click a number, or move with the arrow keys and "
        "press Enter, to see the products that make it."
    )
    chosen = choose_one("Number to follow", names, _NUMBER, next(iter(names)))
    _draw_sum(step, numbers[chosen], names[chosen])
    grids = [
        *_embedding(step, characters),
        _gates(step),
        _states(step),
        *_logits(step, characters),
    ]
    choose_in_grids(grids, chosen, _GRIDS, _take_click)
    st.caption(
        "x is the embedding of the character (its framed column), h' and c' are the "
        "activations and cells before it, h and c those after it. The value in front "
        "of a row is multiplied by each weight of the row; every column is added up "
        "with its bias. The sigmoid of a gate squeezes any sum into 0 to 1, tanh into "
        "−1 to 1."
    )


def _take_click() -> None:
    """Follow the number that was clicked."""
    if chosen := st.session_state[_GRIDS].chosen:
        st.session_state[_NUMBER] = chosen


def _name(number: Number, characters: Sequence[str]) -> str:
    """Return what a number is called."""
    if number.kind == LOGIT:
        (character,) = _short([characters[number.index]])
        return f"Logit of “{character}”"
    kind = _KINDS.get(number.kind, f"{number.kind.capitalize()} gate")
    return f"{kind} of unit {number.index + 1}"


def _draw_sum(step: WholeStep, number: Number, name: str) -> None:
    """Draw the products that make a number, their sum, and what becomes of it."""
    made = step.sum_of(number)
    ends = {"sum": made.total}
    if made.activation:
        ends[made.activation] = made.result
    elif number.kind == LOGIT:
        ends["p"] = float(step.probabilities[number.index])
    draw_grids(sum_grid(f"{name}, term by term", made.terms, ends))
    if number.kind == LOGIT:
        largest = float(step.logits.max())
        st.caption(
            "The softmax divides exp(logit) by the sum over all "
            f"{len(step.logits)} characters: p is "
            f"{percent(float(step.probabilities[number.index]))}. The largest logit is "
            f"{signed(largest)}."
        )


def _bands(count: int) -> list[slice]:
    return [slice(start, start + _BAND) for start in range(0, count, _BAND)]


def _short(characters: Sequence[str]) -> list[str]:
    return [_SHORT.get(character, character) for character in characters]


def _embedding(step: WholeStep, characters: Sequence[str]) -> list[Grid]:
    """Return the embeddings, a column for each character."""
    return [
        Grid(
            "Embedding: a vector for each character" if band.start == 0 else "",
            [
                Row(f"x{i}", column[band].tolist(), 1)
                for i, column in enumerate(step.embeddings.T, start=1)
            ],
            _short(characters[band]),
            marked=step.symbol - band.start,
            small=True,
            wide=True,
        )
        for band in _bands(len(characters))
    ]


def _gates(step: WholeStep) -> Grid:
    """Return the LSTM's weights with the values that they multiply, and the gates."""
    units = len(step.hidden)
    ids = ["", *(Number(kind, unit).id for kind in GATES for unit in range(units))]
    weighed = [
        *_weighed("x", step.embedding.tolist(), step.kernel.tolist()),
        *_weighed("h'", step.memory.tolist(), step.recurrent.tolist()),
        ("bias", 1.0, step.bias.tolist()),
    ]
    rows = [
        Row(name, [value, *_flat(weights)], 1, choices=ids)
        for name, value, weights in weighed
    ]
    rows += [
        Row("sum", [None, *_flat(step.totals.tolist())], 1, _LARGE, True, choices=ids),
        Row("gate", [None, *_flat(step.gates.tolist())], 1, 1.0, choices=ids),
    ]
    groups = [(f"{name} {sign}", units) for name, sign in SIGNS.items()]
    return Grid(
        "LSTM: weights of the gates, their sums, and the gates",
        rows,
        ["value", *[str(unit + 1) for unit in range(units)] * len(GATES)],
        [("", 1), *groups],
        small=True,
        wide=True,
    )


def _weighed(
    name: str, values: list[float], weights: list[list[list[float]]]
) -> list[tuple[str, float, list[list[float]]]]:
    """Return name, value and weights of each input, from 1 on."""
    pairs = zip(values, weights, strict=True)
    return [(f"{name}{i}", value, row) for i, (value, row) in enumerate(pairs, start=1)]


def _flat(rows: list[list[float]]) -> list[float]:
    return [value for row in rows for value in row]


def _states(step: WholeStep) -> Grid:
    """Return cells and activations of all units."""
    units = range(len(step.hidden))
    return Grid(
        "Cells and activations: c = f·c' + i·g, h = o·tanh(c)",
        [
            Row("c'", step.cell_before.tolist()),
            *(
                Row(name, values.tolist(), choices=[Number(kind, u).id for u in units])
                for name, values, kind in (
                    ("c", step.cell, CELL),
                    ("h", step.hidden, HIDDEN),
                )
            ),
        ],
        [str(unit + 1) for unit in units],
        small=True,
        wide=True,
    )


def _logits(step: WholeStep, characters: Sequence[str]) -> list[Grid]:
    """Return the weights of the logits, the logits, and their softmax."""
    grids = []
    for band in _bands(len(characters)):
        within = range(*band.indices(len(characters)))
        ids = ["", *(Number(LOGIT, symbol).id for symbol in within)]
        inputs = zip(step.hidden.tolist(), step.output_kernel, strict=True)
        rows = [
            Row(f"h{i}", [value, *weights[band].tolist()], 1, choices=ids)
            for i, (value, weights) in enumerate(inputs, start=1)
        ]
        rows += [
            Row("bias", [1.0, *step.output_bias[band].tolist()], 1, choices=ids),
            Row(
                "logit",
                [None, *step.logits[band].tolist()],
                1,
                _LARGE,
                True,
                choices=ids,
            ),
            Row(
                "p",
                [None, *step.probabilities[band].tolist()],
                2,
                0.5,
                choices=ids,
            ),
        ]
        grids.append(
            Grid(
                "Logits: a column of weights for each character" * (band.start == 0),
                rows,
                ["value", *_short(characters[band])],
                small=True,
                wide=True,
            )
        )
    return grids
