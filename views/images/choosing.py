"""Pictures that choose: a click on one, or Enter, calls the page back."""

from collections.abc import Callable

import streamlit as st

_STYLE = """
.drawing { color: var(--st-text-color); font-family: var(--st-font); }
button[data-id] { padding: 0; border: 0; background: none; color: inherit;
  font: inherit; text-align: inherit; cursor: pointer; display: block; width: 100%; }
button[data-id]:hover img, button[data-id]:focus-visible img {
  outline: 2px solid var(--st-primary-color); }
button[data-id]:focus-visible { outline: none; }
"""
_SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  const drawing = parentElement.querySelector(".drawing");
  drawing.innerHTML = data.markup;
  for (const button of drawing.querySelectorAll("[data-id]"))
    button.onclick = () => setTriggerValue("chosen", button.dataset.id);
}
"""
_COMPONENT = st.components.v2.component(
    "loupe_choosing_pictures",
    html='<div class="drawing"></div>',
    css=_STYLE,
    js=_SCRIPT,
)


def choose_in(markup: str, key: str, on_choose: Callable[[str], None]) -> None:
    """Draw HTML in which each `<button data-id="…">` chooses its id.

    Args:
        markup: Every name in it is escaped.
        key: Of the component, unique on a page.
        on_choose: Called with the id before the next run of the page.
    """

    def chosen() -> None:
        choice = st.session_state[key].get("chosen")
        if isinstance(choice, str) and f'data-id="{choice}"' in markup:
            on_choose(choice)

    _COMPONENT(key=key, data={"markup": markup}, on_chosen_change=chosen)
