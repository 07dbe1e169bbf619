"""One filter of the character CNN at one place, and what the pooling keeps of it."""

import streamlit as st

from engine import terms
from engine.checkpoints.checkpoint import Card, Digests
from engine.sentiment.analysis import convolution
from engine.sentiment.analysis.convolution import Array, Convolution, Place
from ui.charts.grid import Grid, Row, draw_grids, sum_grid
from ui.format import signed
from ui.pickers import choose_number, choose_one, follow_default
from ui.text.highlight import Span, highlighted
from views.sentiment.networks import reviewer

_CHANNELS = 5  # input channels of the second convolution that are shown
_LAYERS = {
    "1": "First convolution: 3 characters",
    "2": "Second convolution: 11 characters",
}


def draw(card: Card, epoch: float | None, words: tuple[str, ...]) -> None:
    """Draw what a filter computes at a place, and the maximum that is kept."""
    st.subheader("A filter at one place", anchor=False)
    columns = st.columns(3)
    with columns[0]:
        number = int(choose_one("Convolution", _LAYERS, "sentiment_convolution", "1"))
    layer = _convolution(card.name, card.digests, epoch, words, number)
    places, filters = layer.outputs.shape
    with columns[1]:
        channel = choose_number("Filter", 1, filters, "sentiment_filter", 1) - 1
    with columns[2]:
        strongest = layer.strongest(channel) + 1
        follow_default("sentiment_place", strongest)
        place = choose_number("Place", 1, places, "sentiment_place", strongest) - 1
    at = layer.at(place, channel)
    start, end = layer.span(place)
    label = "The text as the network reads it; the filter’s place is marked"
    highlighted(layer.text, [Span(start, end)], label)
    if layer.text != " ".join(words)[: len(layer.text)]:
        st.caption("Characters that it does not know are read as similar ones.")
    if number == 1:
        _draw_characters(at)
    else:
        _draw_channels(at)
    _draw_pooling(at)


@st.cache_resource(max_entries=8, show_spinner=False)
def _convolution(
    name: str,
    digests: Digests,
    epoch: float | None,
    words: tuple[str, ...],
    number: int,
) -> Convolution:
    """Read the review; `digests` renews the entry when the checkpoint changes."""
    return convolution.convolution(reviewer(name, epoch), words, number)


def _shown(names: tuple[str, ...]) -> list[str]:
    return [name.replace(" ", "·") or "edge" for name in names]


def _draw_characters(at: Place) -> None:
    """Draw a filter of the first convolution: one weight for each character."""
    inside = at.patch.any(axis=1).astype(float)
    weights = [float(w) for w in at.by_position]
    weighed = (*terms.products(_shown(at.names), inside, weights), terms.bias(at.bias))
    ends = {"sum": at.total, "ReLU": at.output}
    draw_grids(sum_grid("Three characters under the filter", weighed, ends))
    st.caption(
        "A character is read as one-hot: 1 for itself, 0 for all others. So of the "
        "filter’s weights, one for each character and position, only three count "
        "here. “·” is a space; beyond the edge of the text the network reads zeros."
    )


def _draw_channels(at: Place) -> None:
    """Draw a filter of the second convolution over its strongest input channels."""
    channels = at.strongest(_CHANNELS)
    names = [f"filter {channel + 1}" for channel in channels]

    def grid(caption: str, values: Array) -> Grid:
        rows = zip(_shown(at.names), values[:, channels].tolist(), strict=True)
        return Grid(caption, [Row(name, row) for name, row in rows], names)

    draw_grids(
        grid("patch", at.patch),
        "×",
        grid("filter", at.kernel),
        "=",
        grid("products", at.products),
    )
    sums = [signed(float(value), 3) for value in at.by_position]
    st.markdown(
        f"Sum over all {at.patch.shape[1]} input channels: {' '.join(sums)} "
        f"{signed(at.bias, 3)} (bias) = **{signed(at.total, 3)}**, through ReLU "
        f"(below 0 becomes 0) **{signed(at.output, 3)}**"
    )
    st.caption(
        "Its input is what the first pooling kept: a number for each filter and three "
        f"characters. Shown are the {len(channels)} input channels with the largest "
        "sums, a row for each position."
    )


def _draw_pooling(at: Place) -> None:
    """Draw the three outputs that the pooling compares."""
    st.subheader("What the pooling keeps", anchor=False)
    row = Row("output", [*at.window, at.kept], 3)
    columns = [*_shown(at.window_names), "maximum"]
    draw_grids(
        Grid("Three places of this filter", [row], columns, marked=at.at, wide=True)
    )
    st.caption(
        "Max pooling keeps the largest of three neighbours and forgets which it was. "
        "The place that you chose is framed."
    )
