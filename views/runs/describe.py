"""A run's name, notes, tags and star: shown, and changed in a form."""

import streamlit as st

from engine.errors import LoupeError
from engine.runs import about
from engine.runs.about import About
from engine.runs.store import Run
from ui.notices import show_error
from ui.training.following import label_of


def draw(run: Run) -> None:
    """Draw the button that opens the form."""
    written = about.read(run.folder)
    icon = ":material/star:" if written.starred else ":material/edit:"
    with (
        st.popover("Name and notes", icon=icon, key=f"runs_about_{run.id}"),
        st.form(f"runs_form_{run.id}", border=False),
    ):
        name = st.text_input(
            "Name",
            written.name,
            max_chars=60,
            placeholder=label_of(run),
            key=f"runs_name_{run.id}",
        )
        starred = st.toggle("Star", written.starred, key=f"runs_star_{run.id}")
        tags = st.text_input(
            "Tags, separated by commas",
            ", ".join(written.tags),
            key=f"runs_tags_{run.id}",
        )
        notes = st.text_area(
            "Notes", written.notes, max_chars=5000, key=f"runs_notes_{run.id}"
        )
        if st.form_submit_button("Save", type="primary", key=f"runs_save_{run.id}"):
            distinct = dict.fromkeys(tag.strip() for tag in tags.split(","))
            kept = tuple(tag for tag in distinct if tag)
            try:
                about.write(run, About(name.strip(), notes, kept, starred))
            except LoupeError as error:
                show_error(error)
            else:
                st.rerun()
