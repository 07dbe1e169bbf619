"""Pasting: a picture in the clipboard is uploaded like a dropped file."""

import streamlit as st

_SCRIPT = """
// Called at every run of the page, so the previous listener is removed first.
export default function ({ data, parentElement }) {
  document.removeEventListener("paste", parentElement.paste);
  parentElement.paste = (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    const pictures = files.filter((file) => file.type.startsWith("image/"));
    const field = document.querySelector(`.st-key-${data.field} input[type=file]`);
    if (!pictures.length || !field) return;
    const list = new DataTransfer();
    pictures.forEach((file) => list.items.add(file));
    field.files = list.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    event.preventDefault();
  };
  document.addEventListener("paste", parentElement.paste);
  parentElement.querySelector("small").textContent = data.words;
  return () => document.removeEventListener("paste", parentElement.paste);
}
"""

_STYLE = """
small { font: 0.875rem var(--st-font); color: var(--st-text-color); opacity: 0.8; }
"""
_COMPONENT = st.components.v2.component(
    "loupe_paste", html="<small></small>", css=_STYLE, js=_SCRIPT
)


def listen(field: str) -> None:
    """Pass pictures pasted on the page to an uploader, with a hint that this works.

    Args:
        field: The uploader's key.
    """
    hint = "Or paste a copied picture: Ctrl+V or ⌘V."
    _COMPONENT(
        key=f"{field}_paste", data={"field": field, "words": hint}, width="content"
    )
