"""The duel of the post: a network and counted n-grams on the same prompt."""

from functools import partial

from pages.parts import ngrams_choice, ngrams_duel, ngrams_growth, ngrams_method
from ui import frame
from ui.tabs import draw_tabs

frame.open_page("ngrams")
chosen = ngrams_choice.draw()
if chosen is not None:
    draw_tabs(
        "ngrams",
        {
            "Try": partial(ngrams_duel.draw, chosen),
            "Results": partial(ngrams_growth.draw, chosen),
            "How it works": partial(ngrams_method.draw, chosen),
        },
    )
