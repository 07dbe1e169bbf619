"""“Copy link”: the address of what the page shows, and what it cannot carry."""

import streamlit as st

# Only https and this machine's own address give a page the clipboard; elsewhere the
# address is shown, selected. What does not travel is read from the page at the click:
# ui/url_state.py's `tell_not_carried` draws it.
_SCRIPT = """
export default function ({ parentElement }) {
  const find = (name) => parentElement.querySelector(name);
  const [button, field, status] = ["button", "input", "p"].map(find);
  button.onclick = async () => {
    let words = "Link copied.";
    field.value = location.href;
    try {
      await navigator.clipboard.writeText(field.value);
      field.hidden = true;
    } catch {
      words = "Copy this address.";
      field.hidden = false;
      field.focus();
      field.select();
    }
    const left = document.querySelectorAll('[class*="st-key-not_carried_"]');
    const missing = new Set([...left].map((element) => element.innerText.trim()));
    status.textContent = [words, ...missing].join(" ");
  };
}
"""
_STYLE = """
div { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end;
  gap: 0.4rem 0.6rem; font: 0.875rem var(--st-font); color: var(--st-text-color); }
button { font: inherit; color: inherit; background: none; cursor: pointer;
  padding: 0.3rem 0.7rem; border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius); }
button:hover { border-color: var(--st-primary-color); }
:focus-visible { outline: 2px solid var(--st-primary-color); }
input { font: inherit; color: inherit; background: var(--st-secondary-background-color);
  border: 1px solid var(--st-border-color); padding: 0.3rem; min-width: 0;
  flex: 1 1 12rem; }
p { margin: 0; } p:empty { display: none; }
"""
_COMPONENT = st.components.v2.component(
    "loupe_copy_link",
    html='<div><p role="status"></p>'
    '<input readonly hidden aria-label="Address of this page">'
    '<button type="button" title="The address with everything chosen on this page">'
    "Copy link</button></div>",
    css=_STYLE,
    js=_SCRIPT,
)


def draw() -> None:
    """Draw the button."""
    _COMPONENT(key="copy_link", width="content")
