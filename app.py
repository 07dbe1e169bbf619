"""The overview: examples of all experiments, their figures, the active runs."""

from engine import registry
from ui import frame
from views.overview import card, now, sources

frame.open_page("overview")
for name in registry.NAMES:
    card.draw(name)
now.draw()
sources.draw()
