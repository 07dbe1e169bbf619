"""How much the carried state helps: one text read with different memories."""

from typing import Any

import streamlit as st

from engine.checkpoints.checkpoint import Card, Digests
from engine.data.lookup import composed_text
from ui.charts.base import axis, options
from ui.charts.theme import ink
from ui.palette import SERIES
from ui.text.characters import tell_replaced
from ui.url_state import put_text, take_text
from views.language.look_inside.passage import passage
from views.language.networks import writer
from views.language.request import RESETS

_OWN, _OTHER = "language_memory_text", "language_memory_other"
_MOST = 5000  # characters; the shortest memory makes one call every 8
_OTHER_TEXT = (
    "The kettle was on and the rain came down. She wrote the bill for two pounds of "
    "flour, a tin of tea and six brown eggs, and put it in the drawer with the rest.\n"
)
_CARRIED = "carried throughout"
_SWAPPED = "from the other text"


def draw(card: Card, epoch: float | None) -> None:
    """Draw the losses on one text, read with different memories."""
    st.markdown(
        "The network carries its hidden and cell state from character to character. "
        "Here it reads one text several times: with the state carried throughout, with "
        "the state reset at regular intervals, and starting from the state that "
        "another text leaves. A higher loss is a bigger surprise."
    )
    left, right = st.columns([7, 4], gap="large")
    with right:
        text = passage(_OWN, "Text to read", _MOST)
        other_text = _other_text()
    if not text:
        return
    with left:
        with st.spinner("Reading …"):
            rows, replaced = _losses(card.name, card.digests, epoch, text, other_text)
        _chart(rows, len(text))
        tell_replaced(replaced)


def _other_text() -> str:
    """Draw the field for the text that is read first in one of the readings."""
    take_text(_OTHER)
    other_text = st.text_area(
        "Other text, read first for its state",
        _OTHER_TEXT,
        max_chars=_MOST,
        height=120,
        key=_OTHER,
        persist_state="session",
    )
    put_text(_OTHER, str(other_text), "The other text", default=_OTHER_TEXT)
    return str(other_text)


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
    from engine.language.analysis.memories import losses
    from engine.language.predict import Memory

    network = writer(name, epoch)
    memories = {_CARRIED: Memory(), _SWAPPED: Memory(before=other_text)}
    for every in RESETS[1:]:
        memories[f"reset every {every}"] = Memory(reset_every=every)
    replaced = network.vocabulary.encode(composed_text(text)).replaced
    return losses(network, text, memories), dict(replaced)


def _chart(rows: dict[str, float], characters: int) -> None:
    """Draw the losses as bars with their figures."""
    listed = "; ".join(f"{memory}, {value:.2f}" for memory, value in rows.items())
    bars: dict[str, Any] = {
        "type": "bar",
        "data": [round(value, 3) for value in rows.values()],
        "itemStyle": {"color": SERIES[0]},
        "barMaxWidth": 18,
        "label": {"show": True, "position": "right", "color": ink()},
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
