"""The language experiment: a network that writes."""

from ui import guide
from ui.frame import open_page
from ui.networks import with_network
from ui.tabs import draw_tabs
from ui.training import panel
from views.language import how_it_works, results, try_it
from views.language.guide import stops
from views.language.look_inside import tab as look_inside
from views.language.networks import is_network

open_page("language")
guide.draw("language", stops)
draw_tabs(
    "language",
    {
        "Try": lambda: with_network(
            "language", try_it.draw, wanted=is_network, untrained=True
        ),
        "Look inside": lambda: with_network(
            "language", look_inside.draw, wanted=is_network, untrained=True
        ),
        "Train": lambda: panel.draw("language"),
        "Results": results.draw,
        "How it works": how_it_works.draw,
    },
)
