"""All runs."""

from ui import frame

frame.open_page("runs")
