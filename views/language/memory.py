"""What the carried state is worth: the same text read with other memories."""

from typing import Any

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from ui.charts.base import axis, options
from ui.notices import told
from ui.palette import SERIES
from ui.text.characters import tell_replaced
from views.language.networks import writer

RESETS = (0, 128, 64, 32, 16, 8)
_MOST = 5000  # characters; the shortest memory reads each piece by itself
_OTHER = (
    "The kettle was on and the rain came down. She wrote the bill for two pounds of "
    "flour, a tin of tea and six brown eggs, and put it in the drawer with the rest.\n"
)
_CARRIED = "carried along"
_SWAPPED = "taken from the other text"


def words_for_reset(reset_every: int) -> str:
    """Return what a memory setting means."""
    if not reset_every:
        return "Never forgets"
    return f"Forgets everything each {reset_every} characters"


def draw(card: Card, epoch: float | None, written: str) -> None:
    """Draw the section; nothing is computed while it is closed.

    Args:
        card: The network's.
        epoch: Of the time machine, or None.
        written: The text that stands above, offered first.
    """
    section = st.expander(
        "What is its memory worth?",
        icon=":material/memory:",
        key="language_memory",
        on_change="rerun",
    )
    if not section.open:
        return
    with section, told():
        st.markdown(
            "The network carries a state from character to character. Here it reads "
            "one text several times: with the state carried along, with the state "
            "emptied at regular places, and beginning with the state that another "
            "text left behind. The higher the figure, the more it was surprised."
        )
        result = st.container()
        own = st.text_area(
            "Text to read",
            max_chars=_MOST,
            height=80,
            key="language_memory_text",
            placeholder="Empty: the text that was written above",
            persist_state="session",
        )
        other = st.text_area(
            "Other text, whose state is swapped in",
            _OTHER,
            max_chars=_MOST,
            height=80,
            key="language_memory_other",
            persist_state="session",
        )
        text = str(own) or written[:_MOST]
        if not text:
            st.info("There is nothing to read yet.", icon=":material/info:")
            return
        with result, st.spinner("Reading …"):
            rows, replaced = _losses(card.name, card.digests, epoch, text, str(other))
        with result:
            _chart(rows, len(text))
            tell_replaced(replaced)


@st.cache_data(max_entries=50, show_spinner=False)
def _losses(
    name: str,
    digests: Digests,
    epoch: float | None,
    text: str,
    other: str,
) -> tuple[dict[str, float], dict[str, str]]:
    """Return nats per character for each memory, and what had to be replaced.

    `digests` renews the entry when the checkpoint changes.
    """
    from engine.language.predict import Memory

    network = writer(name, epoch)
    memories = {_CARRIED: Memory(), _SWAPPED: Memory(before=other)}
    for every in RESETS[1:]:
        memories[f"emptied each {every}"] = Memory(reset_every=every)
    readings = {words: network.read(text, m) for words, m in memories.items()}
    losses = {words: r.piece.nats_per_character for words, r in readings.items()}
    return losses, dict(readings[_CARRIED].replaced)


def _chart(rows: dict[str, float], characters: int) -> None:
    """Draw the losses as bars with their figures."""
    said = ", ".join(f"{words} {value:.2f}" for words, value in rows.items())
    bars: dict[str, Any] = {
        "type": "bar",
        "data": [round(value, 3) for value in rows.values()],
        "itemStyle": {"color": SERIES[0]},
        "barMaxWidth": 18,
        "label": {"show": True, "position": "right"},
    }
    spec = options(
        [bars],
        axis("nats per character"),
        axis(type="category", data=list(rows), inverse=True),
        unit="%.3f nats",
        legend=False,
        grid={"right": 48, "top": 8, "bottom": 36},
    )
    st.echarts_chart(
        spec,
        height=300,
        key="language_memory_chart",
        alt=f"Nats per character by memory: {said}.",
    )
    st.caption(f"Nats per character over {characters:,} characters: {said}.")
