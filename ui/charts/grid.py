"""Small tables of numbers, each coloured by its value: weights, values, sums.

Blue is above zero, orange below. A cell can choose what else is shown.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

from engine.terms import Term
from ui.format import signed

_HERE = Path(__file__).parent
_STYLE = (_HERE / "grid.css").read_text(encoding="utf-8")
_STRONGEST = 0.55  # opacity of a colour behind text

_COMPONENT = st.components.v2.component(
    "loupe_number_grids",
    html='<div class="grids"></div>',
    css=".grids { color: var(--st-text-color); font-family: var(--st-font); }\n"
    + _STYLE,
    js=(_HERE / "grid.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of numbers.

    Args:
        name: Before the numbers; "" for none.
        values: A number for each column, or None for an empty cell.
        digits: Behind the point.
        largest: The number that has the full colour; 0 for the largest of all rows of
            its grid that leave it at 0.
        line: Whether a line separates it from the row above.
        signs: Whether numbers above 0 have a plus sign.
        choices: For each number what a click on it chooses; () or "" for nothing.
        framed: Indices of the cells that are framed.
    """

    name: str
    values: Sequence[float | None]
    digits: int = 2
    largest: float = 0.0
    line: bool = False
    signs: bool = True
    choices: Sequence[str] = ()
    framed: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of numbers.

    Args:
        caption: Above it.
        rows: From top to bottom.
        columns: Names of the columns; () for none.
        groups: Names above the columns, with the number of columns of each.
        marked: The index of a column that is framed; -1 for none.
        small: Whether it has many numbers: written small, and without plus signs.
        wide: Whether nothing stands beside it.
    """

    caption: str
    rows: Sequence[Row]
    columns: Sequence[str] = ()
    groups: Sequence[tuple[str, int]] = ()
    marked: int = -1
    small: bool = False
    wide: bool = False


def draw_grids(*parts: Grid | str) -> None:
    """Draw grids side by side; a text, such as “×”, stands between two of them."""
    st.html(f'<style>{_STYLE}</style><div class="grids">{_markup(parts, "")}</div>')


def sum_grid(caption: str, terms: Sequence[Term], ends: Mapping[str, float]) -> Grid:
    """Return a sum term by term: values, weights and products, and what follows.

    Args:
        caption: What is computed.
        terms: In order.
        ends: Behind the products: the sum, what an activation makes of it.
    """
    empty: list[float | None] = [None] * len(ends)
    # On a phone the last columns are out of view.
    results = ", ".join(f"{name} {signed(value, 3)}" for name, value in ends.items())
    return Grid(
        f"{caption}: {results}",
        [
            Row("value", [*(term.value for term in terms), *empty], 3),
            Row("× weight", [*(term.weight for term in terms), *empty], 3),
            Row("= product", [*(t.product for t in terms), *ends.values()], 3),
        ],
        [*(term.name for term in terms), *ends],
        wide=True,
    )


def choose_in_grids(
    grids: Sequence[Grid], chosen: str, key: str, on_choose: Callable[[], None]
) -> None:
    """Draw grids in which a click, or Enter on a focused cell, chooses.

    Args:
        grids: Rows of them have `choices`.
        chosen: The choice whose cells are framed.
        key: Of the component; `st.session_state[key].chosen` is the new choice.
        on_choose: Called when a cell was chosen.
    """
    _COMPONENT(
        key=key, data={"html": _markup(grids, chosen)}, on_chosen_change=on_choose
    )


def _markup(parts: Sequence[Grid | str], chosen: str) -> str:
    return "".join(
        f"<b>{escape(part)}</b>" if isinstance(part, str) else _table(part, chosen)
        for part in parts
    )


def _table(grid: Grid, chosen: str) -> str:
    """Return a grid as an HTML table; every name in it is escaped."""
    head = _groups(grid) + _names(grid)
    body = "".join(_row(grid, row, chosen) for row in grid.rows)
    kinds = " ".join(
        name for name, on in (("small", grid.small), ("wide", grid.wide)) if on
    )
    return (
        f'<div class="{kinds}"><table><caption>{escape(grid.caption)}</caption>'
        f"<thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )


def _groups(grid: Grid) -> str:
    if not grid.groups:
        return ""
    names = "".join(
        f'<th colspan="{count}">{escape(name)}</th>' for name, count in grid.groups
    )
    return f"<tr>{_corner(grid)}{names}</tr>"


def _names(grid: Grid) -> str:
    if not grid.columns:
        return ""
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in grid.columns)
    return f"<tr>{_corner(grid)}{names}</tr>"


def _corner(grid: Grid) -> str:
    return "<td></td>" if any(row.name for row in grid.rows) else ""


def _row(grid: Grid, row: Row, chosen: str) -> str:
    name = f'<th scope="row">{escape(row.name)}</th>' if row.name else ""
    choices = row.choices or [""] * len(row.values)
    largest = row.largest or _largest(grid)
    cells = []
    for at, (value, choice) in enumerate(zip(row.values, choices, strict=True)):
        kinds = ["line"] * row.line + ["marked"] * (at == grid.marked)
        kinds += ["chosen"] * bool(choice and choice == chosen)
        kinds += ["framed"] * (at in row.framed)
        if value is None:
            cells.append(f'<td class="{" ".join(kinds)}"></td>')
            continue
        kinds.append("p" if value > 0 else "n")
        strength = min(_STRONGEST, _STRONGEST * abs(value) / largest)
        named = f' data-id="{escape(choice)}"' if choice else ""
        shown = signed(round(value, row.digits) + 0.0, row.digits)  # no “−0.0”
        cells.append(
            f'<td class="{" ".join(kinds)}" style="--a:{strength:.2f}"{named} '
            f'title="{signed(value, 5)}">'
            f"{shown if row.signs and not grid.small else shown.removeprefix('+')}</td>"
        )
    return f"<tr>{name}{''.join(cells)}</tr>"


def _largest(grid: Grid) -> float:
    """Return the number that is farthest from 0 in the rows that share one scale."""
    values = (v for row in grid.rows if not row.largest for v in row.values)
    return max((abs(v) for v in values if v is not None), default=0.0) or 1.0
