"""A monkey at the pages: 500 seeded actions on widgets and links, no exception."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.contract import tiny
from tests.views.training import with_curve
from tests.views.visiting import APP

ACTIONS = 500
NOTHING = "nothing"
_VISITS = 50  # each is a new visitor with a link, and then does what is left
TABS = {
    "language": ("Try", "Look inside", "Train", "Results", "How it works"),
    "ngrams": ("Try", "Results", "How it works"),
    "reading": ("Try", "Look inside", "Characters", "Data", "Train", "Mistakes"),
    "sentiment": ("Try", "Look inside", "Many reviews", "Train", "Results"),
    "images": ("Try", "Look inside", "Augment", "Train", "Results"),
    "runs": ("",),
}
WORDS = (
    *("", " ", "L", "1e999", "Infinity", "nan", "-1", "0", "7", "[]", "x" * 3000),
    *(
        "<script>alert(1)</script>",
        ":red[x] $y$ www.example.org",
        "Ünï 漢字 \U0001f600",
    ),
    *("Ada kept bees in 1843.", "\u202e\u200b\ufeff", "../../etc/passwd", "%00"),
)
PARAMETERS = (
    *("tab", "network", "epoch", "run", "seed", "temperature", "top_n", "top_p"),
    *("prompt", "length", "curve", "which", "number", "page", "example", "review"),
    *("question", "context", "source", "preset", "x", "compare", "orders"),
)
BUTTONS = ("_start", "_delete_", "_resume_", "_export")  # that start or end something


@pytest.fixture(scope="module")
def learned_ones(learned):
    """The tiny networks that other tests share, of all experiments."""
    return [
        learned("language", "quick"),
        learned("language", "ngrams"),
        learned("reading", "quick"),
        learned("sentiment", "quick"),
        learned("images", "quick"),
    ]


@pytest.fixture
def house(home, learned_ones):
    """Shipped networks, three runs, and one that cannot be read."""
    for each in learned_ones:
        tiny.ship(each.run.experiment, each.checkpoint, f"tiny-{each.run.preset}")
    with_curve(tiny.create("language", "quick"))
    tiny.create("images", "quick")
    (tiny.create("reading", "quick").folder / "config.json").write_text("{")
    return home


def arrive(chance: random.Random) -> AppTest:
    """Return a page as a link opens it, right or wrong."""
    page = chance.choice(list(TABS))
    test = AppTest.from_file(str(APP), default_timeout=120)
    test.query_params[f"{page}_tab"] = chance.choice(TABS[page])
    for name in chance.sample(PARAMETERS, 3):
        if name != "tab" or chance.random() < 0.1:
            test.query_params[f"{page}_{name}"] = chance.choice(WORDS)
    test.switch_page(f"pages/{page}.py")
    return test.run()


def act(test: AppTest, chance: random.Random) -> str:
    """Do one thing to a widget of the page; return what was done, or NOTHING.

    Raises:
        ValueError: Streamlit's own test of a page, not the page, has lost count of a
            widget whose options have changed.
    """
    kinds = ("button", "selectbox", "slider", "text_input", "text_area", "toggle")
    kinds += ("number_input", "multiselect", "radio", "button_group", "select_slider")
    widgets = [
        widget
        for kind in kinds
        for widget in test.get(kind)
        if not widget.disabled and not any(b in str(widget.key) for b in BUTTONS)
    ]
    if not widgets:
        test.run()
        return NOTHING
    widget = chance.choice(widgets)
    done = NOTHING  # what this widget's own page would refuse to send is not sent
    with suppress(ValueError, IndexError):
        change(widget, chance)
        done = f"{widget.type} {widget.key}"
    test.run()
    return done


def change(widget: Any, chance: random.Random) -> None:
    """Give a widget another value, as a person or a forged message could."""
    match widget.type:
        case "button":
            widget.click()
        case "slider":
            ends = (widget.min, widget.max)
            pair = isinstance(widget.value, tuple | list)
            widget.set_value(ends if pair else chance.choice(ends))
        case "number_input":
            widget.set_value(chance.choice((widget.min, widget.max, 7)))
        case "toggle":
            widget.set_value(not widget.value)
        case "multiselect":
            widget.set_value(chance.sample(widget.options, min(2, len(widget.options))))
        case "text_input" | "text_area":
            widget.set_value(chance.choice(WORDS)[: widget.proto.max_chars or None])
        case _:
            widget.set_value(chance.choice(widget.options))


@pytest.fixture
def brief(monkeypatch):
    """Less to compute in each action: texts of 100 characters, one compiled shape."""
    monkeypatch.setattr("views.language.try_it.LENGTH", 100)
    monkeypatch.setattr("engine.language.defaults.LENGTH", 100)
    monkeypatch.setattr("engine.reading.predict.Reader.warm", lambda reader: None)


@pytest.mark.slow
@pytest.mark.usefixtures("house", "started", "brief")
def test_500_actions_over_all_pages_raise_nothing():
    chance = random.Random(17)
    test, done, acted = None, [], 0
    for turn in range(ACTIONS):
        if test is None or turn % (ACTIONS // _VISITS) == 0:
            test = arrive(chance)
            done = [str(dict(test.query_params))]
        else:
            try:
                done.append(act(test, chance))
                acted += done[-1] != NOTHING
            except ValueError:
                test = arrive(chance)
                done = [str(dict(test.query_params))]
        assert not test.exception, (turn, done, test.exception[0].stack_trace)
    assert acted > (ACTIONS - _VISITS) * 0.9
