"""Published data that is not on this machine: its terms, and how to download it."""

from collections.abc import Sequence

import streamlit as st

from engine.data import fetching
from engine.data.fetching import Fetching
from engine.data.sources import Source, data_folder
from engine.experiment import Experiment
from ui.format import size
from ui.notices import errors_shown, plain


def draw(experiment: Experiment, missing: Sequence[Source]) -> None:
    """Draw each missing data set: size, publisher, terms and the ways to get it.

    Args:
        experiment: Whose data it is.
        missing: Its data sets that are not on this machine.
    """
    for source in missing:
        under_way = fetching.latest(source, data_folder())
        if under_way is not None and under_way.is_active:
            st.fragment(_draw_progress, run_every=1.0)(under_way)
        elif fetching.download_bytes(source):
            _draw_offer(experiment, source, under_way)
        else:
            st.caption(f"{plain(source.title)} is not here. {plain(source.note)}")


def _draw_offer(
    experiment: Experiment, source: Source, before: Fetching | None
) -> None:
    """Draw what a download brings, the button that starts it, and the command."""
    megabytes = size(fetching.download_bytes(source))
    with st.container(border=True, key=f"{experiment.name}_fetch_{source.name}"):
        st.markdown(
            f"**{plain(source.title)}** is not on this machine: {megabytes} from "
            f"{plain(_host(source))}. Terms: {plain(source.licence)}. "
            f"Cite: {plain(source.citation)}"
        )
        if before is not None and before.error:
            st.error(plain(before.error), icon=":material/error:")
        pressed = st.button(
            f"Download {megabytes}",
            icon=":material/download:",
            key=f"{experiment.name}_fetch_{source.name}_start",
            help="Into this machine’s data folder; every file’s SHA-256 is verified.",
        )
        st.code(f"./loupe fetch {experiment.name}", language="bash")
        if pressed:
            with errors_shown():
                fetching.start(source, data_folder())
                st.rerun()


def _host(source: Source) -> str:
    """Return the server that publishes a source."""
    file = next(file for file in source.files if file.url or file.archive)
    return (file.archive or file).url.split("/")[2]


def _draw_progress(under_way: Fetching) -> None:
    """Draw how far a download is; once it has ended, the page anew."""
    if not under_way.is_active:
        st.rerun()
    have, whole = under_way.received_bytes, under_way.size_bytes
    st.progress(
        min(have / whole, 1.0) if whole else 0.0,
        f"{plain(under_way.source.title)}: {size(have)} of {size(whole)}"
        if whole
        else "Connecting …",
    )
    st.button(
        "Stop",
        icon=":material/stop:",
        key=f"fetch_stop_{under_way.source.name}",
        on_click=under_way.stop,
    )
