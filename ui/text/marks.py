"""A text in marked pieces with notes on hover: the component and its legend.

A piece is a character or a word, with a shade, a note, and perhaps alternatives
to choose from. Text reaches the browser as data and enters the page as text,
never as markup.
"""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from ui.palette import ALL_CLASSES, UNDERLINED, Shade, shade_of, styles

_HERE = Path(__file__).parent

_COMPONENT = st.components.v2.component(
    "loupe_marked_text",
    html='<div class="frame">\n<div class="text" role="group"></div>\n'
    '<div class="card" tabindex="-1" hidden></div>\n</div>',
    css=(_HERE / "marks.css").read_text(encoding="utf-8") + styles(ALL_CLASSES),
    js=(_HERE / "marks.js").read_text(encoding="utf-8"),
)


def draw_marks(
    key: str,
    pieces: Sequence[str],
    values: Sequence[float],
    notes: Sequence[str],
    shades: tuple[Shade, ...],
    label: str,
    more: dict[str, Any],
    on_branch: Callable[[], None] = lambda: None,
    on_span: Callable[[], None] = lambda: None,
    on_place: Callable[[], None] = lambda: None,
) -> None:
    """Mount the component.

    Args:
        key: Of the component.
        pieces: N characters or words.
        values: N numbers, shown as shades.
        notes: N short texts with the numbers, shown on hover.
        shades: One of the palettes.
        label: What a screen reader calls the text.
        more: Further data for `marks.js`: "given" (drawn quietly before it), "gaps"
            (N + 1 unmarked texts around the pieces), "prose", "choices", "writer",
            "branch", "spans" (whether a span can be chosen by dragging), "places"
            (whether a piece can be chosen by a click or Enter), "underlined" (N,
            whether a line is drawn under each), "framed" (the place of the piece with
            a frame).
        on_branch: Called when an alternative was chosen.
        on_span: Called when a span was chosen.
        on_place: Called when a piece was chosen.
    """
    index = {shade.name: i for i, shade in enumerate(shades)}
    data = {
        "pieces": list(pieces),
        "classes": [index[shade_of(value, shades).name] for value in values],
        "shades": [{"name": s.name, "line": UNDERLINED.get(s.name)} for s in shades],
        "notes": list(notes),
        "label": label,
        **more,
    }
    _COMPONENT(
        key=key,
        data=data,
        on_branch_change=on_branch,
        on_span_change=on_span,
        on_place_change=on_place,
    )


def chosen_place(
    key: str, count: int, on_place: Callable[[int], None] | None
) -> Callable[[], None]:
    """Return the `on_place` of `draw_marks` that passes on the index of the piece.

    Args:
        key: Of the component.
        count: How many pieces it has.
        on_place: Called with the index of one of them; None if none can be chosen.
    """

    def choose() -> None:
        chosen = st.session_state[key].get("place")
        if on_place and isinstance(chosen, int) and 0 <= chosen < count:
            on_place(chosen)

    return choose


def legend(shades: tuple[Shade, ...], title: str) -> None:
    """Draw what the colours of a text mean."""
    samples = "".join(
        f'<span style="white-space:nowrap"><span style="display:inline-block;'
        f"width:1.4em;height:1.1em;vertical-align:-0.2em;border-radius:2px;"
        f"border:1px solid rgba(128,128,128,.45);background:{shade.background}"
        f'"></span>&nbsp;{escape(shade.words)}{_line_in_words(shade)}</span>'
        for shade in shades
    )
    st.html(
        '<div style="display:flex;flex-wrap:wrap;gap:0.15rem 0.9rem;'
        f'font-size:0.8rem;opacity:0.9"><span>{escape(title)}</span>{samples}</div>'
    )


def _line_in_words(shade: Shade) -> str:
    line = UNDERLINED.get(shade.name)
    return f" ({line} underline)" if line else ""
