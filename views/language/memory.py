"""How much the carried state helps: one text read with different memories."""

from typing import Any

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.data.lookup import composed_text
from ui.charts.base import axis, options
from ui.notices import errors_shown
from ui.palette import SERIES
from ui.text.characters import tell_replaced
from ui.url_state import put_text, take_text
from views.language.networks import writer

RESETS = (0, 128, 64, 32, 16, 8)
_OWN, _OTHER = "language_memory_text", "language_memory_other"
_MOST = 5000  # characters; the shortest memory makes one call every 8
_OTHER_TEXT = (
    "The kettle was on and the rain came down. She wrote the bill for two pounds of "
    "flour, a tin of tea and six brown eggs, and put it in the drawer with the rest.\n"
)
_CARRIED = "carried throughout"
_SWAPPED = "from the other text"


def words_for_reset(reset_every: int) -> str:
    """Return the label of a memory setting."""
    if not reset_every:
        return "Never reset"
    return f"Reset every {reset_every} characters"


def draw(card: Card, epoch: float | None, written: str) -> None:
    """Draw the section; nothing is computed while it is closed.

    Args:
        card: The network's.
        epoch: Of the time machine, or None.
        written: The text above, read unless you enter another one.
    """
    section = st.expander(
        "How much does its memory help?",
        icon=":material/memory:",
        key="language_memory",
        on_change="rerun",
    )
    if not section.open:
        return
    with section, errors_shown():
        st.markdown(
            "The network carries its hidden and cell state from character to "
            "character. Here it reads one text several times: with the state carried "
            "throughout, with the state reset at regular intervals, and starting from "
            "the state that another text leaves. A higher loss is a bigger surprise."
        )
        result = st.container()
        own, other_text = _texts()
        text = own or written[:_MOST]
        if not text:
            st.info("There is no text to read yet.", icon=":material/info:")
            return
        with result, st.spinner("Reading …"):
            rows, replaced = _losses(card.name, card.digests, epoch, text, other_text)
        with result:
            _chart(rows, len(text))
            tell_replaced(replaced)


def _texts() -> tuple[str, str]:
    """Draw the fields; return the text to read ("" for none), and the other one."""
    take_text(_OWN)
    own = st.text_area(
        "Text to read",
        max_chars=_MOST,
        height=80,
        key=_OWN,
        placeholder="Empty: the text written above",
        persist_state="session",
    )
    put_text(_OWN, str(own), "The text to read")
    take_text(_OTHER)
    other_text = st.text_area(
        "Other text, read first for its state",
        _OTHER_TEXT,
        max_chars=_MOST,
        height=80,
        key=_OTHER,
        persist_state="session",
    )
    put_text(_OTHER, str(other_text), "The other text", default=_OTHER_TEXT)
    return composed_text(str(own)), str(other_text)


@st.cache_data(max_entries=50, show_spinner=False)
def _losses(
    name: str,
    digests: Digests,
    epoch: float | None,
    text: str,
    other_text: str,
) -> tuple[dict[str, float], dict[str, str]]:
    """Return nats per character for each memory, and the replaced characters.

    `digests` renews the entry when the checkpoint changes.
    """
    from engine.language.predict import Memory

    network = writer(name, epoch)
    memories = {_CARRIED: Memory(), _SWAPPED: Memory(before=other_text)}
    for every in RESETS[1:]:
        memories[f"reset every {every}"] = Memory(reset_every=every)
    readings = {name: network.read(text, m) for name, m in memories.items()}
    losses = {name: r.piece.nats_per_character for name, r in readings.items()}
    return losses, dict(readings[_CARRIED].replaced)


def _chart(rows: dict[str, float], characters: int) -> None:
    """Draw the losses as bars with their figures."""
    listed = ", ".join(f"{memory} {value:.2f}" for memory, value in rows.items())
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
        alt=f"Loss by memory, in nats per character: {listed}.",
    )
    st.caption(f"Nats per character over {characters:,} characters: {listed}.")
