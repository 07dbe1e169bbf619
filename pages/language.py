"""The language experiment: a network that writes, to try and to take apart."""

from pages.parts import (
    language_inside,
    language_method,
    language_results,
    language_writing,
)
from pages.parts.language_models import is_network
from ui import training
from ui.frame import open_page
from ui.networks import with_network
from ui.tabs import draw_tabs

open_page("language")
draw_tabs(
    "language",
    {
        "Try": lambda: with_network(
            "language", language_writing.draw, wanted=is_network
        ),
        "Look inside": lambda: with_network(
            "language", language_inside.draw, wanted=is_network
        ),
        "Train": lambda: training.panel("language"),
        "Results": language_results.draw,
        "How it works": language_method.draw,
    },
)
