"""Charts: from figures to what is drawn.

`base` (one theme; how a chart of either library is drawn), `lines` (the pieces of a
line chart), `curves` with `points` (a run's events as lines), `bars`. Explored, with
Plotly: `confusion`, `reliability`, `heatmap`.
"""
