"""The runs page.

`table` (all runs, each a `row`), `chosen` (curves, settings and buttons of the selected
ones), `sweeps` (a sweep as one experiment: its
`progress` and what its runs have `reached`), `damaged` (runs that cannot be read).
"""
