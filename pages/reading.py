"""The reading experiment: a network that answers questions about a paragraph."""

from pages.parts import (
    reading_ablations,
    reading_characters,
    reading_data,
    reading_inside,
    reading_method,
    reading_mistakes,
    reading_results,
    reading_try,
)
from ui import training
from ui.frame import open_page
from ui.networks import with_network
from ui.tabs import draw_tabs

open_page("reading")
draw_tabs(
    "reading",
    {
        "Try": lambda: with_network("reading", reading_try.draw),
        "Look inside": lambda: with_network("reading", reading_inside.draw),
        "Characters": lambda: with_network("reading", reading_characters.draw),
        "Ablations": reading_ablations.draw,
        "Mistakes": reading_mistakes.draw,
        "Data": reading_data.draw,
        "Train": lambda: training.panel("reading"),
        "Results": reading_results.draw,
        "How it works": reading_method.draw,
    },
)
