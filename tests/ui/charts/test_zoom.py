"""The part of a chart that is shown: in its fields, in the link, and from one."""

from __future__ import annotations

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.linking import open_link


def _page() -> None:
    import streamlit as st

    from ui.training.curves import choose_view

    st.text(str(choose_view("language").zoom))
    # As a drag across the chart does it, in a callback.
    part = {"language_from_epoch": 0.5, "language_to_epoch": 2.0}
    st.button("Drag", on_click=st.session_state.update, args=(part,))
    everything = dict.fromkeys(part)
    st.button("Everything", on_click=st.session_state.update, args=(everything,))


visit = partial(open_link, _page)


def shown(test: AppTest) -> tuple[float | None, ...]:
    fields = tuple(field.value for field in test.number_input)
    assert test.text[0].value == str(fields)
    return fields


def test_dragged_part_is_in_the_fields_and_in_the_link_until_all_is_shown() -> None:
    test = visit()
    assert shown(test) == (None, None)
    test.button[0].click().run()
    assert shown(test) == (0.5, 2.0)
    assert test.query_params["language_from_epoch"] == "0.5"
    assert test.query_params["language_to_epoch"] == "2"
    test.button[1].click().run()
    assert shown(test) == (None, None)
    assert "language_from_epoch" not in test.query_params


def test_part_of_a_link_is_shown_and_can_be_typed_over() -> None:
    test = visit(language_from_epoch="0.5")
    assert shown(test) == (0.5, None)
    test.number_input[1].set_value(3.0).run()
    assert shown(test) == (0.5, 3.0)
    assert test.query_params["language_to_epoch"] == "3"


@pytest.mark.parametrize("place", ["-4", "nan", "inf", "x", ""])
def test_place_that_no_axis_has_is_left_out(place) -> None:
    test = visit(language_from_epoch=place)
    assert not test.exception
    assert shown(test) == (None, None)
    assert "language_from_epoch" not in test.query_params
