"""Links that name an option by a label of before, or one that is not here."""

from __future__ import annotations

from tests.ui.linking import open_link


def app() -> None:
    import streamlit as st

    from ui.url_state import renamed

    renamed("view", {"Is it?": "B"})
    st.segmented_control("View", ["A", "B"], key="view", bind="query-params")


def test_older_link_chooses_the_option_under_its_label_now() -> None:
    test = open_link(app, view="Is it?")
    assert test.session_state["view"] == "B"


def bound() -> None:
    import streamlit as st

    from ui.pickers import keep_missing_bound, tell_missing

    options = st.session_state.get("here", ["A", "B"])
    keep_missing_bound("view", options)
    chosen = st.segmented_control(
        "View", options, default="A", required=True, key="view", bind="query-params"
    )
    tell_missing("view", [str(chosen)], {})


def test_option_that_went_away_is_not_blamed_on_a_link() -> None:
    test = open_link(bound, view="B")
    assert test.session_state["view"] == "B"
    test.session_state["here"] = ["A", "C"]
    test.run()
    assert not test.warning


def test_option_of_a_link_that_is_not_here_is_said_until_another_is_chosen() -> None:
    test = open_link(bound, view="C")
    for _ in range(2):
        assert "names “C”, which is not available here" in test.warning[0].value
        test.run()
    test.segmented_control(key="view").set_value("B").run()
    assert not test.warning
