"""The reading experiment: a network that answers questions about a paragraph."""

from ui import guide
from ui.frame import open_page
from ui.networks import with_network
from ui.tabs import draw_tabs
from ui.training import panel
from views.reading import ablations, how_it_works, mistakes, results, try_it
from views.reading.characters import tab as characters
from views.reading.data import tab as data
from views.reading.guide import stops
from views.reading.look_inside import tab as look_inside
from views.reading.networks import with_networks
from views.reading.request import network_label

open_page("reading")
guide.draw("reading", stops)
draw_tabs(
    "reading",
    {
        "Try": lambda: with_networks(try_it.draw),
        "Look inside": lambda: with_networks(look_inside.draw),
        "Characters": lambda: with_network(
            "reading", characters.draw, label_of=network_label
        ),
        "Ablations": ablations.draw,
        "Mistakes": mistakes.draw,
        "Data": data.draw,
        "Train": lambda: panel.draw("reading"),
        "Results": results.draw,
        "How it works": how_it_works.draw,
    },
)
