"""ECharts options for the pages on language; pure functions."""

from collections.abc import Sequence
from math import log10
from typing import Any

from engine.checkpoints.checkpoint import Metric
from engine.language.analysis.figures import Figure, Growth
from ui import palette
from ui.charts.base import axis, options
from ui.charts.theme import ink

_KINDS = {
    "LSTM": (palette.SERIES[0], "circle"),
    "mixture": (palette.SERIES[2], "triangle"),
    "Kneser–Ney": (palette.SERIES[1], "rect"),
    "published": (palette.QUIET, "diamond"),
}

_BINS = 10  # of the histogram
_RAISED = {"fontSize": 9, "padding": [0, 0, 7, 0]}  # an exponent


def loss_by_order(
    orders: Sequence[tuple[int, Metric]], lines: Sequence[Figure]
) -> dict[str, Any]:
    """Return a chart of the loss of each order, with other figures as level lines.

    Args:
        orders: The orders of one table, the lowest first.
        lines: Losses that have no order: networks.
    """
    looks = ("solid", "dashed", "dotted")
    series = [
        _line(
            "n-grams (Kneser–Ney)",
            [round(metric.value, 4) for _, metric in orders],
            palette.SERIES[1],
            symbol="rect",
        )
    ]
    for order, figure in enumerate(lines):
        series.append(
            _line(
                figure.system,
                [round(figure.value, 4)] * len(orders),
                palette.SERIES[0],
                dash=looks[order % len(looks)],
                symbol="none",
            )
        )
    return options(
        series,
        _order_axis([order for order, _ in orders]),
        axis("nats per character", gap=38, scale=True),
        unit="%.4f nats",
        grid={"top": 56},
    )


def probability_histogram(probabilities: Sequence[float]) -> dict[str, Any]:
    """Return how many characters got which probability, in ten equal bins."""
    counts = [0] * _BINS
    for probability in probabilities:
        counts[min(int(probability * _BINS), _BINS - 1)] += 1
    total = max(len(probabilities), 1)
    width = 100 // _BINS
    return options(
        [
            {
                "type": "bar",
                "data": [round(100 * count / total, 1) for count in counts],
                "itemStyle": {"color": palette.SERIES[0]},
                "barCategoryGap": "8%",
            }
        ],
        axis(
            "probability given to the character",
            type="category",
            data=[f"{i * width} to {(i + 1) * width}%" for i in range(_BINS)],
        ),
        axis("% of the characters", gap=38),
        unit="%.1f%%",
        legend=False,
        grid={"top": 16},
    )


def growth_chart(rows: Sequence[Growth]) -> dict[str, Any]:
    """Return a chart of possible and real n-grams by order, on a log axis."""
    lines = (
        ("98ⁿ, as the original post counts", palette.SERIES[3], "dashed", "triangle"),
        ("Vⁿ, with this text’s characters", palette.SERIES[4], "dashed", "diamond"),
        ("bytes in memory, all orders up to n", palette.SERIES[2], "dotted", "rect"),
        ("n-grams that occur", palette.SERIES[0], "solid", "circle"),
    )
    values = (
        [row.post for row in rows],
        [row.possible for row in rows],
        [row.size_bytes for row in rows],
        [row.entries for row in rows],
    )
    # A log axis writes its numbers out, and 10 to the 18th is wider than a phone: so
    # the exponents are drawn.
    return options(
        [
            _line(name, [round(log10(y), 3) for y in points if y], color, dash, symbol)
            | {"tooltip": {"valueFormatter": f"10^%.1f {_unit(name)}"}}
            for (name, color, dash, symbol), points in zip(lines, values, strict=True)
        ],
        _order_axis([row.order for row in rows]),
        axis(
            "n-grams, or bytes (log scale)",
            gap=50,
            axisLabel={
                "formatter": "10{up|{value}}",
                "rich": {"up": _RAISED | {"color": ink()}},
            },
            minInterval=1,
        ),
        legend={"type": "plain", "orient": "horizontal"},
        grid={"top": 104},
    )


def _unit(line: str) -> str:
    """Return what a line of `growth_chart` counts."""
    return "bytes" if line.startswith("bytes") else "n-grams"


def loss_dots(figures: Sequence[Figure]) -> dict[str, Any]:
    """Return a chart with a row for each figure and its loss as a dot, best on top."""
    rows = sorted(figures, key=lambda figure: -figure.value)
    names = [figure.system for figure in rows]
    series = []
    for kind, (color, symbol) in _KINDS.items():
        points = [
            {"value": [round(figure.value, 4), row], "name": f"{figure.value:.4f}"}
            for row, figure in enumerate(rows)
            if figure.kind == kind
        ]
        if points:
            series.append(_dots(kind, points, color, symbol))
    return options(
        series,
        axis("nats per character, lower is better", scale=True),
        axis(
            type="category",
            data=names,
            axisTick={"show": False},
            # In two lines where one is too narrow: a cut name is another model’s.
            axisLabel={"width": 144, "overflow": "break", "lineHeight": 13},
            splitLine={"show": True, "lineStyle": {"opacity": 0.4}},
        ),
        grid={"left": 4, "right": 64, "top": 36},
        tooltip={
            "trigger": "item",
            "confine": True,
            "formatter": "{a}: {b} nats per character",
        },
    )


def _dots(
    name: str, points: Sequence[dict[str, Any]], color: str, symbol: str
) -> dict[str, Any]:
    """Return dots with their values beside them."""
    return {
        "type": "scatter",
        "name": name,
        "data": points,
        "symbol": symbol,
        "symbolSize": 11,
        "itemStyle": {"color": color},
        "label": {
            "show": True,
            "position": "right",
            "formatter": "{b}",
            "color": ink(),
        },
    }


def _line(
    name: str,
    heights: Sequence[float],
    color: str,
    dash: str = "solid",
    symbol: str = "circle",
) -> dict[str, Any]:
    return {
        "type": "line",
        "name": name,
        "data": list(heights),
        "symbol": symbol,
        "symbolSize": 7,
        "lineStyle": {"color": color, "width": 2, "type": dash},
        "itemStyle": {"color": color},
        "emphasis": {"disabled": True},
    }


def _order_axis(orders: Sequence[int]) -> dict[str, Any]:
    return axis(
        "order n (characters)",
        type="category",
        data=[str(order) for order in orders],
        boundaryGap=False,
    )
