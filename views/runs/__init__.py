"""The runs page.

`table` (all runs, and what is drawn of the chosen ones).
"""
