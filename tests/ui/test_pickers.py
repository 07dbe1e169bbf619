"""Links that name an option by a label of before, or one that is not here."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

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

    from ui.links.bound import choose_bound

    options = st.session_state.get("here", ["A", "B"])
    choose_bound(
        st.segmented_control, "View", options, key="view", default="A", required=True
    )


def test_option_that_went_away_is_not_blamed_on_a_link() -> None:
    test = open_link(bound, view="B")
    assert test.session_state["view"] == "B"
    test.session_state["here"] = ["A", "C"]
    test.run()
    assert not test.warning


def several() -> None:
    import streamlit as st

    from ui.links.bound import choose_several_bound

    options = ["a_b", "c"]
    look = {"selection_mode": "multi", "default": ["c"]}
    choose_several_bound(st.pills, "Of", options, key="of", title=str, **look)


def test_of_several_options_those_that_are_not_here_are_said() -> None:
    test = open_link(several, of="gone")
    assert "names “gone”, which is not available here" in test.warning[0].value
    assert test.warning[0].value.endswith("Shown instead: c.")
    assert not open_link(several, of="a\\_b").warning  # as Streamlit writes its label


def counted() -> None:
    import streamlit as st

    from ui.pickers import choose_one, choose_several

    count = st.session_state.get("count", 1)
    if arrived := st.session_state.pop("arrived", None):
        # As Streamlit does where it knows no such options.
        st.session_state["who"], st.session_state["with"] = arrived[0], arrived
    people = {"a": f"Ada ({count})", "b": f"Bob ({count})"}
    choose_one("Who", people, "who", "a")
    choose_several("With", people, "with", "", 2)


def test_choice_by_words_that_have_just_changed_is_kept() -> None:
    test = AppTest.from_function(counted, default_timeout=60).run()
    test.session_state["count"] = 2
    test.run()
    test.session_state["arrived"] = ["Bob (1)", "a"]  # by the words of the run before
    test.run()
    assert test.session_state["who"] == "b"
    assert test.session_state["with"] == ["b", "a"]
    test.session_state["arrived"] = ["Bob (7)", "b"]
    test.run()
    assert test.session_state["who"] == "a"
    assert test.session_state["with"] == ["b"]


def slider() -> None:
    from ui.links.slider import slide_bound

    slide_bound("Temperature", 0.0, 2.0, 0.8, 0.05, key="temperature")


@pytest.mark.parametrize("word", ["9", "-1", "hot", "inf", "nan", ""])
def test_value_that_a_slider_does_not_have_is_said(word) -> None:
    test = open_link(slider, temperature=word)
    assert test.slider(key="temperature").value == 0.8
    said = f"The link names “{word}”, which is not a number from 0 to 2 for "
    said += "“Temperature”. Shown instead: 0.8."
    assert [warning.value for warning in test.warning] == [said]
    test.slider(key="temperature").set_value(1.0).run()
    assert not test.warning


def in_popover() -> None:
    import streamlit as st

    from ui.links.missing import told_outside
    from ui.links.slider import slide_bound

    with told_outside(), st.popover("Options"):
        slide_bound("Temperature", 0.0, 2.0, 0.8, 0.05, key="temperature")


def test_what_a_closed_popover_lacks_is_said_outside_of_it() -> None:
    test = open_link(in_popover, temperature="9")
    said, popover = test.main.children.values()
    assert [warning.value[:20] for warning in said.warning] == ["The link names “9”, "]
    assert not popover.warning
    assert popover.slider


def test_value_that_a_slider_has_is_taken() -> None:
    test = open_link(slider, temperature="1.5")
    assert test.slider(key="temperature").value == 1.5
    assert not test.warning


def ends() -> None:
    from ui.links.slider import slide_bound

    slide_bound("Orders", 1, 10, (3, 7), key="orders")


@pytest.mark.parametrize("words", [["3", "12"], ["4"]])
def test_ends_that_a_slider_does_not_have_are_said(words) -> None:
    test = open_link(ends, orders=words)
    assert test.slider(key="orders").value == (3, 7)
    said = "are not two numbers from 1 to 10 for “Orders”. Shown instead: 3, 7."
    assert test.warning[0].value.endswith(said)
    assert not open_link(ends, orders=["2", "5"]).warning


def span() -> None:
    from ui.pickers import choose_span

    choose_span("Characters", 9, "span", range(0, 4))


@pytest.mark.parametrize("word", ["3-12", "7-3", "x", "0-0"])
def test_span_of_a_link_that_the_text_does_not_have_is_said(word) -> None:
    test = open_link(span, span=word)
    assert test.slider(key="span").value == (1, 4)
    said = f"The link names “{word}”, which is not available here. Shown instead: 1-4."
    assert test.warning[0].value == said
    test.slider(key="span").set_value((2, 3)).run()
    assert not test.warning
    assert not open_link(span, span="3-9").warning


def test_option_of_a_link_that_is_not_here_is_said_until_another_is_chosen() -> None:
    test = open_link(bound, view="C")
    for _ in range(2):
        assert "names “C”, which is not available here" in test.warning[0].value
        test.run()
    test.segmented_control(key="view").set_value("B").run()
    assert not test.warning


def test_choice_at_its_default_follows_it_and_another_one_stays() -> None:
    def script() -> None:
        import streamlit as st

        from ui.pickers import choose_place, follow_default
        from ui.url_state import put_state

        largest = int(st.session_state.get("largest", 3))
        follow_default("row", largest)
        choose_place("Row", 1, 9, "row", largest)
        st.button("Open 5", on_click=put_state, args=({"row": 5, "largest": 7},))

    test = AppTest.from_function(script).run()
    assert test.slider(key="row").value == 3
    test.session_state["largest"] = 5
    assert test.run().slider(key="row").value == 5
    test.slider(key="row").set_value(2).run()
    test.session_state["largest"] = 6
    assert test.run().slider(key="row").value == 2
    test.slider(key="row").set_value(6).run()
    test.button[0].click().run()
    assert test.slider(key="row").value == 5  # as was set, not its new default
    assert test.session_state["largest"] == 7
