"""The duel of the original post: a network and n-grams continue one prompt."""

from functools import partial

from ui import frame
from ui.tabs import draw_tabs
from views.ngrams import how_it_works, request, results, try_it

frame.open_page("ngrams")
chosen = request.draw()
if chosen is not None:
    draw_tabs(
        "ngrams",
        {
            "Try": partial(try_it.draw, chosen),
            "Results": partial(results.draw, chosen),
            "How it works": partial(how_it_works.draw, chosen),
        },
    )
