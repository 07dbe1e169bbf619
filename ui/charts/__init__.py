"""Charts: from figures to what is drawn.

`base` (how a chart of either library is drawn), `theme` (colours in light and dark)
with `scheme` (the page is drawn anew once they change), `lines` (the pieces of a line
chart) with `zoom` (to drag across), `curves` with `points` (a run's events as lines),
`bands` (mean and spread of several runs), `bars`, `accuracy` (on the user's own
labels), `grid` (tables of weights and values, coloured).
Explored, with Plotly: `confusion`, `reliability`, `heatmap`, `parallel` (settings of
many runs).
"""
