"""The overview: what can be tried, the figures beside others', what runs now."""

from engine import registry
from pages.parts import overview_card, overview_now
from ui import frame

frame.open_page("overview")
for name in registry.NAMES:
    overview_card.draw(name)
overview_now.draw()
