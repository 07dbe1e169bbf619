"""The duel of the original post: a network and n-grams continue one prompt."""

from functools import partial

from ui import frame, guide
from ui.tabs import draw_tabs
from views.ngrams import how_it_works, request, results, try_it
from views.ngrams.guide import stops

frame.open_page("ngrams")
guide.draw("ngrams", stops)
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
