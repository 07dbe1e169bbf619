"""The duel of the post: a network and counted n-grams on the same prompt."""

import streamlit as st

from pages.parts import ngrams_choice, ngrams_duel, ngrams_growth, ngrams_method
from ui import frame

frame.open_page("ngrams")
chosen = ngrams_choice.draw()
if chosen is not None:
    duel, results, method = st.tabs(
        ["Try", "Results", "How it works"],
        key="ngrams_tab",
        on_change="rerun",
        bind="query-params",
    )
    if duel.open:
        with duel:
            ngrams_duel.draw(chosen)
    if results.open:
        with results:
            ngrams_growth.draw(chosen)
    if method.open:
        with method:
            ngrams_method.draw(chosen)
