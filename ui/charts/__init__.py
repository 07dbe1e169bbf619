"""Charts: from figures to what is drawn.

`lines` (the pieces of a line chart), `curves` with `points` (a run's events as lines),
`bars`, `confusion`, `reliability`, `heatmap` with `heatmap_svg`.
"""
