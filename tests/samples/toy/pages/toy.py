"""The toy experiment."""

from ui import guide
from ui.frame import open_page
from ui.networks import with_network
from ui.tabs import draw_tabs
from ui.training import panel
from views.toy import how_it_works, results, try_it
from views.toy.guide import stops
from views.toy.look_inside import tab as look_inside

open_page("toy")
guide.draw("toy", stops)
draw_tabs(
    "toy",
    {
        "Try": lambda: with_network("toy", try_it.draw),
        "Look inside": lambda: with_network("toy", look_inside.draw),
        "Train": lambda: panel.draw("toy"),
        "Results": results.draw,
        "How it works": how_it_works.draw,
    },
)
