"""The runs page.

`table` (all runs; curves, settings and buttons of the chosen ones).
"""
