"""A network as a file: the button that downloads it, the upload that adds one."""

import streamlit as st

from engine.errors import LoupeError
from engine.runs import store
from engine.runs.store import Run
from engine.sharing import exporting
from ui import frame
from ui.notices import errors_shown, plain, show_error


def draw_download(experiment: str, name: str, key: str) -> None:
    """Draw the button that downloads a checkpoint as a ZIP, made on a click.

    Args:
        experiment: Whose checkpoint.
        name: Of the checkpoint, or the id of its run.
        key: Of the button.
    """
    st.download_button(
        "Network as ZIP",
        lambda: exporting.to_bytes(experiment, name),
        file_name=f"{experiment}-{name}.zip",
        mime="application/zip",
        key=key,
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
        help="Card, weights, curve and snapshots, without your own data. Open it on "
        "another computer on its Runs page, or with `./loupe import FILE`.",
    )


def draw_run_download(run: Run, key: str) -> None:
    """Draw the same for a run, once it has a checkpoint."""
    if (run.folder / "checkpoint" / "card.json").is_file():
        draw_download(run.experiment, run.id, key)


def draw_import() -> None:
    """Draw the upload of a network, where importing is allowed."""
    if not store.training_allowed():
        return
    from engine.sharing import importing  # with h5py, which takes a moment

    with st.popover("Import a network", icon=":material/upload:", key="runs_import"):
        with st.form("runs_import_form", clear_on_submit=True, border=False):
            file = st.file_uploader(
                "A ZIP that Loupe has exported",
                type="zip",
                key="runs_import_file",
                help="Every name, size and SHA-256 in it is compared with its card, "
                "and nothing in it is executed.",
            )
            submitted = st.form_submit_button("Import", key="runs_import_start")
        if submitted and file is None:
            st.caption("Choose a file first.")
        elif submitted and file is not None:
            try:
                run = importing.import_network(file)
            except LoupeError as error:
                show_error(error)
            else:
                st.session_state["runs_imported"] = run.id
                st.rerun()


def draw_imported() -> None:
    """Say once, after an import, what was added, with a link to its page."""
    run_id = st.session_state.pop("runs_imported", None)
    if run_id is None:
        return
    with errors_shown():
        run = store.get(run_id)
        st.success(
            f"Imported “{plain(run.imported)}” as {run.id}. It is now among the "
            "networks of its page.",
            icon=":material/check:",
        )
        frame.link(
            run.experiment, "Open its page", **{f"{run.experiment}_network": run.id}
        )
