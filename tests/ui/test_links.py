"""Everything that is chosen travels in the link, in one of two ways."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.ui.linking import open_link

PROJECT = Path(__file__).parents[2]
CHOICES = {
    *("selectbox", "slider", "segmented_control", "radio", "toggle", "checkbox"),
    *("number_input", "text_input", "text_area", "multiselect", "pills"),
    *("select_slider", "expander"),
}
OURS = {  # before a widget, and after it
    *("take_choice", "take_number", "take_text", "brought", "linked", "kept"),
}
OFFERS = CHOICES & {  # a link can name what they do not offer
    *("selectbox", "segmented_control", "radio", "multiselect", "pills"),
    *("select_slider", "slider", "number_input"),
}
SAYS = ("ui/links/slider.py", "slide_bound")
STAY = {  # what does not belong into a link, and why
    ("ui/charts/base.py", "choose_picture"): "the format of a download",
    ("ui/guide.py", "_ask"): "an answer of your own",
    ("ui/sampling.py", "_presets"): "follows from the sliders, which travel",
    ("ui/training/own_data.py", "choose_own"): "your own data",
    ("views/images/collect.py", "_draw_fields"): "your own data",
    ("views/images/upload.py", "draw_upload"): "your camera",
    ("views/reading/form.py", "_draw_suggestions"): "becomes the question",
    ("ui/training/describe.py", "draw"): "stored with the run",
    ("views/runs/damaged.py", "draw"): "files on your machine",
    ("views/runs/table.py", "draw"): "the power of your machine",
}


def functions() -> list[tuple[str, ast.FunctionDef]]:
    """Return every function of ui/ and views/, with its file."""
    return [
        (path.relative_to(PROJECT).as_posix(), node)
        for folder in ("ui", "views")
        for path in sorted((PROJECT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]


def calls(node: ast.AST) -> list[ast.Call]:
    return [found for found in ast.walk(node) if isinstance(found, ast.Call)]


def name_of(call: ast.Call) -> str:
    of = call.func
    return of.attr if isinstance(of, ast.Attribute) else getattr(of, "id", "")


def is_bound(call: ast.Call) -> bool:
    return any(keyword.arg == "bind" for keyword in call.keywords)


def is_widget(call: ast.Call) -> bool:
    if name_of(call) == "expander" and not any(k.arg == "key" for k in call.keywords):
        return False  # open or not, its content is on the page
    return isinstance(call.func, ast.Attribute) and call.func.attr in CHOICES


def test_every_choice_is_bound_or_taken_from_the_link_or_stays_for_a_reason():
    unbound = {
        (file, function.name)
        for file, function in functions()
        if any(is_widget(call) and not is_bound(call) for call in calls(function))
    }
    ours = {
        (file, function.name)
        for file, function in functions()
        if OURS & {name_of(call) for call in calls(function)}
    }
    by_hand = {  # their callers take what the link has
        ("ui/player.py", "_draw_controls"),
        ("ui/training/form.py", "_draw_setting"),
        ("views/reading/form.py", "draw_search"),
        ("views/sentiment/request.py", "review"),
    }
    assert unbound - ours == by_hand | set(STAY)


def test_nothing_that_offers_values_is_bound_without_saying_what_it_lacks():
    """`choose_bound` and `slide_bound` say it; a widget shows its default."""
    silent = [
        (file, function.name)
        for file, function in functions()
        for call in calls(function)
        if is_bound(call) and name_of(call) in OFFERS
    ]
    assert silent == [SAYS]


def _cell() -> None:
    from ui.charts.confusion import confusion

    confusion([[3, 1], [0, 4]], ["cat", "dog"], "cell")


def _place() -> None:
    from ui.pickers import choose_place

    choose_place("Row", 1, 16, "row", 8)


def _state() -> None:
    import streamlit as st

    from ui.url_state import put_text, take_text

    take_text("state")
    put_text("state", st.text_area("State", key="state"), "The state text")


def test_cell_of_a_confusion_matrix_travels():
    test = open_link(_cell, cell_true="cat", cell_predicted="dog")
    assert test.selectbox(key="cell_true").value == "cat"
    assert test.selectbox(key="cell_predicted").value == "dog"
    test.selectbox(key="cell_predicted").set_value("cat").run()
    assert test.query_params["cell_predicted"] == "cat"
    test = open_link(_cell, cell_true="emu")
    assert test.selectbox(key="cell_true").value is None
    assert "“emu”, which is not available here" in test.warning[0].value


@pytest.mark.parametrize(("word", "shown"), [("3", 3), ("99", 8), ("-1", 8)])
def test_place_of_a_link_is_shown_or_said_to_be_missing(word, shown):
    test = open_link(_place, row=word)
    assert test.slider(key="row").value == shown
    assert [warning.value.split("”")[0] for warning in test.warning] == (
        [] if shown == 3 else [f"The link names “{word}"]
    )
    test.slider(key="row").set_value(5).run()
    assert not test.warning
    assert test.query_params["row"] == "5"


def test_text_that_did_not_fit_is_said_by_the_sender_and_on_arrival():
    sent = open_link(_state, state="Ada kept bees.")
    assert sent.text_area(key="state").value == "Ada kept bees."
    sent.text_area(key="state").set_value("bees " * 1000).run()
    assert "The state text is too long for a link" in sent.caption[0].value
    link = dict(sent.query_params)
    assert "state" not in link
    arrived = open_link(_state, **{name: values[0] for name, values in link.items()})
    assert "The state text of this link was too long" in arrived.info[0].value
    arrived.text_area(key="state").set_value("Ada kept hens.").run()
    assert not arrived.info
    assert arrived.query_params["state"] == "Ada kept hens."
