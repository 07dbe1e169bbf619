"""A run's name, notes, tags and star: shown, and changed in a form."""

import streamlit as st

from engine.errors import LoupeError
from engine.runs import about
from engine.runs.about import About
from engine.runs.store import Run
from ui.notices import plain, show_error
from ui.training.following import label_of


def draw_notes(run: Run) -> None:
    """Draw the tags and notes of a run; nothing where there are none."""
    written = about.read(run.folder)
    lines = [f"Tags: {', '.join(written.tags)}"] if written.tags else []
    lines += written.notes.strip().splitlines()
    if lines:
        st.caption("  \n".join(plain(line) for line in lines))


def draw(run: Run) -> None:
    """Draw the button that opens the form."""
    written = about.read(run.folder)
    is_new = _fill(run, written)
    icon = ":material/star:" if written.starred else ":material/edit:"
    with (
        st.popover("Name and notes", icon=icon, key=f"runs_about_{run.id}"),
        st.form(f"runs_form_{run.id}", border=False),
    ):
        name = st.text_input(
            "Name",
            max_chars=60,
            placeholder=label_of(run),
            key=f"runs_name_{run.id}",
        )
        starred = st.toggle("Star", key=f"runs_star_{run.id}")
        tags = st.text_input("Tags, separated by commas", key=f"runs_tags_{run.id}")
        notes = st.text_area("Notes", max_chars=5000, key=f"runs_notes_{run.id}")
        if st.form_submit_button("Save", type="primary", key=f"runs_save_{run.id}"):
            if is_new:
                st.warning("It was changed in another window: here is what it says.")
            else:
                distinct = dict.fromkeys(tag.strip() for tag in tags.split(","))
                kept = tuple(tag for tag in distinct if tag)
                _save(run, About(name.strip(), notes, kept, starred))


def _fill(run: Run, written: About) -> bool:
    """Fill the form with what is written; return whether another window wrote it."""
    seen, key = f"_runs_about_{run.id}", f"runs_name_{run.id}"
    before = st.session_state.get(seen)
    if before == written and key in st.session_state:
        return False
    st.session_state[seen] = written
    st.session_state[key] = written.name
    st.session_state[f"runs_star_{run.id}"] = written.starred
    st.session_state[f"runs_tags_{run.id}"] = ", ".join(written.tags)
    st.session_state[f"runs_notes_{run.id}"] = written.notes
    return before not in (None, written)


def _save(run: Run, changed: About) -> None:
    """Write it, and draw the page anew: lists show the name."""
    try:
        about.write(run, changed)
    except LoupeError as error:
        show_error(error)
    else:
        st.session_state[f"_runs_about_{run.id}"] = about.read(run.folder)
        st.rerun()
