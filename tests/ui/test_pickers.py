"""Links that name an option by a label of before."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def app() -> None:
    import streamlit as st

    from ui.pickers import renamed

    renamed("view", {"Is it?": "B"})
    st.segmented_control("View", ["A", "B"], key="view", bind="query-params")


def test_older_link_chooses_the_option_under_its_label_now() -> None:
    test = AppTest.from_function(app)
    test.query_params["view"] = "Is it?"
    test.run()
    assert not test.exception
    assert test.session_state["view"] == "B"
