"""Texts and choices in the address: brought once, and never an older one back."""

from __future__ import annotations

from functools import partial
from time import monotonic

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.linking import open_link
from ui import url_state


def _page() -> None:
    import streamlit as st

    from ui.url_state import linked, put_in_link

    if text := linked("own"):
        st.session_state["own"] = text
    put_in_link("own", st.text_area("Own", key="own"))
    st.button("Go", key="go")


visit = partial(open_link, _page)


def shown(test: AppTest) -> str:
    return str(test.text_area(key="own").value)


def test_text_of_a_link_is_taken_and_a_changed_one_put_there() -> None:
    test = visit(own="Ada kept bees.")
    assert shown(test) == "Ada kept bees."
    test.text_area(key="own").set_value("Ada kept hens.").run()
    assert test.query_params["own"] == "Ada kept hens."


def test_click_that_left_before_the_new_address_came_loses_nothing() -> None:
    test = visit(own="Ada kept bees.")
    test.text_area(key="own").set_value("Ada kept hens.").run()
    for _ in range(2):
        test.query_params["own"] = "Ada kept bees."
        test.button(key="go").click().run()
        assert shown(test) == "Ada kept hens."
    assert test.query_params["own"] == "Ada kept hens."


def test_way_back_to_an_older_text_is_not_barred(monkeypatch) -> None:
    test = visit(own="Ada kept bees.")
    test.text_area(key="own").set_value("Ada kept hens.").run()
    later = monotonic() + 60
    monkeypatch.setattr(url_state, "monotonic", lambda: later)
    test.query_params["own"] = "Ada kept bees."
    test.run()
    assert shown(test) == "Ada kept bees."


def test_text_too_long_for_an_address_stays_out_of_it() -> None:
    test = visit()
    for text in ("bees " * 1000, "Пчёлы. " * 100):
        test.text_area(key="own").set_value(text).run()
        assert "own" not in test.query_params
        assert shown(test) == text


def _number() -> None:
    from ui.pickers import choose_number

    choose_number("Seed", 0, 100, "seed", 7)


@pytest.mark.parametrize(
    "word", ["1e999", "Infinity", "-inf", "nan", "", "x", "-1", "1" * 5000]
)
def test_number_in_a_link_that_is_none_leaves_the_default(word) -> None:
    test = open_link(_number, seed=word)
    assert test.number_input(key="seed").value == 7


def test_number_in_a_link_is_taken() -> None:
    test = open_link(_number, seed="12")
    assert test.number_input(key="seed").value == 12
    test.number_input(key="seed").set_value(13).run()
    assert test.query_params["seed"] == "13"
    test.number_input(key="seed").set_value(7).run()
    assert not test.query_params
