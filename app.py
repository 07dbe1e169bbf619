"""The overview: what can be tried, the figures beside others', what runs now."""

import streamlit as st

from pages.parts import overview_example, overview_figures, overview_now
from ui import frame

frame.open_page("overview")

example, menu = st.columns([3, 2], gap="large")
with example:
    overview_example.draw()
with menu:
    st.subheader("What can be tried", anchor=False)
    for page in frame.PAGES[1:]:
        frame.link(page.name)
        st.caption(page.purpose)
    overview_now.draw()
overview_figures.draw()
